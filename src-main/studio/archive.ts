import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Zip, ZipPassThrough } from 'fflate';
import type { Session } from '../../src-shared/session/session.ts';
import { writeSessionFile } from '../../src-shared/session/session-file.ts';
import { collectedSession, refuseTaken } from './session-folder/copy-session.ts';
import { withFolderErrors } from './session-folder/session-folder-error.ts';
import { StudioRefusal } from './studio-error.ts';

export type Archive = {
  readonly folder: string;
  readonly session: Session;
  readonly sequence: number;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
};

/** A plain zip counts its bytes in 32 bits, and each of its files. */
const MAXIMUM_BYTES = 2 ** 32 - 1;
/** Small, so that a command waits a few milliseconds at most. */
const CHUNK_BYTES = 1 << 18;

/**
 * Writes a session as a zip: its folder with the sound files that a clip plays, and no others. A few megabytes of
 * memory, whatever its size. Rejects with SessionFolderError or StudioRefusal, and then leaves nothing behind.
 */
export async function writeArchive(path: string, archive: Archive): Promise<void> {
  await withFolderErrors(path, async () => {
    await refuseTaken(path);
    const making = `${path}.${process.pid}.tmp`;
    try {
      await writeZip(making, basename(path).replace(/\.zip$/i, ''), archive);
      await rename(making, path);
    } catch (error) {
      await rm(making, { force: true });
      throw error;
    }
  });
}

async function writeZip(making: string, name: string, { folder, session, sequence, signal, onProgress }: Archive) {
  const { session: collected, media } = collectedSession(folder, onlyUsedMedia(session));
  const files = await Promise.all(media.map(async (one) => ({ ...one, bytes: await sizeOf(one.from) })));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > MAXIMUM_BYTES)
    throw new StudioRefusal(
      'The sound files come to more than 4 GB, which a zip cannot hold: copy the folder instead.',
    );
  const root = name.endsWith('.mixdown') ? name : `${name}.mixdown`;
  const zip = new ZipFile(await open(making, 'wx'));
  try {
    await zip.addText(`${root}/session.json`, writeSessionFile(collected, sequence));
    await zip.addText(`${root}/journal.jsonl`, '');
    let done = 0;
    for (const { from, path } of files) {
      await zip.addFile(`${root}/${path}`, from, (bytes) => {
        signal.throwIfAborted();
        done += bytes;
        onProgress(done / total);
      });
    }
    await zip.end();
  } finally {
    await zip.close();
  }
}

function onlyUsedMedia(session: Session): Session {
  const used = new Set(Object.values(session.clips).map((clip) => clip.mediaId));
  return { ...session, media: Object.fromEntries(Object.entries(session.media).filter(([id]) => used.has(id))) };
}

/** Throws StudioRefusal for a file that is not there: a zip without it would not be the song. */
async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile())
    throw new StudioRefusal(
      `“${basename(file)}” is missing from ${dirname(file)}: find it first, then pack the session.`,
    );
  return found.size;
}

/** fflate says synchronously what to write; it is written before more goes in. */
class ZipFile {
  readonly #file: Awaited<ReturnType<typeof open>>;
  readonly #zip: Zip;
  #waiting: Uint8Array[] = [];
  #failure: Error | undefined;

  constructor(file: Awaited<ReturnType<typeof open>>) {
    this.#file = file;
    this.#zip = new Zip((error, chunk) => {
      if (error) this.#failure = error;
      else this.#waiting.push(chunk);
    });
  }

  async addText(name: string, text: string): Promise<void> {
    const entry = new ZipPassThrough(name);
    this.#zip.add(entry);
    entry.push(new TextEncoder().encode(text), true);
    await this.#write();
  }

  async addFile(name: string, from: string, onBytes: (bytes: number) => void): Promise<void> {
    const entry = new ZipPassThrough(name);
    this.#zip.add(entry);
    for await (const chunk of createReadStream(from, { highWaterMark: CHUNK_BYTES })) {
      onBytes((chunk as Uint8Array).length);
      entry.push(chunk as Uint8Array);
      await this.#write();
    }
    entry.push(new Uint8Array(), true);
    await this.#write();
  }

  async end(): Promise<void> {
    this.#zip.end();
    await this.#write();
    await this.#file.sync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #write(): Promise<void> {
    const chunks = this.#waiting;
    this.#waiting = [];
    for (const chunk of chunks) await this.#file.write(chunk);
    if (this.#failure) throw this.#failure;
  }
}
