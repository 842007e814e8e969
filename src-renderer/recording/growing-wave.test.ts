import { describe, expect, it } from 'vitest';
import { GROWING_COLUMN_FRAMES as SIZE } from '../../src-shared/protocol/recording.ts';
import { peakLevel } from '../timeline/peak-tiles.ts';
import { WaveColumns } from '../timeline/wave-columns.ts';
import { CHUNK_COLUMNS } from './growing-wave.ts';
import { GrowingWaves } from './growing-waves.ts';

const PATH = 'audio/take.wav';
/** Columns of one channel from the given highest samples; the lowest are their negatives, RMS half. */
const columns = (fromColumn: number, highs: readonly number[], path = PATH) => ({
  path,
  fromColumn,
  channels: 1,
  columns: new Float32Array(highs.flatMap((high) => [-high, high, high / 2])),
});
const ramp = (count: number) => Array.from({ length: count }, (_, index) => ((index * 37) % 101) / 101);
const nothing = () => Promise.reject(new Error('nothing is there'));

/** What is drawn of a file from a frame on. */
function shown(waves: GrowingWaves, fromFrames: number, framesPerColumn: number, count: number) {
  const wave = new WaveColumns();
  const tile = (path: string, level: number, index: number) => waves.tile(path, level, index);
  const stretch = { mediaId: PATH, channel: 'all', fromFrames, framesPerColumn, columns: count } as const;
  wave.gather({ tile, present: () => undefined }, stretch);
  const of = (field: 'high' | 'low' | 'rms') => [...wave[field].slice(0, count)];
  return { low: of('low'), high: of('high'), rms: of('rms') };
}

describe('a wave that grows', () => {
  it('shows what came, at its place', () => {
    const waves = new GrowingWaves(nothing);
    waves.grow(columns(0, [0.125, 0.25]));
    expect(shown(waves, 0, SIZE, 2).high).toEqual([0.125, 0.25]);
    waves.grow(columns(2, [0.5]));
    expect(waves.lengthFrames(PATH)).toBe(3 * SIZE);
    expect(shown(waves, -SIZE, SIZE, 4)).toEqual({
      high: [0, 0.125, 0.25, 0.5],
      low: [0, -0.125, -0.25, -0.5],
      rms: [0, 0.0625, 0.125, 0.25],
    });
  });

  it('keeps its peaks however far it is zoomed out, and however it came in', () => {
    const highs = ramp(9000);
    const waves = new GrowingWaves(nothing);
    for (let from = 0; from < highs.length; from += 19) {
      waves.grow(columns(from, highs.slice(from, from + 19)));
      // It is looked at while it grows.
      if (from % 190 === 0) for (const level of [64, 256, 4096, 65_536]) waves.tile(PATH, level, 0);
    }
    for (const inOne of [1, 2, 16, 32, 256]) {
      const count = Math.floor(highs.length / inOne);
      const { high, rms } = shown(waves, 0, SIZE * inOne, count);
      expect(peakLevel(SIZE * inOne)).toBe(SIZE * inOne);
      for (let column = 0; column < count; column++) {
        const part = highs.slice(column * inOne, (column + 1) * inOne);
        expect(high[column]).toBeCloseTo(Math.max(...part), 5);
        const mean = part.reduce((all, one) => all + (one / 2) ** 2, 0) / inOne;
        expect(rms[column]).toBeCloseTo(Math.sqrt(mean), 5);
      }
    }
    // Closer than a column it is drawn in steps.
    expect(shown(waves, SIZE, SIZE / 4, 4).high).toEqual(new Array(4).fill(Math.fround(highs[1] as number)));
  });

  it('has each channel, and both in one', () => {
    const waves = new GrowingWaves(nothing);
    waves.grow({ ...columns(0, []), channels: 2, columns: new Float32Array([-0.5, 0.25, 0.3, -0.125, 0.75, 0.1]) });
    const { low, high, rms } = shown(waves, 0, SIZE, 1);
    expect([low[0], high[0]]).toEqual([-0.5, 0.75]);
    expect(rms[0]).toBeCloseTo(Math.sqrt((0.3 ** 2 + 0.1 ** 2) / 2), 6);
  });
});

describe('waves in bounded memory', () => {
  const CHUNK_BYTES = CHUNK_COLUMNS * 3 * 4;

  it('let go of what was not looked at for longest, and ask for it when it is', async () => {
    const highs = ramp(8 * CHUNK_COLUMNS);
    const asked: number[] = [];
    const waves = new GrowingWaves(async ({ fromColumn, columns: count }) => {
      asked.push(fromColumn);
      return { ...columns(fromColumn, highs.slice(fromColumn, fromColumn + count)), framesPerColumn: SIZE };
    }, 3 * CHUNK_BYTES);
    let arrivals = 0;
    waves.onArrival = () => arrivals++;
    for (let from = 0; from < highs.length; from += 128) waves.grow(columns(from, highs.slice(from, from + 128)));
    expect(waves.bytes).toBeLessThanOrEqual(3 * CHUNK_BYTES);
    // Zoomed out it is all here still.
    expect(shown(waves, 0, SIZE * 32, 1024).high.some(Number.isNaN)).toBe(false);
    expect(asked).toEqual([]);
    expect(shown(waves, 0, SIZE, 1).high).toEqual([Number.NaN]);
    await expect.poll(() => arrivals).toBe(1);
    expect(asked).toEqual([0]);
    expect(shown(waves, 0, SIZE, 2000).high).toEqual(highs.slice(0, 2000).map(Math.fround));
    expect(waves.bytes).toBeLessThanOrEqual(3 * CHUNK_BYTES);
  });

  it('a client that came late has what it did not see', async () => {
    const highs = ramp(CHUNK_COLUMNS + 500);
    const waves = new GrowingWaves(async ({ fromColumn, columns: count }) => ({
      // The file is a little behind, and its last column not whole.
      ...columns(fromColumn, [...highs.slice(fromColumn, Math.min(fromColumn + count, 4400)), 9]),
      framesPerColumn: SIZE,
    }));
    let arrivals = 0;
    waves.onArrival = () => arrivals++;
    waves.grow(columns(4390, highs.slice(4390)));
    for (let chunk = 0; chunk < 2; chunk++) {
      shown(waves, chunk * CHUNK_COLUMNS * SIZE, SIZE, 10);
      await expect.poll(() => arrivals).toBe(chunk + 1);
    }
    expect(shown(waves, 0, SIZE, highs.length).high).toEqual(highs.map(Math.fround));
  });

  it('are none of files that are taken in', () => {
    const waves = new GrowingWaves(nothing);
    for (const path of [PATH, 'audio/other.wav']) waves.grow(columns(0, [0.5], path));
    waves.keep(new Set(['audio/other.wav']));
    expect([waves.tile(PATH, SIZE, 0), waves.bytes]).toEqual([undefined, CHUNK_BYTES]);
  });
});
