import type { HistoryState, SessionFileState, SessionSnapshot } from '../../src-shared/protocol/answers.ts';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { checksumAfter } from '../../src-shared/session/checksum.ts';
import type { JournalEntry } from '../../src-shared/session/document.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { StudioClient } from '../client/studio-client.ts';

/**
 * The mirror of the open session: it follows the studio's journal entry by entry, and asks for the whole when one is
 * missing or does not fit. Records keep their identity until they change, so a component that derives from one updates
 * only when it did.
 */
export class SessionState {
  session: Session;
  history: HistoryState;
  file: SessionFileState;
  /** Two sessions with the same content share it. */
  checksum: string;
  #sequence: number;
  readonly #client: StudioClient;
  readonly #anotherListeners: (() => void)[] = [];

  constructor(client: StudioClient, snapshot: SessionSnapshot) {
    this.#client = client;
    this.session = $state.raw(snapshot.session);
    this.history = $state.raw(snapshot.history);
    this.file = $state.raw(snapshot.file);
    this.checksum = $state(snapshot.checksum);
    this.#sequence = snapshot.sequence;
    client.on('session/changed', ({ entry, history }) => this.#follow(entry, history));
    client.on('session/replaced', (next) => this.#replace(next));
    client.on('session/file', (file) => {
      this.file = file;
    });
  }

  /** Calls when another session is open: not when this one was saved elsewhere, or is told anew after a lost connection. */
  onAnother(listener: () => void): void {
    this.#anotherListeners.push(listener);
  }

  /** Runs a command of the session as one undo step; `key` joins the moves of one drag. Rejects with StudioError. */
  async run(command: string, args: unknown, key: string | null = null): Promise<void> {
    await this.#client.request('session/run', { command, args, key });
  }

  #follow(entry: JournalEntry, history: HistoryState): void {
    if (entry.sequence <= this.#sequence) return;
    const fits =
      entry.sequence === this.#sequence + 1 &&
      checksumAfter(this.checksum, this.session, entry.diff) === entry.checksum;
    if (!fits) {
      this.#client.request('session/snapshot', {}).then(
        (snapshot) => this.#replace(snapshot),
        // The connection is gone: that is said elsewhere, and a new one brings the whole.
        () => undefined,
      );
      return;
    }
    this.session = applyDiff(this.session, entry.diff);
    this.history = history;
    this.checksum = entry.checksum;
    this.#sequence = entry.sequence;
  }

  #replace(snapshot: SessionSnapshot): void {
    const isAnother = !holdsTheSame(this.session, snapshot.session);
    this.session = snapshot.session;
    this.history = snapshot.history;
    this.file = snapshot.file;
    this.checksum = snapshot.checksum;
    this.#sequence = snapshot.sequence;
    if (isAnother) for (const listener of this.#anotherListeners) listener();
  }
}

/** Whether two hold the same things, however they are set. */
function holdsTheSame(one: Session, other: Session): boolean {
  return (['strips', 'clips', 'media', 'devices'] as const).every((table) => {
    const ids = Object.keys(one[table]);
    return ids.length === Object.keys(other[table]).length && ids.every((id) => other[table][id] !== undefined);
  });
}
