import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Session } from '../../src-shared/session/session.ts';
import { writeSessionFile } from '../../src-shared/session/session-file.ts';
import { syncFolder } from '../media/sync-folder.ts';
import { collectedSession } from './session-folder/copy-session.ts';
import { refuseTaken } from './session-folder/make-folder-whole.ts';
import { toFolderError, withFolderErrors } from './session-folder/session-folder-error.ts';
import { StudioRefusal } from './studio-error.ts';

export type Archive = {
  readonly folder: string;
  readonly session: Session;
  readonly sequence: number;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
  /** Counts in 64 bits even where 32 are enough; default only where a zip needs it, from 4 GB on. */
  readonly zip64?: boolean;
};

/** Small, so that a command waits a few milliseconds at most. */
const CHUNK_BYTES = 1 << 18;

/**
 * Writes a session as a zip: its folder with the sound files that a clip plays or a take holds, and no others. A few
 * megabytes of memory, whatever its size. Rejects with SessionFolderError or StudioRefusal, and then leaves nothing behind.
 */
export async function writeArchive(path: string, archive: Archive): Promise<void> {
  await withFolderErrors(path, async () => {
    await refuseTaken(path);
    const making = `${path}.${process.pid}.tmp`;
    try {
      await writeZip(making, basename(path).replace(/\.zip$/i, ''), archive);
      await refuseTaken(path);
      await rename(making, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(making, { force: true });
      throw error;
    }
  });
}

async function writeZip(making: string, name: string, archive: Archive): Promise<void> {
  const { folder, session, sequence, signal, onProgress, zip64: forceZip64Format = false } = archive;
  const { session: collected, media } = collectedSession(folder, onlyUsedMedia(session));
  const files = await Promise.all(media.map(async (one) => ({ ...one, size: await sizeOf(one.from) })));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const root = name.endsWith('.mixdown') ? name : `${name}.mixdown`;
  // Sound is packed as it is: compressed, it would hardly be smaller.
  const options = { compress: false, forceZip64Format };
  const zip = new ZipFile();
  const ended = new AbortController();
  const output = zip.outputStream as Readable;
  // Under its own name: what fails at the zip names the zip.
  const fail = (file: string) => (error: Error) => void output.destroy(toFolderError(error, file) as Error);
  zip.addBuffer(Buffer.from(writeSessionFile(collected, sequence)), `${root}/session.json`, options);
  zip.addBuffer(Buffer.alloc(0), `${root}/journal.jsonl`, options);
  for (const { from, path, size } of files) {
    zip.addReadStreamLazy(`${root}/${path}`, { ...options, size }, (take) =>
      take(
        null,
        createReadStream(from, { highWaterMark: CHUNK_BYTES, signal: ended.signal }).once('error', fail(from)),
      ),
    );
  }
  zip.end({ forceZip64Format, comment: '' });
  zip.on('error', (error: Error) => output.destroy(error));
  const file = await open(making, 'wx');
  let done = 0;
  const write = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) {
      // From where the last one ended.
      await file.writeFile(chunk);
      done += chunk.length;
      onProgress(Math.min(1, done / Math.max(1, total)));
    }
  };
  try {
    await pipeline(output, write, { signal });
    await file.sync();
  } finally {
    // A sound file that is being read is let go.
    ended.abort();
    await file.close();
  }
}

/** A take that no clip plays is worth no less. */
function onlyUsedMedia(session: Session): Session {
  const users = [...Object.values(session.clips), ...Object.values(session.takes)];
  const used = new Set(users.map(({ mediaId }) => mediaId));
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
