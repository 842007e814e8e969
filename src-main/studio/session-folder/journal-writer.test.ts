import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JournalWriter } from './journal-writer.ts';

/** Bytes that the disk still takes, and whether it can force them down. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, syncs: 0, syncFails: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    writeSync: (file: number, bytes: Buffer, offset: number) => {
      if (disk.room === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      const count = Math.min(disk.room, bytes.length - offset);
      disk.room -= count;
      return fs.writeSync(file, bytes, offset, count);
    },
    fsync: (file: number, done: (error: Error | null) => void) => {
      disk.syncs++;
      if (disk.syncFails) done(Object.assign(new Error('gone'), { code: 'EIO' }));
      else fs.fsync(file, done);
    },
  };
});

let folder = '';
const path = () => join(folder, 'journal.jsonl');
beforeEach(() => {
  Object.assign(disk, { room: Number.POSITIVE_INFINITY, syncs: 0, syncFails: false });
  folder = mkdtempSync(join(tmpdir(), 'mixdown-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a disk that fills up in the middle of a line leaves whole lines, and writing goes on when there is room', async () => {
  const writer = new JournalWriter(path(), 0);
  writer.append('first\n');
  disk.room = 3;
  expect(() => writer.append('second\n')).toThrow('full');
  expect(readFileSync(path(), 'utf8')).toBe('first\n');
  disk.room = Number.POSITIVE_INFINITY;
  writer.append('third\n');
  await writer.close();
  expect(readFileSync(path(), 'utf8')).toBe('first\nthird\n');
});

test('what follows the good part is cut off before anything is appended', async () => {
  writeFileSync(path(), 'good\ntorn');
  const writer = new JournalWriter(path(), 5);
  writer.append('next\n');
  await writer.close();
  expect(readFileSync(path(), 'utf8')).toBe('good\nnext\n');
});

test('lines are forced to the disk together, within a second', async () => {
  const writer = new JournalWriter(path(), 0);
  for (let count = 0; count < 50; count++) writer.append(`${count}\n`);
  expect(disk.syncs).toBe(0);
  await vi.waitFor(() => expect(disk.syncs).toBe(1), { timeout: 1000, interval: 20 });
  await writer.close();
});

test('a disk that no longer takes anything is told at the next change', async () => {
  const writer = new JournalWriter(path(), 0);
  disk.syncFails = true;
  writer.append('first\n');
  await vi.waitFor(() => expect(disk.syncs).toBe(1), { timeout: 1000, interval: 20 });
  await vi.waitFor(() => expect(() => writer.append('second\n')).toThrow('gone'));
  disk.syncFails = false;
  // What it says later proves nothing.
  await expect(writer.close()).rejects.toThrow('gone');
});

test('once it is closed it touches no file, though another has its number by then', async () => {
  const writer = new JournalWriter(path(), 0);
  writer.append('first\n');
  await writer.close();
  const other = new JournalWriter(join(folder, 'other'), 0);
  other.append('other\n');
  expect(() => writer.append('late\n')).toThrow('closed');
  await writer.close();
  await writer.sync();
  other.append('goes on\n');
  await other.close();
  expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('other\ngoes on\n');
});
