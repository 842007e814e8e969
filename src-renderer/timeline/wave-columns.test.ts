import { describe, expect, it } from 'vitest';
import type { Peaks } from '../../src-shared/protocol/answers.ts';
import { COLUMN_FIELDS, TILE_COLUMNS } from './peak-tiles.ts';
import { type TileSource, WaveColumns } from './wave-columns.ts';

const FRAMES = 300_000;
/** Two channels of a sound that is nowhere the same twice. */
const sample = (frame: number, channel: number) =>
  frame < 0 || frame >= FRAMES ? 0 : Math.sin(frame * 0.37 + channel) * Math.cos(frame * 0.00011 + channel);

/** Columns as the studio makes them, straight from the samples. */
function tileOf(level: number, index: number): Peaks {
  const fromColumn = index * TILE_COLUMNS;
  const count = Math.max(0, Math.min(TILE_COLUMNS, Math.ceil(FRAMES / level) - fromColumn));
  const columns = new Float32Array(count * 2 * COLUMN_FIELDS);
  for (let column = 0; column < count; column++) {
    for (const channel of [0, 1]) {
      const { low, high, rms } = measured((fromColumn + column) * level, level, channel);
      columns.set([low, high, rms], (column * 2 + channel) * COLUMN_FIELDS);
    }
  }
  return { channels: 2, framesPerColumn: level, fromColumn, columns };
}

function measured(from: number, count: number, channel: number) {
  let [low, high, squares, frames] = [1, -1, 0, 0];
  for (let frame = Math.max(0, from); frame < Math.min(FRAMES, from + count); frame++) {
    const value = sample(frame, channel);
    low = Math.min(low, value);
    high = Math.max(high, value);
    squares += value * value;
    frames++;
  }
  return { low, high, rms: Math.sqrt(squares / Math.max(1, frames)) };
}

class Source implements TileSource {
  readonly #tiles = new Map<string, Peaks>();
  tile(_mediaId: string, level: number, index: number): Peaks {
    const key = `${level}/${index}`;
    const tile = this.#tiles.get(key) ?? tileOf(level, index);
    this.#tiles.set(key, tile);
    return tile;
  }
  present(): undefined {
    return undefined;
  }
}

describe('the columns of a wave', () => {
  const source = new Source();

  it('hold every peak of their frames, and only those, at every zoom', () => {
    for (const framesPerColumn of [1, 3.3, 17, 64, 240.7, 1000]) {
      const wave = new WaveColumns();
      const fromFrames = 1234;
      expect(wave.gather(source, { mediaId: 'm', channel: 0, fromFrames, framesPerColumn, columns: 50 })).toBe(true);
      for (let column = 0; column < 50; column++) {
        // Edges are rounded to the level's columns, which are at most a column of the screen wide.
        const wide = measured(
          Math.floor(fromFrames + (column - 1) * framesPerColumn),
          Math.ceil(3 * framesPerColumn),
          0,
        );
        expect(wave.high[column]).toBeLessThanOrEqual(wide.high + 1e-6);
        expect(wave.low[column]).toBeGreaterThanOrEqual(wide.low - 1e-6);
      }
      const all = measured(Math.ceil(fromFrames + framesPerColumn), Math.floor(48 * framesPerColumn), 0);
      expect(Math.max(...wave.high.subarray(0, 50))).toBeGreaterThanOrEqual(all.high - 1e-6);
      expect(Math.min(...wave.low.subarray(0, 50))).toBeLessThanOrEqual(all.low + 1e-6);
    }
  });

  it('are exact where a column is a level’s', () => {
    const wave = new WaveColumns();
    wave.gather(source, { mediaId: 'm', channel: 1, fromFrames: 256 * 7, framesPerColumn: 256, columns: 20 });
    for (let column = 0; column < 20; column++) {
      const { low, high, rms } = measured(256 * (7 + column), 256, 1);
      expect(wave.low[column]).toBeCloseTo(low, 6);
      expect(wave.high[column]).toBeCloseTo(high, 6);
      expect(wave.rms[column]).toBeCloseTo(rms, 6);
    }
  });

  it('join the channels: the farther peak, the mean power', () => {
    const wave = new WaveColumns();
    wave.gather(source, { mediaId: 'm', channel: 'all', fromFrames: 0, framesPerColumn: 64, columns: 1 });
    const [left, right] = [measured(0, 64, 0), measured(0, 64, 1)];
    expect(wave.high[0]).toBeCloseTo(Math.max(left.high, right.high), 6);
    expect(wave.rms[0]).toBeCloseTo(Math.sqrt((left.rms ** 2 + right.rms ** 2) / 2), 6);
  });

  it('are silent after the end of the file, and unknown while nothing came', () => {
    const wave = new WaveColumns();
    wave.gather(source, { mediaId: 'm', channel: 0, fromFrames: FRAMES + 512, framesPerColumn: 256, columns: 2 });
    expect([...wave.high.subarray(0, 2)]).toEqual([0, 0]);
    const nothing: TileSource = { tile: () => undefined, present: () => undefined };
    expect(wave.gather(nothing, { mediaId: 'm', channel: 0, fromFrames: 0, framesPerColumn: 256, columns: 1 })).toBe(
      false,
    );
    expect(wave.high[0]).toBeNaN();
  });

  it('are drawn from a coarser level until the right one comes', () => {
    const coarse: TileSource = {
      tile: () => undefined,
      present: (_media, level, index) => (level === 1024 ? tileOf(1024, index) : undefined),
    };
    const wave = new WaveColumns();
    expect(wave.gather(coarse, { mediaId: 'm', channel: 0, fromFrames: 0, framesPerColumn: 256, columns: 8 })).toBe(
      false,
    );
    expect(wave.high[3]).toBeCloseTo(measured(0, 1024, 0).high, 6);
  });
});
