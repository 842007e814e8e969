import { describe, expect, it } from 'vitest';
import { WaveColumns } from '../timeline/wave-columns.ts';
import { GrowingWave } from './growing-wave.ts';

const SIZE = 256;
/** Columns of one channel from the given highest samples; the lowest are their negatives, RMS half. */
const columns = (fromColumn: number, highs: readonly number[]) => ({
  trackId: 'strip-3',
  path: 'audio/take.wav',
  fromColumn,
  framesPerColumn: SIZE,
  channels: 1,
  columns: new Float32Array(highs.flatMap((high) => [-high, high, high / 2])),
});

describe('a wave that grows', () => {
  it('shows what came, at its place, and nothing for what is to come', () => {
    const [growing, wave] = [new GrowingWave(), new WaveColumns()];
    growing.grow(columns(0, [0.1, 0.2]));
    growing.grow(columns(2, [0.5]));
    expect(growing.lengthFrames).toBe(3 * SIZE);
    growing.gather(wave, { fromFrames: -SIZE, framesPerColumn: SIZE, columns: 5 });
    const shown = (field: 'high' | 'low' | 'rms') => [...wave[field].slice(0, 5)].map((value) => Math.fround(value));
    expect(shown('high')).toEqual([0, 0.1, 0.2, 0.5, Number.NaN].map(Math.fround));
    expect(shown('low')).toEqual([0, -0.1, -0.2, -0.5, Number.NaN].map(Math.fround));
    expect(shown('rms')).toEqual([0, 0.05, 0.1, 0.25, Number.NaN].map(Math.fround));
  });

  it('takes both channels into one column: the widest of both, the mean of their energy', () => {
    const [growing, wave] = [new GrowingWave(), new WaveColumns()];
    growing.grow({
      ...columns(0, []),
      channels: 2,
      columns: new Float32Array([-0.5, 0.25, 0.3, -0.125, 0.75, 0.1]),
    });
    growing.gather(wave, { fromFrames: 0, framesPerColumn: SIZE, columns: 1 });
    expect([wave.low[0], wave.high[0]]).toEqual([-0.5, 0.75]);
    expect(wave.rms[0]).toBeCloseTo(Math.sqrt((0.3 ** 2 + 0.1 ** 2) / 2), 6);
  });

  it('keeps its peaks however far it is zoomed out, and however it came in', () => {
    const highs = Array.from({ length: 5000 }, (_, index) => ((index * 37) % 101) / 101);
    const [whole, wave] = [new GrowingWave(), new WaveColumns()];
    for (let from = 0; from < highs.length; from += 19) whole.grow(columns(from, highs.slice(from, from + 19)));
    const framesPerColumn = SIZE * 64;
    whole.gather(wave, { fromFrames: 0, framesPerColumn, columns: 78 });
    for (let column = 0; column < 78; column++)
      expect(wave.high[column]).toBeCloseTo(Math.max(...highs.slice(column * 64, column * 64 + 64)), 6);
  });
});
