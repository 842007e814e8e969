import { constants, copyFile, type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/** How a copy is followed and ended. */
export type CopyOptions = {
  /** Called with the bytes that are copied so far. */
  readonly onBytes?: (bytes: number) => void;
  /** Ends the copy within a chunk. */
  readonly signal?: AbortSignal;
};

/** Small, so that who cancels waits a few milliseconds at most. */
const CHUNK_BYTES = 1 << 20;
/** So much is forced to the disk at a time: the end of a large file takes no longer than its middle. */
const SYNC_BYTES = 1 << 26;

/**
 * Copies a file to a name that nothing has yet; it is on the disk when this resolves, so that the first may go. Where
 * the disk can share the bytes it does. Rejects with the operating system's error or the signal's reason, and then
 * nothing of it is left.
 */
export async function copyFileDurably(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  options.signal?.throwIfAborted();
  const source = await open(from, 'r');
  try {
    const { mode, size } = await source.stat();
    const isShared = await shareBytes(from, to);
    const copy = await open(to, isShared ? 'r' : 'wx', mode);
    try {
      try {
        if (isShared) options.onBytes?.(size);
        else await copyBytes(source, copy, options);
        options.signal?.throwIfAborted();
        await copy.sync();
      } finally {
        await copy.close();
      }
      await syncFolder(dirname(to));
    } catch (error) {
      await rm(to, { force: true });
      throw error;
    }
  } finally {
    await source.close();
  }
}

/** A copy at once, whatever its size; false where the disk cannot, or why it cannot be made is still to be found out. */
function shareBytes(from: string, to: string): Promise<boolean> {
  return copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false,
  );
}

async function copyBytes(source: FileHandle, copy: FileHandle, { onBytes, signal }: CopyOptions): Promise<void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let done = 0; ; ) {
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    // From where the last one ended.
    await copy.writeFile(chunk.subarray(0, bytesRead));
    done += bytesRead;
    if (done % SYNC_BYTES === 0) await copy.datasync();
    onBytes?.(done);
    signal?.throwIfAborted();
  }
}
