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
      void this.#client.request('session/snapshot', {}).then((snapshot) => this.#replace(snapshot));
      return;
    }
    this.session = applyDiff(this.session, entry.diff);
    this.history = history;
    this.checksum = entry.checksum;
    this.#sequence = entry.sequence;
  }

  #replace(snapshot: SessionSnapshot): void {
    this.session = snapshot.session;
    this.history = snapshot.history;
    this.file = snapshot.file;
    this.checksum = snapshot.checksum;
    this.#sequence = snapshot.sequence;
  }
}
