/** Draws a static curve with the level that it works on now, and how much was turned down over the last seconds. */
import { formatDb } from '../../src-shared/units/format.ts';
import { type GainReductionHistory, HISTORY_SECONDS } from './gain-reduction-history.ts';
import { LEVEL_MARKS_DB, type LevelAxes, levelToX, levelToY, reductionScaleDb } from './level-axes.ts';
import type { LevelCurve } from './level-curve.ts';
import type { LevelHistogram } from './level-histogram.ts';
import { axisText, crisp, line, type PlotArea } from './plot-area.ts';

export type CurvePicture = {
  readonly curve: LevelCurve;
  readonly thresholdDb: number | undefined;
  readonly enabled: boolean;
  /** Of the track, 0…12. */
  readonly colour: number;
  /** The levels now, where they are measured. */
  readonly inputDb: number;
  readonly outputDb: number;
  /** Where the level before it was of late. */
  readonly histogram: LevelHistogram;
};

const LOW_DB = -60;
const HIGH_DB = 0;
/** How high the commonest level stands, beside the whole graph. */
const HISTOGRAM_SHARE = 0.22;
/** It stands on the numbers of the axis. */
const AXIS_PIXELS = 14;

export function drawLevelCurve(area: PlotArea, picture: CurvePicture): void {
  const { context, colours, width, height } = area;
  const axes: LevelAxes = { size: Math.min(width, height), lowDb: LOW_DB, highDb: HIGH_DB };
  const { size } = axes;
  context.fillStyle = colours.get('--ink-0');
  context.fillRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(0, 0, size, size);
  context.clip();
  drawLevelGrid(area, axes);
  drawHistogram(area, axes, picture);
  const points = Array.from({ length: size / 2 + 1 }, (_, index) => {
    const inputDb = LOW_DB + (index / (size / 2)) * (HIGH_DB - LOW_DB);
    return [levelToX(axes, inputDb), levelToY(axes, picture.curve(inputDb))] as const;
  });
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  for (const [x] of [...points].reverse()) context.lineTo(x, size - x);
  context.fillStyle = colours.get('--m-gr');
  context.globalAlpha = 0.14;
  context.fill();
  context.globalAlpha = 1;
  if (picture.thresholdDb !== undefined) {
    context.strokeStyle = colours.get('--text-3');
    context.setLineDash([3, 3]);
    const x = crisp(levelToX(axes, picture.thresholdDb));
    line(context, [
      [x, 0],
      [x, size],
    ]);
    context.setLineDash([]);
  }
  context.strokeStyle = colours.get(picture.enabled ? '--bone' : '--text-off');
  context.lineWidth = 2;
  line(context, points);
  drawDot(area, axes, picture);
  context.restore();
}

function drawLevelGrid(area: PlotArea, axes: LevelAxes): void {
  const { context, colours } = area;
  const { size } = axes;
  context.lineWidth = 1;
  for (const db of LEVEL_MARKS_DB) {
    const [x, y] = [crisp(levelToX(axes, db)), crisp(levelToY(axes, db))];
    context.strokeStyle = colours.get('--line-soft');
    line(context, [
      [x, 0],
      [x, size],
    ]);
    line(context, [
      [0, y],
      [size, y],
    ]);
    axisText(area, formatDb(db).replace('.0', ''), { x: 4, y });
    axisText(area, formatDb(db).replace('.0', ''), { x, y: size - 7, align: 'center' });
  }
  context.strokeStyle = colours.get('--line-strong');
  line(context, [
    [0, size],
    [size, 0],
  ]);
}

function drawHistogram(
  { context, colours, hair }: PlotArea,
  axes: LevelAxes,
  { histogram, colour, enabled }: CurvePicture,
): void {
  if (!enabled) return;
  context.fillStyle = colours.track(colour, 0.55);
  for (const { fromDb, share } of histogram.columns()) {
    const [left, right] = [levelToX(axes, fromDb), levelToX(axes, fromDb + 1)];
    const tall = share * HISTOGRAM_SHARE * axes.size;
    context.fillRect(left, axes.size - AXIS_PIXELS - tall, right - left - hair, tall);
  }
}

function drawDot(area: PlotArea, axes: LevelAxes, { inputDb, outputDb, colour, enabled }: CurvePicture): void {
  const { context, colours } = area;
  if (!(enabled && inputDb > LOW_DB && outputDb > LOW_DB - 24)) return;
  const [x, y] = [levelToX(axes, Math.min(inputDb, HIGH_DB)), levelToY(axes, Math.min(outputDb, HIGH_DB))];
  context.strokeStyle = colours.get('--m-gr');
  context.lineWidth = 2;
  line(context, [
    [x, axes.size - x],
    [x, y],
  ]);
  context.beginPath();
  context.arc(x, y, 4, 0, Math.PI * 2);
  context.fillStyle = colours.track(colour);
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = colours.get('--ink-0');
  context.stroke();
}

/** The reduction hangs from the top over the level that stood behind it. */
export function drawHistory(
  area: PlotArea,
  history: GainReductionHistory,
  { colour, hasReduction }: { readonly colour: number; readonly hasReduction: boolean },
): void {
  const { context, colours, width, height } = area;
  const right = hasReduction ? width - 26 : width - 8;
  context.fillStyle = colours.get('--ink-0');
  context.fillRect(0, 0, width, height);
  const columns = history.levelsDb.length;
  const columnX = (ago: number) => right - (ago / (columns - 1)) * right;
  const columnWidth = right / (columns - 1);
  // The wave stands on the times.
  const ground = height - AXIS_PIXELS;
  context.fillStyle = colours.track(colour, 0.6);
  for (let ago = 0; ago < columns; ago++) {
    const level = history.levelDb(ago);
    if (level <= LOW_DB) continue;
    const tall = ((Math.min(0, level) - LOW_DB) / -LOW_DB) * ground * (hasReduction ? 0.5 : 0.9);
    context.fillRect(columnX(ago) - columnWidth, ground - tall, Math.max(area.hair, columnWidth - area.hair), tall);
  }
  if (hasReduction) drawReduction(area, history, columnX);
  else drawOutput(area, history, columnX);
  context.strokeStyle = colours.get('--line-strong');
  line(context, [
    [crisp(right), 0],
    [crisp(right), height],
  ]);
  axisText(area, `−${HISTORY_SECONDS} s`, { x: 4, y: height - 7 });
  axisText(area, 'now', { x: right - 4, y: height - 7, align: 'right' });
}

/** What comes out, as a line over what goes in. */
function drawOutput(
  { context, colours, height }: PlotArea,
  history: GainReductionHistory,
  columnX: (ago: number) => number,
) {
  const ground = height - AXIS_PIXELS;
  context.strokeStyle = colours.get('--bone');
  context.lineWidth = 1.5;
  context.beginPath();
  for (let ago = 0; ago < history.levelsDb.length; ago++) {
    const level = history.outputDb(ago);
    if (level <= LOW_DB) continue;
    context.lineTo(columnX(ago), ground - ((Math.min(0, level) - LOW_DB) / -LOW_DB) * ground * 0.9);
  }
  context.stroke();
}

function drawReduction(area: PlotArea, history: GainReductionHistory, columnX: (ago: number) => number): void {
  const { context, colours, width, height } = area;
  const { mostDb } = history.figures;
  const scaleDb = reductionScaleDb(mostDb);
  const y = (db: number) => Math.min(1, -db / scaleDb) * (height - 4);
  const columns = history.levelsDb.length;
  context.strokeStyle = colours.get('--line-soft');
  context.lineWidth = 1;
  for (const db of [3, 6, 9]) {
    const at = (db * scaleDb) / 12;
    line(context, [
      [0, crisp(y(-at))],
      [width - 26, crisp(y(-at))],
    ]);
    axisText(area, `−${at}`, { x: width - 22, y: crisp(y(-at)) });
  }
  axisText(area, '0', { x: width - 22, y: 7 });
  context.beginPath();
  context.moveTo(columnX(0), 0);
  for (let ago = 0; ago < columns; ago++) context.lineTo(columnX(ago), y(history.reductionDb(ago)));
  context.lineTo(0, 0);
  context.fillStyle = colours.get('--m-gr');
  context.globalAlpha = 0.24;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colours.get('--m-gr');
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  line(
    context,
    Array.from({ length: columns }, (_, ago) => [columnX(ago), y(history.reductionDb(ago))] as const),
  );
}
