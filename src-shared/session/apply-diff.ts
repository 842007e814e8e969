import type { Diff, RecordChange, Session } from './session.ts';

/** A session or a document of an older version: tables of records by id. */
export type Tables = { readonly [table: string]: { readonly [id: string]: unknown } };
export type MutableTables = { [table: string]: { [id: string]: unknown } };

/**
 * The session after a diff; tables and records that it does not name are shared with `session`. It does not look at
 * `before`: the caller knows by sequence number and checksum that the diff belongs here.
 */
export function applyDiff(session: Session, diff: Diff): Session {
  const next: MutableTables = { ...session };
  for (const table of new Set(diff.map((change) => change.table))) next[table] = { ...session[table] };
  changeTables(next, diff);
  return diff.length === 0 ? session : (next as Session);
}

/** Makes the changes in place, on tables that nobody else holds. */
export function changeTables(
  tables: MutableTables,
  changes: readonly Pick<RecordChange, 'table' | 'id' | 'after'>[],
): void {
  for (const { table, id, after } of changes) {
    // By its own key only: a journal from elsewhere that names `__proto__` or `constructor` reaches no object of the language.
    if (!Object.hasOwn(tables, table))
      Object.defineProperty(tables, table, { value: {}, writable: true, enumerable: true, configurable: true });
    const records = tables[table] as { [id: string]: unknown };
    if (after === null) delete records[id];
    else records[id] = after;
  }
}
