/** A wave on a canvas: one column of peak and one of RMS a device pixel, about a middle line, on a symmetric scale. */
import type { WaveColumns } from './wave-columns.ts';

export type WaveBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type WaveColours = { readonly peak: string; readonly rms: string };
/** The gain of a column: the clip's, with its fades. */
export type ColumnGain = (column: number) => number;

/** The row of silence in a box, and how many rows full scale reaches from it. */
export function waveMiddle(y: number, height: number): { readonly middle: number; readonly half: number } {
  return { middle: Math.round(y + height / 2), half: Math.max(1, Math.floor(height / 2) - 1) };
}

/** How many rows a level reaches from the middle. */
export function columnPixels(level: number, half: number): number {
  return Math.round(Math.min(1, Math.max(0, level)) * half);
}

/** Draws columns into a box of device pixels. Full scale reaches its edges; what is louder is cut there. */
export function drawWave(
  context: CanvasRenderingContext2D,
  box: WaveBox,
  wave: WaveColumns,
  { colours, gainAt }: { readonly colours: WaveColours; readonly gainAt: ColumnGain },
): void {
  const { middle, half } = waveMiddle(box.y, box.height);
  const count = Math.min(wave.length, box.width);
  const pixels = (level: number) => columnPixels(level, half);
  context.fillStyle = colours.peak;
  drawColumns(context, { x: box.x, middle, count }, (column) => {
    const gain = gainAt(column);
    const [high, low] = [(wave.high[column] as number) * gain, (wave.low[column] as number) * gain];
    return Number.isNaN(high) ? undefined : [pixels(high), pixels(-low)];
  });
  context.fillStyle = colours.rms;
  drawColumns(context, { x: box.x, middle, count }, (column) => {
    const rms = pixels((wave.rms[column] as number) * gainAt(column));
    return Number.isNaN(rms) || rms === 0 ? undefined : [rms, rms];
  });
}

/** One path of all columns: each reaches so far above and below the middle; columns alike are joined. */
function drawColumns(
  context: CanvasRenderingContext2D,
  { x, middle, count }: { readonly x: number; readonly middle: number; readonly count: number },
  reach: (column: number) => readonly [above: number, below: number] | undefined,
): void {
  context.beginPath();
  let start = 0;
  let [above, below] = [-1, -1];
  for (let column = 0; column <= count; column++) {
    const next = column < count ? reach(column) : undefined;
    const [nextAbove, nextBelow] = next ?? [-1, -1];
    if (nextAbove === above && nextBelow === below && column < count) continue;
    if (above >= 0) context.rect(x + start, middle - above, column - start, above + below + 1);
    start = column;
    above = nextAbove;
    below = nextBelow;
  }
  context.fill();
}

/** Draws single samples as a line, where a frame is wider than a device pixel; with dots where there is room. */
export function drawSamples(
  context: CanvasRenderingContext2D,
  box: WaveBox,
  samples: {
    readonly values: Float32Array;
    readonly count: number;
    readonly firstX: number;
    readonly pixelsPerFrame: number;
  },
  { colour, gainAt, line }: { readonly colour: string; readonly gainAt: ColumnGain; readonly line: number },
): void {
  const middle = box.y + box.height / 2;
  const half = Math.max(1, box.height / 2 - 1);
  const y = (index: number) =>
    middle - Math.min(1, Math.max(-1, (samples.values[index] as number) * gainAt(index))) * half;
  const x = (index: number) => samples.firstX + index * samples.pixelsPerFrame;
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.beginPath();
  for (let index = 0; index < samples.count; index++) {
    if (Number.isNaN(samples.values[index])) continue;
    context.lineTo(x(index), y(index));
  }
  context.stroke();
  if (samples.pixelsPerFrame < 6 * line) return;
  context.fillStyle = colour;
  const dot = Math.round(3 * line);
  for (let index = 0; index < samples.count; index++) {
    if (!Number.isNaN(samples.values[index])) context.fillRect(x(index) - dot / 2, y(index) - dot / 2, dot, dot);
  }
}
