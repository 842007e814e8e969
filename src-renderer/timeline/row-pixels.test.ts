import { expect, it } from 'vitest';
import { drawWave } from './draw-wave.ts';
import { pixelColour, RowPixels } from './row-pixels.ts';
import { WaveColumns } from './wave-columns.ts';

const PEAK = pixelColour('rgb(10 20 30 / 0.5)');
const RMS = pixelColour('rgb(200 210 220)');
const [WIDTH, HEIGHT] = [60, 41];

/** A wave that is nowhere the same twice: `at` is its first column, counted from frame 0. */
function waveAt(at: number, columns: number): WaveColumns {
  const wave = new WaveColumns();
  wave.begin(columns);
  for (let column = 0; column < columns; column++) {
    const level = Math.abs(Math.sin((at + column) * 0.7) * Math.cos((at + column) * 0.013)) * 1.2;
    wave.high[column] = level;
    wave.low[column] = -level * 0.8;
    wave.rms[column] = level * 0.4;
  }
  return wave;
}

/** What drawWave paints, rectangle by rectangle, on a canvas that is a list of pixels. */
class PixelCanvas {
  readonly pixels = new Uint32Array(WIDTH * HEIGHT);
  fillStyle = '';
  #rectangles: number[][] = [];
  beginPath() {
    this.#rectangles = [];
  }
  rect(...rectangle: number[]) {
    this.#rectangles.push(rectangle);
  }
  fill() {
    for (const [x = 0, y = 0, width = 0, height = 0] of this.#rectangles)
      for (let row = y; row < y + height; row++)
        this.pixels.fill(pixelColour(this.fillStyle), row * WIDTH + x, row * WIDTH + x + width);
  }
}

it('writes the same pixels that the path of a wave covers', () => {
  const canvas = new PixelCanvas();
  const wave = waveAt(0, WIDTH);
  wave.high[7] = wave.low[7] = wave.rms[7] = Number.NaN;
  const gainAt = (column: number) => 1 - column / 100;
  drawWave(canvas as never, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, wave, {
    colours: { peak: 'rgb(10 20 30 / 0.5)', rms: 'rgb(200 210 220)' },
    gainAt,
  });
  const row = new RowPixels(WIDTH, HEIGHT);
  row.write(wave, { x: 0, top: 0, height: HEIGHT }, { colours: { peak: PEAK, rms: RMS }, gainAt });
  expect(row.pixels).toEqual(canvas.pixels);
  expect(row.pixels.filter((pixel) => pixel === RMS).length).toBeGreaterThan(WIDTH);
});

it('reads the colours of the theme', () => {
  expect(pixelColour('rgb(1 2 3)')).toBe(0xff030201);
  expect(pixelColour('rgb(255 0 128 / 0.5)', 0.5)).toBe(0x408000ff);
});

it('makes only what a scroll brought into sight, and then looks as if all were made anew', () => {
  const made: number[][] = [];
  const picture = (row: RowPixels, look: readonly unknown[], origin: number) =>
    row.update(look, origin, (from, to) => {
      made.push([from, to]);
      const gainAt = () => 1;
      row.write(
        waveAt(origin + from, to - from),
        { x: from, top: 0, height: HEIGHT },
        { colours: { peak: PEAK, rms: RMS }, gainAt },
      );
      return true;
    });
  const row = new RowPixels(WIDTH, HEIGHT);
  const anew = (origin: number) => {
    const other = new RowPixels(WIDTH, HEIGHT);
    const before = [...made];
    picture(other, ['look'], origin);
    made.splice(0, made.length, ...before);
    return other.pixels;
  };
  for (const origin of [0, 0, 7, 3, 3 + WIDTH - 1, 500, 480]) {
    picture(row, ['look'], origin);
    expect(row.pixels).toEqual(anew(origin));
  }
  expect(made).toEqual([
    [0, 60],
    [53, 60],
    [0, 4],
    [1, 60],
    [0, 60],
    [0, 20],
  ]);
  expect(picture(row, ['look'], 480)).toBe(false);
  expect(picture(row, ['another look'], 480)).toBe(true);
});

it('is made again until all of its peaks have come', () => {
  const row = new RowPixels(WIDTH, HEIGHT);
  let best = false;
  const update = () => row.update(['look'], 0, () => best);
  expect([update(), update()]).toEqual([true, true]);
  best = true;
  expect([update(), update()]).toEqual([true, false]);
});
