import { applyDiff } from './apply-diff.ts';
import type { Command } from './commands/command.ts';
import { mergeDiffs } from './merge-diffs.ts';
import type { Diff, Session, TableName } from './session.ts';

/** Several commands that become one undo step: each sees what the ones before it did. */
export class SessionEdit {
  #session: Session;
  #diff: Diff = [];

  constructor(session: Session) {
    this.#session = session;
  }

  /** The session with everything run so far. */
  get session(): Session {
    return this.#session;
  }

  /** What was run so far, as one diff. */
  get diff(): Diff {
    return this.#diff;
  }

  /** Runs a command; returns the ids of the records that it added. Throws CommandError, and the edit is as before. */
  run<Args>(command: Command<Args>, args: Args): AddedIds {
    const diff = command(this.#session, args);
    this.#session = applyDiff(this.#session, diff);
    this.#diff = mergeDiffs(this.#diff, diff);
    return new AddedIds(diff);
  }
}

/** The records that one command added. */
export class AddedIds {
  readonly #diff: Diff;

  constructor(diff: Diff) {
    this.#diff = diff;
  }

  /** The one record that was added to a table; a programming error when there is none. */
  in(table: TableName): string {
    const added = this.#diff.find((change) => change.table === table && change.before === null);
    if (!added) throw new Error(`session: the command added nothing to ${table}`);
    return added.id;
  }
}
