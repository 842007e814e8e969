/** The loudness history: what was heard over the song's length, its integrated loudness as it grew, and the target. */
import { formatNumber } from '../../src-shared/units/format.ts';
import { type LoudnessAxis, loudnessDepth, minutesText, type Section, timeTicks } from './loudness-axis.ts';
import { type LoudnessHistory, PIECE_SECONDS } from './loudness-history.ts';
import { across, down, type Picture, trace } from './picture.ts';

export type HistoryPicture = {
  readonly history: LoudnessHistory;
  readonly axis: LoudnessAxis;
  readonly lengthSeconds: number;
  readonly playheadSeconds: number;
  readonly targetLufs: number;
  readonly sections: readonly Section[];
  readonly sampleRateHz: number;
};

const MARGIN = { left: 26, top: 18, bottom: 18 } as const;
const LABEL_PIXELS = 64;

export function drawHistory(picture: Picture, shown: HistoryPicture): void {
  const { context, width, height, colours } = picture;
  const plot = {
    x: MARGIN.left,
    y: MARGIN.top,
    width: width - MARGIN.left,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const xAt = (seconds: number) => plot.x + (seconds / shown.lengthSeconds) * plot.width;
  const yAt = (lufs: number) => plot.y + loudnessDepth(shown.axis, lufs) * plot.height;
  drawSections(picture, shown, plot, xAt);
  drawGrid(picture, shown, plot, { xAt, yAt });
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  drawShortTerm(picture, shown, plot, { xAt, yAt });
  context.setLineDash([4, 3]);
  context.strokeStyle = colours.get('--pass');
  context.lineWidth = 1;
  context.beginPath();
  const target = Math.floor(yAt(shown.targetLufs)) + 0.5;
  context.moveTo(plot.x, target);
  context.lineTo(plot.x + plot.width, target);
  context.stroke();
  context.setLineDash([]);
  context.restore();
  drawPlayhead(picture, shown, plot, { xAt, yAt });
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Places = { readonly xAt: (seconds: number) => number; readonly yAt: (lufs: number) => number };

function drawSections(
  { context, colours, height }: Picture,
  { sections, sampleRateHz }: HistoryPicture,
  plot: Box,
  xAt: Places['xAt'],
): void {
  context.font = colours.font(10);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const [index, { name, fromFrames, toFrames }] of sections.entries()) {
    const from = xAt(fromFrames / sampleRateHz);
    const to = xAt(toFrames / sampleRateHz);
    if (index % 2 === 1) {
      context.fillStyle = colours.withAlpha('--bone', 0.07);
      context.fillRect(from, 0, to - from, height - MARGIN.bottom);
    }
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from - 2, plot.y);
    context.clip();
    context.fillStyle = colours.get('--text-3');
    context.fillText(name, from + 4, plot.y / 2);
    context.restore();
  }
}

function drawGrid(picture: Picture, { axis, lengthSeconds }: HistoryPicture, plot: Box, { xAt, yAt }: Places): void {
  const { context, colours } = picture;
  context.font = colours.font(9);
  context.textBaseline = 'middle';
  for (const lufs of axis.ticksLufs) {
    const y = yAt(lufs);
    context.fillStyle = colours.get('--line-soft');
    across(picture, plot.x, y, plot.width);
    context.fillStyle = colours.get('--text-3');
    context.textAlign = 'right';
    if (y < plot.y + plot.height - 4) context.fillText(formatNumber(lufs, 0), plot.x - 5, y);
  }
  for (const seconds of timeTicks(lengthSeconds, Math.floor(plot.width / LABEL_PIXELS))) {
    const x = xAt(seconds);
    context.fillStyle = colours.get('--line-soft');
    if (seconds > 0) down(picture, x, plot.y, plot.height);
    context.fillStyle = colours.get('--text-3');
    const atEnd = x > plot.x + plot.width - 14;
    context.textAlign = seconds === 0 ? 'left' : atEnd ? 'right' : 'center';
    context.fillText(minutesText(seconds), atEnd ? plot.x + plot.width - 2 : x, plot.y + plot.height + 10);
  }
}

function drawShortTerm(picture: Picture, { history }: HistoryPicture, plot: Box, { xAt, yAt }: Places): void {
  const { context, colours } = picture;
  const middle = (piece: number) => xAt((piece + 0.5) * PIECE_SECONDS);
  const line = (pieces: readonly number[], lufsOf: (piece: number) => number) =>
    trace(picture, pieces.length, (index) => {
      const piece = pieces[index]!;
      return [middle(piece), yAt(lufsOf(piece))];
    });
  const shortTerm = (piece: number) => history.shortTermLufs(piece);
  context.lineJoin = 'round';
  context.lineWidth = 1.5;
  for (const pieces of history.stretches) {
    line(pieces, shortTerm);
    context.lineTo(middle(pieces[pieces.length - 1]!), plot.y + plot.height);
    context.lineTo(middle(pieces[0]!), plot.y + plot.height);
    context.fillStyle = colours.withAlpha('--bone', 0.16);
    context.fill();
    context.strokeStyle = colours.get('--bone');
    line(pieces, shortTerm);
    context.stroke();
    context.strokeStyle = colours.get('--auto');
    // Before the first measure that counts there is none.
    const counted = pieces.filter((piece) => Number.isFinite(history.integratedLufs(piece)));
    line(counted, (piece) => history.integratedLufs(piece));
    context.stroke();
  }
}

function drawPlayhead(
  picture: Picture,
  { history, playheadSeconds }: HistoryPicture,
  plot: Box,
  { xAt, yAt }: Places,
): void {
  const { context, colours, line } = picture;
  const x = xAt(playheadSeconds);
  if (x > plot.x + plot.width) return;
  context.fillStyle = colours.get('--bone');
  down(picture, x, 0, plot.y + plot.height);
  const lufs = history.shortTermLufs(Math.floor(playheadSeconds / PIECE_SECONDS));
  if (!Number.isFinite(lufs)) return;
  context.beginPath();
  context.arc(picture.snap(x) + line / 2, yAt(lufs), 4, 0, 2 * Math.PI);
  context.fill();
}
