import type { Session } from '../session/session.ts';

/** The session without the number of its next id, which never goes back. */
export function apartFromIds({ settings, ...others }: Session): object {
  const { nextId: _next, ...session } = settings.session;
  return { ...others, settings: { session } };
}
