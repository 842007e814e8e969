import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyFileDurably } from './copy-file-durably.ts';

let folder = '';
let from = '';
let to = '';
const bytes = Uint8Array.from({ length: 3_500_000 }, (_, at) => (at * 7919) >> 8);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixdown-copy-file-'));
  [from, to] = [join(folder, 'from.wav'), join(folder, 'to.wav')];
  await writeFile(from, bytes);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a copy holds every byte, and tells how many it holds', async () => {
  const told: number[] = [];
  await copyFileDurably(from, to, { onBytes: (done) => told.push(done) });
  expect((await readFile(to)).equals(bytes)).toBe(true);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(bytes.length);
});

test('a copy that is ended within the file leaves nothing of it', async () => {
  const abort = new AbortController();
  const copied = copyFileDurably(from, to, { signal: abort.signal, onBytes: () => abort.abort(new Error('enough')) });
  await expect(copied).rejects.toThrow('enough');
  expect(await readdir(folder)).toEqual(['from.wav']);
});

test('what has the name already stays as it is', async () => {
  await writeFile(to, 'mine');
  await expect(copyFileDurably(from, to)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(to, 'utf8')).toBe('mine');
  await expect(copyFileDurably(join(folder, 'gone.wav'), to)).rejects.toMatchObject({ code: 'ENOENT' });
});
