import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
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
import { FolderLock } from './folder-lock.ts';
import { historyLines, journalLine } from './journal-lines.ts';
import { JournalWriter } from './journal-writer.ts';
import { type Recovered, recoverSession } from './recover-session.ts';
import { SessionFolderError, toFolderError, withFolderErrors } from './session-folder-error.ts';
import { removeUnfinished, writeFileDurably } from './write-file-durably.ts';

const SNAPSHOT = 'session.json';
const JOURNAL = 'journal.jsonl';
export const AUDIO_FOLDER = 'audio';
export const PEAKS_FOLDER = 'peaks';

/** A journal longer than this shrinks to the undo history when the session is opened. */
const LONG_JOURNAL_BYTES = 4 * 2 ** 20;

/**
 * An open session folder: the one writer of its session. Every change is appended to the journal before anyone sees
 * it; `save` writes a snapshot, which only makes the next opening shorter.
 */
export class SessionStore {
  readonly folder: string;
  /** How the session was found; `damaged` deserves a word to the musician. */
  readonly recovered: Recovered;
  readonly #lock: FolderLock;
  readonly #journal: JournalWriter;
  #document: SessionDocument;
  #savedSequence: number;
  /** The save under way: one at a time, in order. */
  #saving: Promise<void> = Promise.resolve();

  private constructor(folder: string, lock: FolderLock, recovered: Recovered, journal: JournalWriter) {
    this.folder = folder;
    this.recovered = recovered;
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
      const path = resolve(folder);
      if (await exists(path))
        throw new SessionFolderError('exists', `“${folder}” exists already: choose another name.`);
      // Made whole under another name first: a folder that a kill left half-made is never taken for a session.
      const making = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
      try {
        for (const inside of [AUDIO_FOLDER, PEAKS_FOLDER]) await mkdir(join(making, inside), { recursive: true });
        await writeFileDurably(join(making, JOURNAL), historyLines(history, sequence));
        await writeFileDurably(join(making, SNAPSHOT), writeSessionFile(session, sequence));
        await rename(making, path);
      } catch (error) {
        await rm(making, { recursive: true, force: true });
        throw error;
      }
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
        if (recovered.damaged) await cp(journal, await freeName(`${journal}.damaged`), { errorOnExist: true });
        const compacts = recovered.version !== SESSION_VERSION || recovered.journalBytes > LONG_JOURNAL_BYTES;
        const state = compacts ? await compact(path, recovered) : recovered;
        return new SessionStore(path, lock, state, new JournalWriter(journal, state.journalBytes));
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

  /** Writes a snapshot. Changes made meanwhile are in the journal. */
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
      await withFolderErrors(this.folder, () => this.#journal.close());
    } finally {
      await this.#lock.release();
    }
  }

  /** Lets the folder go without a snapshot: what is in the journal alone stays there alone. */
  async abandon(): Promise<void> {
    try {
      await withFolderErrors(this.folder, () => this.#journal.close());
    } finally {
      await this.#lock.release();
    }
  }

  async #writeSnapshot(): Promise<void> {
    const { session, sequence } = this.#document;
    if (sequence === this.#savedSequence) return;
    // The journal first: a snapshot must never be ahead of the marks that undo it.
    await this.#journal.sync();
    await writeFileDurably(join(this.folder, SNAPSHOT), writeSessionFile(session, sequence));
    this.#savedSequence = sequence;
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

/**
 * Writes a snapshot of what was read and shrinks the journal to its undo history; the snapshot of an older version is
 * kept beside it. A kill between the two leaves entries that the snapshot holds already, which reading skips.
 */
async function compact(path: string, recovered: Recovered): Promise<Recovered> {
  const { document, version } = recovered;
  const snapshot = join(path, SNAPSHOT);
  if (version !== SESSION_VERSION) await cp(snapshot, await freeName(join(path, `session.version-${version}`)));
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
