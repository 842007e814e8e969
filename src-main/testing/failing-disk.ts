/** A disk that fails when a test wants it to: the files are real, and what is asked of them can be refused or delayed. */
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';

type Asked = 'write' | 'datasync' | 'sync' | 'truncate' | 'close';
/** May throw, or wait, before the disk is asked. */
type Before = (file: FileHandle, args: readonly unknown[]) => unknown;

/** Calls `before` ahead of each such call on any file, until what it returns is called. */
export async function ahead(asked: Asked, before: Before): Promise<() => void> {
  const folder = await open(tmpdir(), 'r');
  const handles = Object.getPrototypeOf(folder) as Record<Asked, (...args: unknown[]) => Promise<unknown>>;
  await folder.close();
  const ask = handles[asked];
  handles[asked] = async function (this: FileHandle, ...args: unknown[]) {
    await before(this, args);
    return ask.apply(this, args);
  };
  return () => {
    handles[asked] = ask;
  };
}

/** As the operating system says that a disk fails. */
export function diskError(code: 'EIO' | 'ENOSPC'): Error {
  return Object.assign(new Error(code), { code });
}
