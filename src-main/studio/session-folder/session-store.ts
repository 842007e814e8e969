import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  commit,
  type JournalEntry,
  newDocument,
  redo,
  type SessionDocument,
  type Step,
  undo,
} from '../../../src-shared/session/document.ts';
import { SESSION_VERSION } from '../../../src-shared/session/migrations.ts';
import type { Diff, Session } from '../../../src-shared/session/session.ts';
import { writeSessionFile } from '../../../src-shared/session/session-file.ts';
import { copyFileDurably } from '../../media/copy-file-durably.ts';
import { FolderLock } from './folder-lock.ts';
import { historyLines, journalLine } from './journal-lines.ts';
import { JournalWriter } from './journal-writer.ts';
import { makeFolderWhole } from './make-folder-whole.ts';
import { type Recovered, recoverSession } from './recover-session.ts';
import { SessionFolderError, toFolderError, withFolderErrors } from './session-folder-error.ts';
import { removeUnfinished, writeFileDurably } from './write-file-durably.ts';

const SNAPSHOT = 'session.json';
const JOURNAL = 'journal.jsonl';
export const AUDIO_FOLDER = 'audio';
export const PEAKS_FOLDER = 'peaks';

/** A journal longer than this shrinks to the undo history when the session is opened. */
const LONG_JOURNAL_BYTES = 4 * 2 ** 20;

type Opened = {
  readonly lock: FolderLock;
  readonly recovered: Recovered;
  readonly damagedJournal: string | null;
};

/**
 * An open session folder: the one writer of its session. Every change is appended to the journal before anyone sees
 * it; `save` writes a snapshot, which only makes the next opening shorter.
 */
export class SessionStore {
  readonly folder: string;
  /** Where the journal is kept as it was found, when not all of it could be read; else null. */
  readonly #damagedJournal: string | null;
  readonly #lock: FolderLock;
  #journal: JournalWriter;
  #document: SessionDocument;
  #savedSequence: number;
  #isOpen = true;
  /** The save under way: one at a time, in order. */
  #saving: Promise<void> = Promise.resolve();

  private constructor(folder: string, { lock, recovered, damagedJournal }: Opened, journal: JournalWriter) {
    this.folder = folder;
    this.#damagedJournal = damagedJournal;
    this.#lock = lock;
    this.#journal = journal;
    this.#document = recovered.document;
    this.#savedSequence = recovered.savedSequence;
  }

  /** Makes the folder `Name.mixdown` and opens it. Throws SessionFolderError, `exists` when anything has the name. */
  static async create(folder: string, session: Session): Promise<SessionStore> {
    return SessionStore.createFrom(folder, newDocument(session));
  }

  /** As `create`, with a session that has a history. */
  static async createFrom(
    folder: string,
    { session, sequence, history }: Pick<SessionDocument, 'session' | 'sequence' | 'history'>,
  ): Promise<SessionStore> {
    return withFolderErrors(folder, async () => {
      await makeFolderWhole(resolve(folder), async (making) => {
        for (const inside of [AUDIO_FOLDER, PEAKS_FOLDER]) await mkdir(join(making, inside));
        await writeFileDurably(join(making, JOURNAL), historyLines(history, sequence));
        await writeFileDurably(join(making, SNAPSHOT), writeSessionFile(session, sequence));
      });
      return SessionStore.open(folder);
    });
  }

  /** Opens a session folder and takes its lock. Throws SessionFolderError. */
  static async open(folder: string): Promise<SessionStore> {
    return withFolderErrors(folder, async () => {
      const path = resolve(folder);
      await requireSession(path, folder);
      const lock = await FolderLock.take(path);
      try {
        for (const name of [SNAPSHOT, JOURNAL]) await removeUnfinished(join(path, name));
        const recovered = await read(path);
        const journal = join(path, JOURNAL);
        const damagedJournal = recovered.damaged ? await freeName(`${journal}.damaged`) : null;
        if (damagedJournal !== null) await copyFileDurably(journal, damagedJournal);
        const state = await compacted(path, recovered);
        const opened = { lock, recovered: state, damagedJournal };
        return new SessionStore(path, opened, new JournalWriter(journal, state.journalBytes));
      } catch (error) {
        await lock.release();
        throw error;
      }
    });
  }

  /** The session as it is, without the lock and changing nothing on the disk: to show or to render it. Throws SessionFolderError. */
  static async read(folder: string): Promise<Recovered> {
    return withFolderErrors(folder, async () => {
      await requireSession(resolve(folder), folder);
      return read(resolve(folder));
    });
  }

  get document(): SessionDocument {
    return this.#document;
  }

  /** Whether this session lies in a folder now: a file manager may have moved it while it is open. */
  async wasMovedTo(folder: string): Promise<boolean> {
    return !(await exists(this.folder)) && this.#lock.liesIn(folder);
  }

  /** False once the folder was let go. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The sentence for a journal of which not all could be read; null when it could. */
  get damage(): string | null {
    const { name } = this.session.settings.session;
    return this.#damagedJournal === null
      ? null
      : `The last changes of “${name}” could not be read: its journal is damaged. It is kept as it was found: “${this.#damagedJournal}”.`;
  }

  get session(): Session {
    return this.#document.session;
  }

  /**
   * Carries out a command's diff as one undo step and journals it; undefined when the diff changes nothing.
   * @param name what the undo menu says. @param key joins it to the step before with the same key (one a drag).
   * Throws SessionFolderError when the journal cannot be written; the session is then as before.
   */
  commit(name: string, diff: Diff, key: string | null = null): JournalEntry | undefined {
    return this.#take(commit(this.#document, name, diff, key));
  }

  /** Takes the last step back; undefined when there is none. */
  undo(): JournalEntry | undefined {
    return this.#take(undo(this.#document));
  }

  /** Does the last undone step again; undefined when there is none. */
  redo(): JournalEntry | undefined {
    return this.#take(redo(this.#document));
  }

  /** Every change so far is on the disk when it resolves. */
  async sync(): Promise<void> {
    await withFolderErrors(this.folder, () => this.#journal.sync());
  }

  /** Writes a snapshot. Changes made meanwhile are in the journal; one that the disk did not keep is made anew. */
  async save(): Promise<void> {
    const save = this.#saving.then(() => withFolderErrors(this.folder, () => this.#writeSnapshot()));
    // One that failed has told its own caller; the next one tries again.
    this.#saving = save.catch(() => undefined);
    return save;
  }

  /** Saves, and lets the folder go. */
  async close(): Promise<void> {
    try {
      await this.save();
    } finally {
      await this.abandon();
    }
  }

  /** Lets the folder go without a snapshot: what is in the journal alone stays there alone. */
  async abandon(): Promise<void> {
    this.#isOpen = false;
    await this.#saving;
    try {
      await withFolderErrors(this.folder, () => this.#journal.close());
    } finally {
      await this.#lock.release();
    }
  }

  async #writeSnapshot(): Promise<void> {
    // The folder may be another's by now.
    if (!this.#isOpen) throw Object.assign(new Error('the session is closed'), { code: 'EBADF' });
    let document = this.#document;
    if (document.sequence === this.#savedSequence && this.#journal.failure === undefined) return;
    // The journal first: a snapshot must never be ahead of the marks that undo it.
    await this.#journal.sync().catch(() => undefined);
    const hasFailed = this.#journal.failure !== undefined;
    // One that failed takes no more changes: these are all.
    if (hasFailed) document = this.#document;
    await writeFileDurably(join(this.folder, SNAPSHOT), writeSessionFile(document.session, document.sequence));
    this.#savedSequence = document.sequence;
    if (hasFailed) await this.#renewJournal(document);
  }

  /** In place of a journal that the disk did not keep: a new one with the undo history, for the snapshot holds the rest. */
  async #renewJournal({ history, sequence }: SessionDocument): Promise<void> {
    const path = join(this.folder, JOURNAL);
    const lines = historyLines(history, sequence);
    await writeFileDurably(path, lines);
    const failed = this.#journal;
    this.#journal = new JournalWriter(path, Buffer.byteLength(lines));
    await failed.close().catch(() => undefined);
  }

  #take(step: Step | undefined): JournalEntry | undefined {
    if (!step) return undefined;
    try {
      this.#journal.append(journalLine(step.entry));
    } catch (error) {
      throw toFolderError(error, this.folder);
    }
    this.#document = step.document;
    return step.entry;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function requireSession(path: string, shown: string): Promise<void> {
  if (!(await stat(path)).isDirectory() || !(await exists(join(path, SNAPSHOT)))) {
    throw new SessionFolderError('not-a-session', `“${shown}” is not a session folder: it holds no ${SNAPSHOT}.`);
  }
}

async function read(path: string): Promise<Recovered> {
  // The journal first: were it read last, a snapshot saved in between would lie ahead of the snapshot in hand.
  const journal = await readFile(join(path, JOURNAL)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return new Uint8Array();
    throw error;
  });
  return recoverSession(await readFile(join(path, SNAPSHOT), 'utf8'), journal);
}

/** An older version and a long journal are written anew; a full disk does not keep a session of this version shut. */
async function compacted(path: string, recovered: Recovered): Promise<Recovered> {
  if (recovered.version !== SESSION_VERSION) return compact(path, recovered);
  if (recovered.journalBytes <= LONG_JOURNAL_BYTES) return recovered;
  // Read again: who knows how far it came.
  return compact(path, recovered).catch(() => read(path));
}

/**
 * Writes a snapshot of what was read and shrinks the journal to its undo history; the snapshot of an older version is
 * kept beside it. A kill between the two leaves entries that the snapshot holds already, which reading skips.
 */
async function compact(path: string, recovered: Recovered): Promise<Recovered> {
  const { document, version } = recovered;
  const snapshot = join(path, SNAPSHOT);
  if (version !== SESSION_VERSION)
    await copyFileDurably(snapshot, await freeName(join(path, `session.version-${version}`)));
  await writeFileDurably(snapshot, writeSessionFile(document.session, document.sequence));
  const lines = historyLines(document.history, document.sequence);
  await writeFileDurably(join(path, JOURNAL), lines);
  return { ...recovered, savedSequence: document.sequence, journalBytes: Buffer.byteLength(lines) };
}

/** `path`, or `path.2`, `path.3`… when it is taken. */
async function freeName(path: string): Promise<string> {
  let free = path;
  for (let count = 2; await exists(free); count++) free = `${path}.${count}`;
  return free;
}
