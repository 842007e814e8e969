/**
 * The waves of a row as pixels, made column by column: a path of so many small rectangles costs a browser far more. When
 * the view scrolls along, what is there moves, and only the columns that came into sight are made.
 */
import { type ColumnGain, columnPixels, waveMiddle } from './draw-wave.ts';
import type { WaveColumns } from './wave-columns.ts';

/** Colours as the bytes of a pixel: red, green, blue and alpha in the order of memory. */
export type PixelColours = { readonly peak: number; readonly rms: number };

/** Reads `rgb(r g b / a)` or `rgb(r g b)`, as ThemeColours and trackTint write them; `opacity` is multiplied in. */
export function pixelColour(css: string, opacity = 1): number {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
  // Every machine that Electron runs on is little-endian.
  return ((Math.round(alpha * opacity * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Makes the columns `from` to `to` (excluded) anew; answers whether they are as good as they get. */
export type MakeColumns = (from: number, to: number) => boolean;

export class RowPixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** What the picture was made of, beside its place: another one is made from nothing. Undefined before the first. */
  #look: readonly unknown[] | undefined;
  /** Columns from frame 0 to the left edge. */
  #origin = 0;
  #isBest = false;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
  }

  /** Brings the picture to a look and a place; answers whether any of it changed. */
  update(look: readonly unknown[], origin: number, make: MakeColumns): boolean {
    const known = this.#look;
    const isSame = known !== undefined && this.#isBest && look.every((part, index) => part === known[index]);
    const by = origin - this.#origin;
    this.#look = look;
    this.#origin = origin;
    if (isSame && by === 0) return false;
    if (!isSame || Math.abs(by) >= this.width) {
      this.clear(0, this.width);
      this.#isBest = make(0, this.width);
      return true;
    }
    if (by > 0) this.pixels.copyWithin(0, by);
    else this.pixels.copyWithin(-by, 0);
    const [from, to] = by > 0 ? [this.width - by, this.width] : [0, -by];
    this.clear(from, to);
    this.#isBest = make(from, to);
    return true;
  }

  clear(from: number, to: number): void {
    for (let row = 0; row < this.pixels.length; row += this.width) this.pixels.fill(0, row + from, row + to);
  }

  /** Writes columns of a wave from `x` on, into the rows from `top` on. What is louder than full scale is cut there. */
  write(
    wave: WaveColumns,
    { x, top, height }: { readonly x: number; readonly top: number; readonly height: number },
    { colours, gainAt }: { readonly colours: PixelColours; readonly gainAt: ColumnGain },
  ): void {
    const { middle, half } = waveMiddle(top, height);
    for (let column = 0; column < wave.length; column++) {
      const high = wave.high[column] as number;
      if (Number.isNaN(high)) continue;
      const gain = gainAt(column);
      const above = columnPixels(high * gain, half);
      const below = columnPixels(-(wave.low[column] as number) * gain, half);
      this.#fill(x + column, middle - above, middle + below, colours.peak);
      const rms = columnPixels((wave.rms[column] as number) * gain, half);
      if (rms > 0) this.#fill(x + column, middle - rms, middle + rms, colours.rms);
    }
  }

  #fill(x: number, from: number, to: number, colour: number): void {
    const { pixels, width } = this;
    const end = Math.min(to, this.height - 1) * width + x;
    for (let at = Math.max(0, from) * width + x; at <= end; at += width) pixels[at] = colour;
  }
}
