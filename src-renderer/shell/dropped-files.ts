/** What was let go over the page: files, and folders of files. */
export type Dropped = {
  readonly files: readonly File[];
  /** Only a browser has to look into them itself. */
  readonly folders: readonly FileSystemDirectoryEntry[];
};

/** Reads it while the event lasts: afterwards it is empty. */
export function droppedFiles(transfer: DataTransfer | null): Dropped {
  const files: File[] = [];
  const folders: FileSystemDirectoryEntry[] = [];
  for (const item of transfer?.items ?? []) {
    const file = item.kind === 'file' ? item.getAsFile() : null;
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    if (entry?.isDirectory) folders.push(entry as FileSystemDirectoryEntry);
    if (file) files.push(file);
  }
  return { files, folders };
}

/** All files of a folder by name, then those of the folders in it, nothing that is hidden. */
export async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const entries = (await entriesOf(folder)).filter(({ name }) => !name.startsWith('.'));
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  entries.sort((a, b) => Number(a.isDirectory) - Number(b.isDirectory) || collator.compare(a.name, b.name));
  const files: File[] = [];
  for (const entry of entries) {
    if (entry.isDirectory) files.push(...(await filesIn(entry as FileSystemDirectoryEntry)));
    else files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
  }
  return files;
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // It gives a hundred at a time, and none when all were given.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
