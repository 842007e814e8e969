/** Draws what saturation, delay, reverb and de-esser do. */
import { formatSeconds, quantityText } from '../../src-shared/units/format.ts';
import { type EqAxes, GRID_HZ, hzText, hzToX, NUMBER_HZ } from './eq-axes.ts';
import { axisText, crisp, line, type PlotArea } from './plot-area.ts';

export function floor({ context, colours, width, height }: PlotArea): void {
  context.fillStyle = colours.get('--ink-0');
  context.fillRect(0, 0, width, height);
}

/** A waveshape: what goes in from left to right, what comes out upwards, both −1…1; lit as far as the signal reaches now. */
export function drawShape(area: PlotArea, shape: (input: number) => number, peak: number): void {
  const { context, colours, width, height } = area;
  floor(area);
  const size = Math.min(width, height);
  const [left, top] = [(width - size) / 2, (height - size) / 2];
  const x = (value: number) => left + ((value + 1) / 2) * size;
  const y = (value: number) => top + ((1 - value) / 2) * size;
  context.lineWidth = 1;
  for (const value of [-0.5, 0, 0.5]) {
    context.strokeStyle = colours.get(value === 0 ? '--line-strong' : '--line-soft');
    line(context, [
      [crisp(x(value)), top],
      [crisp(x(value)), top + size],
    ]);
    line(context, [
      [left, crisp(y(value))],
      [left + size, crisp(y(value))],
    ]);
  }
  context.strokeStyle = colours.get('--line-strong');
  line(context, [
    [x(-1), y(-1)],
    [x(1), y(1)],
  ]);
  if (peak > 0) {
    const reach = Math.min(1, peak);
    context.fillStyle = colours.withAlpha('--bone', 0.08);
    context.fillRect(x(-reach), top, x(reach) - x(-reach), size);
  }
  axisText(area, 'in', { x: left + size - 6, y: top + size / 2 + 9, align: 'right' });
  axisText(area, 'out', { x: left + size / 2 + 6, y: top + 9 });
  context.strokeStyle = colours.get('--bone');
  context.lineWidth = 2;
  const points = Array.from({ length: size + 1 }, (_, index) => (index / size) * 2 - 1);
  context.save();
  context.beginPath();
  context.rect(left, top, size, size);
  context.clip();
  line(
    context,
    points.map((input) => [x(input), y(shape(input))] as const),
  );
  context.restore();
}

/** Something that sounds once, at a time, a level and a side (−1 left … 1 right). */
export type Stem = { readonly seconds: number; readonly db: number; readonly side: number };

const STEM_FLOOR_DB = -60;

/** Single echoes over time: left of the middle upwards, right downwards, both sides both ways. */
export function drawStems(area: PlotArea, stems: readonly Stem[], colour: number): void {
  const { context, colours, width, height } = area;
  floor(area);
  const middle = Math.round((height - 16) / 2);
  const longest = Math.max(0.02, ...stems.map(({ seconds }) => seconds)) * 1.08;
  const left = 16;
  const x = (seconds: number) => left + (seconds / longest) * (width - left - 12);
  context.lineWidth = 1;
  for (const seconds of timeMarks(longest)) {
    context.strokeStyle = colours.get('--line-soft');
    line(context, [
      [crisp(x(seconds)), 0],
      [crisp(x(seconds)), height - 16],
    ]);
    axisText(area, quantityText(formatSeconds(seconds)), { x: x(seconds), y: height - 7, align: 'center' });
  }
  context.strokeStyle = colours.get('--line-strong');
  line(context, [
    [left, crisp(middle)],
    [width, crisp(middle)],
  ]);
  axisText(area, 'L', { x: 5, y: 9 });
  axisText(area, 'R', { x: 5, y: height - 25 });
  for (const { seconds, db, side } of stems) {
    const tall = Math.max(0, (Math.min(0, db) - STEM_FLOOR_DB) / -STEM_FLOOR_DB) * (middle - 8);
    const [up, down] = [tall * Math.min(1, 1 - side), tall * Math.min(1, 1 + side)];
    const at = Math.round(x(seconds));
    context.fillStyle = colours.track(colour, 0.85);
    context.fillRect(at - 1, middle - up, 2, up + down);
    context.fillStyle = colours.get('--bone');
    if (up > 1) context.fillRect(at - 2, middle - up, 4, 1.5);
    if (down > 1) context.fillRect(at - 2, middle + down - 1.5, 4, 1.5);
  }
}

/** About six round times up to `longest`. */
export function timeMarks(longest: number): number[] {
  const rough = longest / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
  return Array.from({ length: Math.floor(longest / step) }, (_, index) => (index + 1) * step);
}

export type OverFrequency = {
  readonly hz: readonly number[];
  readonly values: readonly number[];
  readonly lowest: number;
  readonly highest: number;
  readonly marks: readonly number[];
  readonly markText: (value: number) => string;
  /** A second, fainter curve on the same axis. */
  readonly faint?: readonly number[];
};

/** A value over frequency, such as a decay time or a response. */
export function drawOverFrequency(area: PlotArea, axes: EqAxes, graph: OverFrequency): void {
  const { context, colours } = area;
  floor(area);
  const y = (value: number) =>
    axes.top + (1 - (Math.max(graph.lowest, value) - graph.lowest) / (graph.highest - graph.lowest)) * axes.height;
  context.lineWidth = 1;
  for (const hz of GRID_HZ) {
    context.strokeStyle = colours.get([100, 1_000, 10_000].includes(hz) ? '--line' : '--line-soft');
    line(context, [
      [crisp(hzToX(axes, hz)), axes.top],
      [crisp(hzToX(axes, hz)), axes.top + axes.height],
    ]);
  }
  for (const mark of graph.marks) {
    context.strokeStyle = colours.get('--line');
    line(context, [
      [axes.left, crisp(y(mark))],
      [axes.left + axes.width, crisp(y(mark))],
    ]);
    axisText(area, graph.markText(mark), { x: axes.left - 6, y: y(mark), align: 'right' });
  }
  const isNarrow = axes.width < 320;
  for (const hz of NUMBER_HZ.filter((at) =>
    isNarrow ? [20, 100, 1_000, 10_000].includes(at) : at !== 50 && at !== 20_000,
  )) {
    axisText(area, hzText(hz), { x: hzToX(axes, hz), y: axes.top + axes.height + 9, align: 'center' });
  }
  context.save();
  context.beginPath();
  context.rect(axes.left, axes.top, axes.width, axes.height);
  context.clip();
  const curve = (values: readonly number[]) =>
    graph.hz.map((hz, index) => [hzToX(axes, hz), y(values[index]!)] as const);
  if (graph.faint) {
    context.strokeStyle = colours.get('--text-3');
    context.setLineDash([4, 3]);
    line(context, curve(graph.faint));
    context.setLineDash([]);
  }
  context.strokeStyle = colours.get('--bone');
  context.lineWidth = 2;
  line(context, curve(graph.values));
  context.restore();
}
