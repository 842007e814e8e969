import type { Diff, RecordChange, Session } from './session.ts';

/** A session or a document of an older version: tables of records by id. */
export type Tables = { readonly [table: string]: { readonly [id: string]: unknown } };

/**
 * The session after a diff; tables and records that it does not name are shared with `session`. It does not look at
 * `before`: the caller knows by sequence number and checksum that the diff belongs here.
 */
export function applyDiff(session: Session, diff: Diff): Session {
  return applyChanges(session, diff) as Session;
}

/** `applyDiff` on tables whose version may be older, as a journal from before a migration has them. */
export function applyChanges(tables: Tables, changes: readonly Pick<RecordChange, 'table' | 'id' | 'after'>[]): Tables {
  if (changes.length === 0) return tables;
  const next: { [table: string]: { [id: string]: unknown } } = { ...tables };
  const copied = new Set<string>();
  for (const { table, id, after } of changes) {
    if (!copied.has(table)) next[table] = { ...next[table] };
    copied.add(table);
    const records = next[table] as { [id: string]: unknown };
    if (after === null) delete records[id];
    else records[id] = after;
  }
  return next;
}
