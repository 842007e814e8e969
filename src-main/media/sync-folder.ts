import { open } from 'node:fs/promises';

/** Forces the names in a folder to the disk. Windows keeps them by itself and cannot open a folder for this. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
