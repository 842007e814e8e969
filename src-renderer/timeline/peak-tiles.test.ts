import { describe, expect, it } from 'vitest';
import type { Peaks } from '../../src-shared/protocol/answers.ts';
import { type PeakRequest, PeakTiles, peakLevel, TILE_COLUMNS } from './peak-tiles.ts';

/** Answers when it is told to. */
class Desk {
  readonly asked: PeakRequest[] = [];
  readonly #waiting: ((peaks: Peaks) => void)[] = [];
  readonly fetch = (request: PeakRequest) => {
    this.asked.push(request);
    return new Promise<Peaks>((resolve) => this.#waiting.push(resolve));
  };

  async answer(): Promise<void> {
    for (const [index, resolve] of this.#waiting.splice(0).entries()) {
      const { framesPerColumn, fromColumn } = this.asked[index] as PeakRequest;
      resolve({ channels: 1, framesPerColumn, fromColumn, columns: new Float32Array(TILE_COLUMNS * 3) });
    }
    this.asked.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('levels', () => {
  it('are powers of two at or under what is drawn', () => {
    expect([0.1, 1, 1.9, 2, 300, 1e9].map(peakLevel)).toEqual([1, 1, 1, 2, 256, 65_536]);
  });
});

describe('tiles', () => {
  it('are asked for once, and told when they come', async () => {
    const desk = new Desk();
    const tiles = new PeakTiles(desk.fetch);
    let told = 0;
    tiles.onArrival(() => told++);
    for (let look = 0; look < 3; look++) {
      expect(tiles.tile('media-1', 256, 0)).toBeUndefined();
      await soon();
    }
    expect(desk.asked).toHaveLength(1);
    await desk.answer();
    expect(tiles.tile('media-1', 256, 0)?.framesPerColumn).toBe(256);
    expect(told).toBe(1);
  });

  it('come newest look first, so many at once', async () => {
    const desk = new Desk();
    const tiles = new PeakTiles(desk.fetch);
    for (let index = 0; index < 20; index++) tiles.tile('media-1', 1, index);
    await soon();
    expect(desk.asked.map(({ fromColumn }) => fromColumn / TILE_COLUMNS)).toEqual([19, 18, 17, 16, 15, 14]);
  });

  it('go when they were unused for longest, and memory stays bounded', async () => {
    const desk = new Desk();
    const bytes = TILE_COLUMNS * 3 * 4;
    const tiles = new PeakTiles(desk.fetch, bytes * 2);
    for (const index of [0, 1]) {
      tiles.tile('media-1', 1, index);
      await soon();
      await desk.answer();
    }
    tiles.tile('media-1', 1, 0);
    tiles.tile('media-1', 1, 2);
    await soon();
    await desk.answer();
    expect(tiles.bytes).toBe(bytes * 2);
    expect([0, 1, 2].map((index) => tiles.present('media-1', 1, index) !== undefined)).toEqual([true, false, true]);
  });

  it('that fail are not asked for again until the file is found', async () => {
    let asked = 0;
    const tiles = new PeakTiles(() => {
      asked++;
      return Promise.reject(new Error('gone'));
    });
    tiles.tile('media-1', 1, 0);
    await soon();
    tiles.tile('media-1', 1, 0);
    await soon();
    expect(asked).toBe(1);
    tiles.forget('media-1');
    tiles.tile('media-1', 1, 0);
    await soon();
    expect(asked).toBe(2);
  });
});
