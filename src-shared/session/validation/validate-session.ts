import type { Session } from '../session.ts';
import { integrityProblems } from './integrity-problems.ts';
import { recordProblems } from './record-problems.ts';
import { tableNames } from './schemas.ts';

/**
 * What is wrong with a document, each a sentence that begins with the path, such as `clips.clip-4.fadeIn.lengthFrames: must be …`;
 * empty when it is a session. An unknown field is a problem: it may mean something that this version would silently lose.
 */
export function validateSession(document: unknown): string[] {
  if (!isRecord(document)) return ['session: must be a record.'];
  const unknown = Object.keys(document).filter((table) => !(tableNames as readonly string[]).includes(table));
  const problems = unknown.map((table) => `${table}: is no field that this version of Mixdown knows.`);
  for (const table of tableNames) {
    const records = document[table];
    if (!isRecord(records)) problems.push(`${table}: must be a record.`);
    else for (const [id, record] of Object.entries(records)) problems.push(...recordProblems(table, id, record));
  }
  // Integrity reads fields, so it is asked only once every record has them.
  return problems.length > 0 ? problems : integrityProblems(document as unknown as Session);
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
