import { expect, test } from 'vitest';
import { LostTime } from './lost-time.ts';

const BLOCK = 256 / 48_000;
const BLOCK_MS = 1000 * BLOCK;

/** Feeds blocks that come at `lateMs(n)` after their time; the blocks found lost, by the number of the block. */
function lostAt(blocks: number, lateMs: (block: number) => number): number[][] {
  const clock = new LostTime(BLOCK, 3);
  const found: number[][] = [];
  for (let block = 0; block < blocks; block++) {
    const lost = clock.arrived(block * BLOCK_MS + lateMs(block));
    if (lost > 0) found.push([block, lost]);
  }
  return found;
}

test('unrest, a thread that was busy and clocks that differ are no loss', () => {
  expect(lostAt(5_000, (block) => ((block * 7_919) % 100) / 20)).toEqual([]);
  // Held up for 18 ms: what waited follows at once.
  expect(lostAt(500, (block) => (block % 100 < 4 ? 18 - (block % 100) * BLOCK_MS : 0.2))).toEqual([]);
  // Held up for longer than anything can wait: three follow at once, the next is in time.
  expect(lostAt(500, (block) => (block >= 200 && block < 203 ? 40 - (block - 200) * BLOCK_MS : 0.2))).toEqual([]);
  expect(lostAt(100_000, (block) => block * BLOCK_MS * 300e-6)).toEqual([]);
  expect(lostAt(100_000, (block) => -block * BLOCK_MS * 300e-6)).toEqual([]);
});

test('time that was lost is found in blocks, soon, and once', () => {
  expect(lostAt(1_000, (block) => (block < 300 ? 0.3 : 50.2) + (block % 3) / 10)).toEqual([[303, 9]]);
  expect(lostAt(1_000, (block) => (block < 300 ? 0 : block < 600 ? 25 : 80))).toEqual([
    [303, 5],
    [603, 10],
  ]);
});

test('nobody played through half an hour of sleep', () => {
  expect(lostAt(400, (block) => (block < 300 ? 0 : 1_800_000))).toEqual([[303, Math.round(500 / BLOCK_MS)]]);
});
