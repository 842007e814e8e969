import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { align, type LooseStream } from './stream-alignment.ts';

const BLOCK_MS = 10;
const QUEUED = 2;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A card of two blocks each way; `early` starts of it have a block of input waiting from the first moment on. */
class StandIn implements LooseStream {
  isOpen = true;
  owedBlocks = 0;
  starts = 0;
  #hasTrouble = false;
  readonly #early: readonly boolean[];

  constructor(early: readonly boolean[]) {
    this.#early = early;
  }

  get isEarly(): boolean {
    return this.#early[this.starts] ?? false;
  }

  async take(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, BLOCK_MS));
    this.owedBlocks++;
    if (this.owedBlocks <= QUEUED) return;
    // Its callback waits: the next block of input has room once, where none was waiting.
    const room = setTimeout(() => this.#overrun(), this.isEarly ? BLOCK_MS * 0.9 : BLOCK_MS * 1.9);
    this.#release = () => clearTimeout(room);
  }

  #release: () => void = () => undefined;

  give(): void {
    this.owedBlocks--;
    this.#release();
  }

  takeTrouble(): boolean {
    const had = this.#hasTrouble;
    this.#hasTrouble = false;
    return had;
  }

  #overrun(): void {
    this.#hasTrouble = true;
    this.starts++;
  }
}

async function aligned(stream: StandIn): Promise<boolean> {
  const result = align(stream, QUEUED, BLOCK_MS / 1000);
  await vi.advanceTimersByTimeAsync(10_000);
  return result;
}

test('a stream that began rightly is left as it is', async () => {
  const stream = new StandIn([false]);
  expect(await aligned(stream)).toBe(true);
  expect([stream.starts, stream.owedBlocks]).toEqual([0, 0]);
});

test('one that began a block early is held up until it begins rightly', async () => {
  const stream = new StandIn([true, true, false]);
  expect(await aligned(stream)).toBe(true);
  expect([stream.starts, stream.isEarly, stream.owedBlocks]).toEqual([2, false, 0]);
});

test('one that never bears it says so, and is in step', async () => {
  const stream = new StandIn(Array.from({ length: 50 }, () => true));
  expect(await aligned(stream)).toBe(false);
  expect(stream.owedBlocks).toBe(0);
});
