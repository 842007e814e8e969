import type { Tables } from './apply-diff.ts';
import { CommandError } from './command-error.ts';
import { fromJson, toJson } from './json.ts';
import { migrateSession, SESSION_VERSION } from './migrations.ts';
import type { Session } from './session.ts';
import { validateSession } from './validation/validate-session.ts';

/** What `session.json` holds: a session as it was after the entry `sequence` of its journal. */
export type SessionFile = {
  readonly format: 'mixdown-session';
  readonly version: number;
  readonly sequence: number;
  readonly tables: Tables;
};

const FORMAT = 'mixdown-session';

/** The text of `session.json`: records in order of their numbers, so that two saves compare line by line. */
export function writeSessionFile(session: Session, sequence: number): string {
  const tables = Object.fromEntries(Object.entries(session).map(([name, table]) => [name, inOrder(table)]));
  return `${toJson({ format: FORMAT, version: SESSION_VERSION, sequence, session: tables }, 1)}\n`;
}

/** The text of `session.json`, read but neither migrated nor validated. Throws CommandError `invalid-session`. */
export function readSessionFile(text: string): SessionFile {
  const file = parse(text);
  if (!isObject(file) || file['format'] !== FORMAT)
    throw new CommandError('invalid-session', 'The file is not a Mixdown session.');
  const { version, sequence, session } = file;
  if (
    typeof version !== 'number' ||
    typeof sequence !== 'number' ||
    !isObject(session) ||
    !Object.values(session).every(isObject)
  ) {
    throw new CommandError(
      'invalid-session',
      'The session file is damaged: it has no version, no sequence number or no session.',
    );
  }
  return { format: FORMAT, version, sequence, tables: session as Tables };
}

/** A valid session from tables of any known version. Throws CommandError `newer-version`, or `invalid-session` naming the first path that is wrong. */
export function toSession(tables: Tables, version: number): Session {
  const session = migrateSession(tables, version);
  const problems = validateSession(session);
  if (problems[0] === undefined) return session as Session;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new CommandError('invalid-session', `The session does not fit together: ${problems[0]}${more}`);
}

function parse(text: string): unknown {
  try {
    return fromJson(text);
  } catch {
    throw new CommandError('invalid-session', 'The session file is damaged: it is not JSON.');
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(table: { readonly [id: string]: unknown }): { [id: string]: unknown } {
  const number = (id: string) => Number(id.split('-')[1] ?? 0);
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => number(a) - number(b) || (a < b ? -1 : 1)));
}
