import type { Tables } from './apply-diff.ts';
import { CommandError } from './command-error.ts';

/** Takes a document from the version before to `to`. */
export type Migration = { readonly to: number; migrate(tables: Tables): Tables };

/** In order of `to`. A change of any record's shape adds one here, with a test. The first version changes nothing. */
export const migrations: readonly Migration[] = [
  { to: 1, migrate: (tables) => tables },
  // Recording: what tracks hear of the interface, and their takes.
  { to: 2, migrate: (tables) => ({ ...tables, inputs: {}, takes: {} }) },
];

/** The version of the documents that this Mixdown writes. */
export const SESSION_VERSION = versionAfter(migrations);

/** A document of an older version, brought to this one. Throws CommandError `newer-version`, or `invalid-session` for what is no version. */
export function migrateSession(tables: Tables, version: unknown, chain: readonly Migration[] = migrations): Tables {
  const current = versionAfter(chain);
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    throw new CommandError(
      'invalid-session',
      'The session file says no version, so it is not a session or it is damaged.',
    );
  }
  if (version > current) {
    const message = `The session was saved by a newer Mixdown (format ${version}; this one knows ${current}): update Mixdown to open it.`;
    throw new CommandError('newer-version', message);
  }
  return chain.filter(({ to }) => to > version).reduce((older, { migrate }) => migrate(older), tables);
}

function versionAfter(chain: readonly Migration[]): number {
  return chain[chain.length - 1]?.to ?? 0;
}
