import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskRoom } from './disk-room.ts';
import { FreeSpace } from './free-space.ts';

const { statfs } = fs.promises;
const { PATH } = process.env;
let space: FreeSpace;
beforeEach(() => {
  space = new FreeSpace();
});
afterEach(() => {
  space.close();
  fs.promises.statfs = statfs;
  process.env.PATH = PATH;
});

/** Before 18.15. */
function oldNode(): void {
  fs.promises.statfs = undefined as never;
}

test('a Node that does not say how much room there is has the system asked: it is the same', async () => {
  const told = (await space.of(tmpdir())) as number;
  oldNode();
  expect(space.isCostly).toBe(true);
  for (const _ of [1, 2]) {
    const asked = (await space.of(tmpdir())) as number;
    // Others write to this disk meanwhile.
    expect(Math.abs(asked - told)).toBeLessThan(2 ** 29);
  }
});

test('a folder with signs that a shell would read is asked for as it is', async () => {
  const folder = fs.mkdtempSync(`${tmpdir()}/mixdown "$(touch x)' `);
  oldNode();
  expect(await space.of(folder)).toBeGreaterThan(0);
  fs.rmdirSync(folder);
});

test('a folder that is gone, and a system that says nothing, are no number', async () => {
  oldNode();
  expect(await space.of('/no/such/folder')).toBeNull();
  space.close();
  process.env.PATH = '';
  expect(await space.of(tmpdir())).toBeNull();
});

test('a helper that ended is started anew', async () => {
  oldNode();
  process.env.PATH = '';
  expect(await space.of(tmpdir())).toBeNull();
  process.env.PATH = PATH;
  expect(await space.of(tmpdir())).toBeGreaterThan(0);
});

test('a disk that does not answer is not asked again meanwhile', async () => {
  let asked = 0;
  let answer: () => void = () => undefined;
  fs.promises.statfs = (() => {
    asked++;
    return new Promise((resolve) => {
      answer = () => resolve({ bavail: 3, bsize: 1000 });
    });
  }) as never;
  const both = [space.of(tmpdir()), space.of(tmpdir())];
  await new Promise(setImmediate);
  answer();
  expect(await Promise.all(both)).toEqual([3000, 3000]);
  expect(asked).toBe(1);
});

test('what is left is counted down between two looks, and told of once when it is little', async () => {
  const room = new DiskRoom();
  expect(room.secondsLeft(1000)).toBeNull();
  await room.look(tmpdir());
  const left = room.freeBytes as number;
  room.spend(left - 60_000);
  expect([room.secondsLeft(1000), room.isFull]).toEqual([60, false]);
  expect(room.warning(1000)).toBe('The disk lasts for one minute of what is armed.');
  expect(room.warning(1000)).toBeUndefined();
  room.spend(60_000);
  expect(room.isFull).toBe(true);
  room.close();
});

test('where each look costs a process it is rare', async () => {
  oldNode();
  const room = new DiskRoom();
  await room.look(tmpdir());
  room.spend(room.freeBytes as number);
  await room.look(tmpdir());
  expect(room.isFull).toBe(true);
  room.close();
});
