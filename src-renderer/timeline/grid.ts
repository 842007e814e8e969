/** The grid of bars, beats and divisions: as fine as there is room for, and what snapping snaps to. */
import type { TempoMap } from '../../src-shared/session/tempo-map.ts';

export type GridLine = {
  readonly frame: number;
  readonly kind: 'bar' | 'beat' | 'division';
  /** The bar that it begins, or lies in. */
  readonly bar: number;
  /** The number that it carries: `17`, or `17|2` and `17|2|3` where beats and sixteenths have room; null for most. */
  readonly label: string | null;
};

/** A division of the grid: a part of a whole note, or whatever there is room for. */
export type GridStep = 'adaptive' | 'bar' | '1/2' | '1/4' | '1/8' | '1/16' | '1/32';
export const GRID_STEPS: readonly GridStep[] = ['adaptive', 'bar', '1/2', '1/4', '1/8', '1/16', '1/32'];

/** Lines stand at least so far apart, and numbers so far. */
const LINE_PIXELS = 8;
const LABEL_PIXELS = 52;

export type GridScale = {
  /** A line every so many bars; 1 when bars and finer are drawn. */
  readonly barsPerLine: number;
  readonly barsPerLabel: number;
  /** Lines in a bar, in quarter notes: 0 when bars are too narrow for any. */
  readonly stepBeats: number;
};

/** What there is room for around `frame` at that zoom. */
export function gridScale(map: TempoMap, frame: number, framesPerPixel: number): GridScale {
  const { bar } = map.barAt(Math.max(0, Math.round(frame)));
  const { numerator, denominator } = map.metreAt(bar);
  const barFrames = map.framesAtBar({ bar: bar + 1, beat: 1 }) - map.framesAtBar({ bar, beat: 1 });
  const beatBeats = 4 / denominator;
  const barPixels = barFrames / framesPerPixel;
  const beatPixels = barPixels / numerator;
  const barsPerLine = powerAbove(LINE_PIXELS / barPixels);
  const barsPerLabel = powerAbove(LABEL_PIXELS / barPixels);
  if (beatPixels < LINE_PIXELS) return { barsPerLine, barsPerLabel, stepBeats: 0 };
  let parts = 1;
  while (beatPixels / (parts * 2) >= LINE_PIXELS && parts < 64) parts *= 2;
  return { barsPerLine, barsPerLabel, stepBeats: beatBeats / parts };
}

/** The smallest power of two at or above `value`, and at least 1. */
function powerAbove(value: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(value)));
}

/** Every line between two frames. */
export function gridLines(map: TempoMap, from: number, to: number, framesPerPixel: number): GridLine[] {
  const scale = gridScale(map, from, framesPerPixel);
  const lines: GridLine[] = [];
  const first = map.barAt(Math.max(0, Math.floor(from))).bar;
  for (let bar = first - ((first - 1) % scale.barsPerLine); ; bar += scale.barsPerLine) {
    const start = map.framesAtBar({ bar, beat: 1 });
    if (start > to) break;
    lines.push({ frame: start, kind: 'bar', bar, label: (bar - 1) % scale.barsPerLabel === 0 ? String(bar) : null });
    if (scale.stepBeats > 0) linesInBar(map, bar, { stepBeats: scale.stepBeats, framesPerPixel, from, to }, lines);
  }
  return lines;
}

type GridStretch = {
  readonly stepBeats: number;
  readonly framesPerPixel: number;
  readonly from: number;
  readonly to: number;
};

function linesInBar(
  map: TempoMap,
  bar: number,
  { stepBeats, framesPerPixel, from, to }: GridStretch,
  lines: GridLine[],
): void {
  const { numerator, denominator } = map.metreAt(bar);
  const parts = Math.max(1, Math.round(4 / denominator / stepBeats));
  const sixteenths = Math.max(1, 16 / denominator);
  const beatFrames = map.framesAtBar({ bar, beat: 2 }) - map.framesAtBar({ bar, beat: 1 });
  const beatsFit = beatFrames / framesPerPixel >= LABEL_PIXELS;
  const sixteenthsFit = beatFrames / sixteenths / framesPerPixel >= LABEL_PIXELS;
  // A number may reach in from before the left edge.
  const first = from - LABEL_PIXELS * framesPerPixel;
  for (let part = 1; part < numerator * parts; part++) {
    const frame = map.framesAtBar({ bar, beat: 1 + part / parts });
    if (frame < first) continue;
    if (frame > to) break;
    const [beat, within] = [Math.floor(part / parts) + 1, part % parts];
    const sixteenth = (within * sixteenths) / parts;
    let label: string | null = null;
    if (within === 0 && beatsFit) label = `${bar}|${beat}`;
    else if (sixteenthsFit && Number.isInteger(sixteenth)) label = `${bar}|${beat}|${sixteenth + 1}`;
    lines.push({ frame, kind: within === 0 ? 'beat' : 'division', bar, label });
  }
}

/** The step that snapping uses, in quarter notes; the adaptive one is what is drawn, a bar at the coarsest. */
export function snapBeats(map: TempoMap, step: GridStep, frame: number, framesPerPixel: number): number {
  const { numerator, denominator } = map.metreAt(map.barAt(Math.max(0, Math.round(frame))).bar);
  const bar = (numerator * 4) / denominator;
  if (step === 'bar') return bar;
  if (step === 'adaptive') return gridScale(map, frame, framesPerPixel).stepBeats || bar;
  const [, part = '4'] = step.split('/');
  return 4 / Number(part);
}

/** The grid line after or before a frame, for a nudge by one step. */
export function nextGridFrame(map: TempoMap, frame: number, stepBeats: number, direction: 1 | -1): number {
  const step = map.framesAt(map.beatsAt(frame) + stepBeats) - frame;
  const near = map.nearestGridFrame(frame, stepBeats);
  if (direction > 0 && near > frame) return near;
  if (direction < 0 && near < frame) return near;
  return map.nearestGridFrame(Math.max(0, Math.round(near + direction * step)), stepBeats);
}

/** Seconds between the numbers of a time ruler: 1, 2 or 5 of a power of ten, or parts of a minute. */
export function timeLabelSeconds(framesPerPixel: number, sampleRateHz: number): number {
  const least = (88 * framesPerPixel) / sampleRateHz;
  for (const seconds of [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800,
  ]) {
    if (seconds >= least) return seconds;
  }
  return 3600;
}
