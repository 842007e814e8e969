/** The session that is open: the one place where it changes, and where clients and the engine are told. */
import { resolve } from 'node:path';
import type { HistoryState, SessionFileState, SessionSnapshot } from '../../src-shared/protocol/answers.ts';
import type { JournalEntry, SessionDocument } from '../../src-shared/session/document.ts';
import type { Diff } from '../../src-shared/session/session.ts';
import type { DataFolder } from './data-folder.ts';
import type { EngineLink } from './engine-link.ts';
import type { Emit } from './jobs.ts';
import { JournalUpkeep } from './journal-upkeep.ts';
import { keepUnsavable } from './keep-unsavable.ts';
import { hurtMedia, missingMedia } from './missing-media.ts';
import type { PeakReader } from './peaks/peak-reader.ts';
import { recordingLogs } from './recording/take-in.ts';
import { type OpenTakingIn, TakeInQueue } from './recording/take-in-queue.ts';
import { SessionFolderError, type SessionFolderErrorCode } from './session-folder/session-folder-error.ts';
import { writeOpener } from './session-folder/session-opener.ts';
import { mediaFile } from './session-folder/session-paths.ts';
import { SessionStore } from './session-folder/session-store.ts';

/** How often it is looked whether the sound files are all there, and tried to take in what could not be before. */
const LOOK_MS = 10_000;

export type OpenSessionParts = {
  readonly data: DataFolder;
  readonly engine: EngineLink;
  readonly emit: Emit;
  readonly peaks: PeakReader;
};

export class OpenSession {
  readonly #parts: OpenSessionParts;
  #store: SessionStore;
  #savedAtMs = Date.now();
  #missingMediaIds: readonly string[] = [];
  /** Of the history that the session was made with: a session with no more was never touched. */
  #bornSequence = -1;
  readonly #journal: JournalUpkeep;
  #lookTimer: NodeJS.Timeout | undefined;
  #opening = {};
  readonly #recordings: TakeInQueue;
  /** The change of session under way: everything else waits for it. */
  #switching: Promise<unknown> = Promise.resolve();

  private constructor(parts: OpenSessionParts, store: SessionStore) {
    this.#parts = parts;
    this.#store = store;
    this.#recordings = new TakeInQueue(parts.emit);
    this.#journal = new JournalUpkeep({
      sync: () => this.sync(),
      save: () => this.save(),
      isOpen: () => this.#store.isOpen,
      emit: parts.emit,
    });
  }

  /** @param isNew made a moment ago: without a change it goes again when another session is opened. */
  static async start(parts: OpenSessionParts, store: SessionStore, isNew: boolean): Promise<OpenSession> {
    const session = new OpenSession(parts, store);
    await session.#take(store, isNew);
    return session;
  }

  get document(): SessionDocument {
    return this.#store.document;
  }

  get folder(): string {
    return this.#store.folder;
  }

  /** The same object for as long as the same session is open, under whatever name. */
  get opening(): object {
    return this.#opening;
  }

  get neverSaved(): boolean {
    return this.#parts.data.holdsUnsaved(this.folder);
  }

  /** Made a moment ago and not changed since: nothing of the musician's is in it. */
  get isUntouched(): boolean {
    return this.neverSaved && this.document.sequence === this.#bornSequence;
  }

  /** Resolves when no other session is being opened. */
  async settled(): Promise<void> {
    let seen: Promise<unknown>;
    do {
      seen = this.#switching;
      await seen;
    } while (seen !== this.#switching);
  }

  /** Carries out a diff as one undo step and tells everybody. Throws SessionFolderError. */
  commit(name: string, diff: Diff, key: string | null = null): void {
    this.#tell(this.#change(() => this.#store.commit(name, diff, key)));
  }

  /** Undoes or redoes until `steps` steps are done, or none is left. */
  goTo(steps: number): void {
    const { history } = this.document;
    const by = Math.min(steps, history.done.length + history.undone.length) - history.done.length;
    for (let count = 0; count < Math.abs(by); count++)
      this.#tell(this.#change(() => (by < 0 ? this.#store.undo() : this.#store.redo())));
  }

  get history(): HistoryState {
    const { done, undone } = this.document.history;
    const names = [...done.map((mark) => mark.name), ...undone.map((mark) => mark.name).reverse()];
    return { names, position: done.length };
  }

  get file(): SessionFileState {
    const { folder, neverSaved } = this;
    return { folder, neverSaved, savedAtMs: this.#savedAtMs, missingMediaIds: this.#missingMediaIds };
  }

  snapshot(): SessionSnapshot {
    const { session, sequence, checksum } = this.document;
    return { session, sequence, checksum, history: this.history, file: this.file };
  }

  /** Writes the snapshot: the session is as after closing it. */
  async save(): Promise<void> {
    await this.#store.save();
    this.#kept();
  }

  /** Everything so far is on the disk when it resolves. */
  async sync(): Promise<void> {
    this.#journal.stop();
    await this.#store.sync();
    this.#kept();
  }

  /** Looks again which sound files are there, and tells when that changed. */
  async lookForMedia(): Promise<void> {
    const store = this.#store;
    const missing = await missingMedia(store.folder, store.session);
    if (store !== this.#store || missing.join() === this.#missingMediaIds.join()) return;
    this.#missingMediaIds = missing;
    this.#parts.engine.refreshMedia();
    this.#parts.emit('session/file', this.file);
  }

  /** Takes in a recording that is over, by its log; null all that lie in the folder, which an engine that died left. */
  takeIn(log: string | null): void {
    this.#recordings.add(this.#asTakingIn(), log);
  }

  /** Resolves when all recordings that are over are taken in. */
  takenIn(): Promise<void> {
    return this.#recordings.done();
  }

  /** Opens the session of a folder: this one stays as it is, or goes on there if that is where it was moved. */
  openFolder(folder: string): Promise<SessionSnapshot> {
    return this.exclusively(async () => {
      if (resolve(folder) === this.folder) return this.snapshot();
      if (await this.#store.wasMovedTo(folder)) return this.#relocate(async () => folder, ['disk-full', 'missing']);
      return this.#replace(async () => ({ store: await SessionStore.open(folder) }));
    });
  }

  /**
   * Opens another session in place of this one. `open` runs while this one is still open, so that a failure leaves all as
   * it was.
   */
  replace(open: () => Promise<{ store: SessionStore; isNew?: boolean }>): Promise<SessionSnapshot> {
    return this.exclusively(() => this.#replace(open));
  }

  /**
   * Closes this session, lets `move` do with its folder what it wants, and opens it again where `move` says: a save
   * under another name. When `move` fails the session is opened again where it was; when it cannot be saved, it stays
   * open as it is. A full disk is no reason not to: the journal has what the snapshot has not.
   */
  relocate(move: (folder: string) => Promise<string>): Promise<SessionSnapshot> {
    return this.exclusively(() => this.#relocate(move));
  }

  /** Runs work while no session is being opened, and none is until it is done. */
  async exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#switching.then(work);
    this.#switching = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    await this.exclusively(() => this.#letGo());
  }

  async #replace(open: () => Promise<{ store: SessionStore; isNew?: boolean }>): Promise<SessionSnapshot> {
    const { store, isNew = false } = await open();
    await this.#letGo().catch(async (error) => {
      await store.close();
      throw error;
    });
    this.#opening = {};
    await this.#take(store, isNew);
    return this.#tellReplaced();
  }

  /** @param bearable why a snapshot may not be written. */
  async #relocate(
    move: (folder: string) => Promise<string>,
    bearable: readonly SessionFolderErrorCode[] = ['disk-full'],
  ): Promise<SessionSnapshot> {
    const from = this.folder;
    await this.#endRecording();
    await this.#store.save().catch((error) => {
      if (!(error instanceof SessionFolderError && bearable.includes(error.code))) throw error;
      return this.#store.sync();
    });
    this.#journal.stop();
    let to = from;
    try {
      await this.#store.abandon();
      to = await move(from);
    } finally {
      this.#store = await SessionStore.open(to);
    }
    await this.#take(this.#store, false);
    return this.#tellReplaced();
  }

  #tellReplaced(): SessionSnapshot {
    const snapshot = this.snapshot();
    this.#parts.emit('session/replaced', snapshot);
    return snapshot;
  }

  async #take(store: SessionStore, isNew: boolean): Promise<void> {
    this.#store = store;
    this.#bornSequence = isNew ? store.document.sequence : -1;
    this.#savedAtMs = Date.now();
    const { emit } = this.#parts;
    if (store.damage !== null) emit('notice', { kind: 'warning', sentence: store.damage });
    await writeOpener(store.folder);
    // What a crash left of a recording is in the session before anybody sees it.
    await this.#recordings.begin(store);
    this.#missingMediaIds = await missingMedia(store.folder, store.session);
    clearInterval(this.#lookTimer);
    this.#lookTimer = setInterval(() => {
      void this.lookForMedia();
      void this.#takeInLeft();
    }, LOOK_MS).unref();
    this.#preparePeaks();
    void this.#warnOfHurtMedia();
    // The session is there whether or not the engine is; how the engine stands it says itself.
    void this.#parts.engine.load({ folder: store.folder, document: () => this.document }).catch(() => undefined);
  }

  async #warnOfHurtMedia(): Promise<void> {
    const { folder, session } = this.#store;
    const sentence = await hurtMedia(folder, session);
    if (sentence !== undefined) this.#parts.emit('notice', { kind: 'warning', sentence });
  }

  /** Closes the session; one that nobody touched since it was made goes. */
  async #letGo(): Promise<void> {
    await this.#endRecording();
    this.#journal.stop();
    clearInterval(this.#lookTimer);
    // A recording that could not be taken in is the musician's.
    const untouched = this.isUntouched && (await recordingLogs(this.folder)).length === 0;
    await this.#store.close().catch((error) => this.#keep(error));
    if (untouched) await this.#parts.data.removeUntouched(this.#store.folder);
  }

  /** Another session is opened all the same. */
  async #keep(failure: unknown): Promise<void> {
    const sentence = await keepUnsavable(this.#store, this.#parts.data, failure);
    this.#parts.emit('notice', { kind: 'warning', sentence });
  }

  /** What is recorded is in the session before that goes. */
  async #endRecording(): Promise<void> {
    await this.#parts.engine.endRecording();
    await this.takenIn();
  }

  async #takeInLeft(): Promise<void> {
    if (this.#recordings.hasLeft) await this.exclusively(() => this.#recordings.addLeft(this.#asTakingIn()));
  }

  #asTakingIn(): OpenTakingIn {
    const open = this;
    const store = this.#store;
    return {
      folder: store.folder,
      get isOpen() {
        return store === open.#store && store.isOpen;
      },
      get session() {
        return open.document.session;
      },
      commit: (name, diff) => this.commit(name, diff),
      sync: () => this.sync(),
    };
  }

  #change(change: () => JournalEntry | undefined): JournalEntry | undefined {
    try {
      return change();
    } catch (error) {
      this.#journal.refused();
      throw error;
    }
  }

  #tell(entry: JournalEntry | undefined): void {
    if (!entry) return;
    this.#parts.engine.follow(entry);
    this.#parts.emit('session/changed', { entry, history: this.history });
    if (entry.diff.some((change) => change.table === 'media')) {
      void this.lookForMedia();
      this.#preparePeaks();
    }
    this.#journal.changed();
  }

  /** All that was done is on the disk. */
  #kept(): void {
    this.#savedAtMs = Date.now();
    this.#journal.kept();
    this.#parts.emit('session/file', this.file);
  }

  /** Waveforms are made in the background, before anybody asks for them. */
  #preparePeaks(): void {
    const { folder, session } = this.#store;
    const media = Object.values(session.media).filter(({ id }) => !this.#missingMediaIds.includes(id));
    this.#parts.peaks.prepare(media.map((one) => ({ folder, path: one.path, file: mediaFile(folder, one) })));
  }
}
