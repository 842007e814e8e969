import type { Clip } from './records/clip.ts';
import type { Session } from './session.ts';

const NO_FADE = { lengthFrames: 0, shape: 'linear' } as const;

/**
 * The session with one take alone on its track, where it lies, in place of the clips there: what an audition plays. The
 * session itself where the take is not in it.
 */
export function withTakeAlone(session: Session, takeId: string): Session {
  const take = session.takes[takeId];
  if (!take) return session;
  const { trackId, mediaId, name, startFrames, offsetFrames, lengthFrames } = take;
  const whole: Clip = {
    id: takeId,
    trackId,
    mediaId,
    name,
    startFrames,
    offsetFrames,
    lengthFrames,
    gainDb: 0,
    muted: false,
    fadeIn: NO_FADE,
    fadeOut: NO_FADE,
    colour: null,
  };
  const others = Object.entries(session.clips).filter(([, clip]) => clip.trackId !== trackId);
  return { ...session, clips: { ...Object.fromEntries(others), [takeId]: whole } };
}
