import { describe, expect, it } from 'vitest';
import { droppedFiles, filesIn } from './dropped-files.ts';

/** A folder as a browser shows it: so many entries at a time, in no order. */
function folder(name: string, ...entries: unknown[]): FileSystemDirectoryEntry {
  return {
    name,
    isDirectory: true,
    createReader: () => {
      const left = [...entries].reverse();
      return { readEntries: (give: (some: unknown[]) => void) => give(left.splice(0, 2)) };
    },
  } as never;
}
const file = (name: string) => ({ name, isDirectory: false, file: (give: (file: unknown) => void) => give({ name }) });
const namesIn = async (entry: FileSystemDirectoryEntry) => (await filesIn(entry)).map(({ name }) => name);

describe('a folder that was let go over the page', () => {
  it('gives its files by name, then those of its folders, nothing hidden', async () => {
    const stems = folder(
      'Stems',
      folder('Vocals', file('b.wav'), file('a.wav')),
      file('10.wav'),
      file('2.wav'),
      file('.x'),
    );
    expect(await namesIn(stems)).toEqual(['2.wav', '10.wav', 'a.wav', 'b.wav']);
    expect(await namesIn(folder('Empty'))).toEqual([]);
  });

  it('is told from files, which a script may have made', () => {
    const [stems, tone] = [folder('Stems'), { name: 'Tone.wav' }];
    const item = (kind: string, got: unknown, entry: unknown) => ({
      kind,
      getAsFile: () => got,
      webkitGetAsEntry: () => entry,
    });
    const items = [item('file', { name: 'Stems' }, stems), item('file', tone, null), item('string', null, null)];
    const { files, folders } = droppedFiles({ items } as never);
    expect(files.map(({ name }) => name)).toEqual(['Stems', 'Tone.wav']);
    expect(folders).toEqual([stems]);
    expect(droppedFiles(null)).toEqual({ files: [], folders: [] });
  });
});
