import { describe, expect, it } from 'vitest';
import type { Peaks } from '../../src-shared/protocol/answers.ts';
import { clipLevel, levelParts } from './clip-level.ts';
import type { PeakRequest } from './peak-tiles.ts';

const sample = (frame: number) => ((frame * 7919) % 1000) / 1000 - 0.5;

/** Columns of one channel, from the samples. */
function peaks({ framesPerColumn, fromColumn, columns }: PeakRequest): Promise<Peaks> {
  const values = new Float32Array(columns * 3);
  for (let column = 0; column < columns; column++) {
    let [low, high, squares] = [1, -1, 0];
    for (let frame = 0; frame < framesPerColumn; frame++) {
      const value = sample((fromColumn + column) * framesPerColumn + frame);
      low = Math.min(low, value);
      high = Math.max(high, value);
      squares += value * value;
    }
    values.set([low, high, Math.sqrt(squares / framesPerColumn)], column * 3);
  }
  return Promise.resolve({ channels: 1, framesPerColumn, fromColumn, columns: values });
}

describe('the level of a clip', () => {
  it('is that of its frames, edges included, wherever it begins', async () => {
    for (const [offsetFrames, lengthFrames] of [
      [0, 256],
      [13, 200],
      [100, 5000],
      [255, 70_001],
    ] as const) {
      let [peak, squares] = [0, 0];
      for (let frame = offsetFrames; frame < offsetFrames + lengthFrames; frame++) {
        peak = Math.max(peak, Math.abs(sample(frame)));
        squares += sample(frame) ** 2;
      }
      const level = await clipLevel({ mediaId: 'media-1', offsetFrames, lengthFrames }, peaks);
      expect(level.peakDbfs).toBeCloseTo(20 * Math.log10(peak), 5);
      expect(level.rmsDbfs).toBeCloseTo(10 * Math.log10(squares / lengthFrames), 4);
    }
  });

  it('asks for no more columns than are answered, and for each frame once', () => {
    for (const lengthFrames of [1, 300, 48_000 * 60 * 90]) {
      const parts = levelParts({ offsetFrames: 77, lengthFrames });
      expect(Math.max(...parts.map(({ columns }) => columns))).toBeLessThanOrEqual(16_384);
      expect(parts.reduce((sum, { columns, framesPerColumn }) => sum + columns * framesPerColumn, 0)).toBe(
        lengthFrames,
      );
    }
  });
});
