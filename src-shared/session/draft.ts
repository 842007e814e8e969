import { CommandError } from './command-error.ts';
import { sameValue } from './same-value.ts';
import type { Diff, RecordChange, RecordOf, Session, TableName } from './session.ts';
import { recordProblems } from './validation/record-problems.ts';

/** What a table's records are called in a sentence. */
const NOUNS: { readonly [Name in TableName]: string } = {
  settings: 'setting',
  strips: 'strip',
  devices: 'device',
  sends: 'send',
  media: 'sound file',
  clips: 'clip',
  markers: 'marker',
  tempos: 'tempo',
  metres: 'metre',
  lanes: 'automation lane',
  inputs: 'input',
  takes: 'take',
};

type AnyRecord = RecordOf[TableName];

/**
 * A session being changed by one command: reads see what the command wrote so far; the session itself stays as it is.
 * `diff` gives what changed, each changed record checked against its schema and its parameters' ranges.
 */
export class Draft {
  readonly #base: Session;
  readonly #written = new Map<TableName, Map<string, AnyRecord | null>>();

  constructor(session: Session) {
    this.#base = session;
  }

  /** The record as the command left it so far. */
  find<Name extends TableName>(table: Name, id: string): RecordOf[Name] | undefined {
    const written = this.#written.get(table);
    if (written?.has(id)) return (written.get(id) ?? undefined) as RecordOf[Name] | undefined;
    return own(this.#base, table, id);
  }

  /** Like `find`; throws CommandError `missing`. */
  get<Name extends TableName>(table: Name, id: string): RecordOf[Name] {
    const record = this.find(table, id);
    if (record === undefined) throw new CommandError('missing', `There is no ${NOUNS[table]} “${id}” in this session.`);
    return record;
  }

  /** Every record of a table that now exists, in no order that means anything. */
  all<Name extends TableName>(table: Name): RecordOf[Name][] {
    const written = this.#written.get(table);
    const base = Object.values(this.#base[table]) as RecordOf[Name][];
    if (!written) return base;
    const kept = base.filter((record) => !written.has(record.id));
    const added = [...written.values()].filter((record) => record !== null);
    return [...kept, ...(added as RecordOf[Name][])];
  }

  put<Name extends TableName>(table: Name, record: RecordOf[Name]): void {
    this.#write(table, record.id, record);
  }

  /** Replaces some fields of a record that must exist. */
  update<Name extends TableName>(table: Name, id: string, fields: Partial<RecordOf[Name]>): void {
    this.put(table, { ...this.get(table, id), ...fields });
  }

  /** Removes a record that must exist. */
  remove(table: TableName, id: string): void {
    this.get(table, id);
    this.#write(table, id, null);
  }

  /** An id that nothing in the session has, such as `clip-12`. */
  newId(kind: string): string {
    const { nextId } = this.get('settings', 'session');
    this.update('settings', 'session', { nextId: nextId + 1 });
    return `${kind}-${nextId}`;
  }

  /** What changed. Throws CommandError `invalid-value` naming the path of a field that cannot be as the command left it. */
  diff(): Diff {
    const changes: RecordChange[] = [];
    for (const [table, records] of this.#written) {
      for (const [id, after] of records) {
        const before = own(this.#base, table, id) ?? null;
        if (sameValue(before, after)) continue;
        const problem = after === null ? undefined : recordProblems(table, id, after)[0];
        if (problem !== undefined) throw new CommandError('invalid-value', problem);
        changes.push({ table, id, before, after } as RecordChange);
      }
    }
    return changes;
  }

  #write(table: TableName, id: string, record: AnyRecord | null): void {
    const records = this.#written.get(table) ?? new Map<string, AnyRecord | null>();
    this.#written.set(table, records.set(id, record));
  }
}

/** A record of the base session by its own key only: an id like `constructor` finds nothing. */
function own<Name extends TableName>(session: Session, table: Name, id: string): RecordOf[Name] | undefined {
  const records = session[table] as { readonly [id: string]: RecordOf[Name] };
  return Object.hasOwn(records, id) ? records[id] : undefined;
}
