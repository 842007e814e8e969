/** The ruler: markers and the sections that they begin, loop and punch, and bars or time. */
import type { Marker } from '../../src-shared/session/records/marker.ts';
import type { Canvas } from './draw-lanes.ts';
import type { GridLine } from './grid.ts';
import { covered, type EndsOn, onlyEnd } from './stretch-ends.ts';
import { PUNCH_TAB, shareTheRow } from './stretch-hand.ts';

export const RULER_ROWS = { markers: 18, ranges: 12, bars: 22 } as const;
export const RULER_HEIGHT = 52;

export type RulerRange = { readonly fromFrames: number; readonly toFrames: number };
/** The loop or the punch range, and which of its ends count. */
export type RulerStretch = RulerRange & { readonly on: EndsOn };
export type RulerPicture = {
  readonly markers: readonly Marker[];
  readonly focusedMarkerId: string | null;
  readonly endFrames: number;
  readonly loop: RulerStretch | null;
  readonly punch: RulerStretch | null;
  readonly range: RulerRange | null;
  readonly grid: readonly GridLine[];
  /** The place of the left edge, for where no number is on screen. */
  readonly leftText: string;
  /** In place of bars, when time is shown. */
  readonly times: readonly { readonly frame: number; readonly text: string | null }[] | null;
  /** Says how long a section is: `8 bars`. */
  readonly sectionText: (from: number, to: number) => string;
};

export function drawRuler(canvas: Canvas, picture: RulerPicture): void {
  const { context, colours, width, height } = canvas;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.get('--ink-2');
  context.fillRect(0, 0, width, height);
  drawSections(canvas, picture);
  context.fillStyle = colours.get('--line');
  context.fillRect(0, Math.round(19 * canvas.ratio), width, Math.round(canvas.ratio));
  if (picture.range) drawRange(canvas, picture.range);
  drawStretches(canvas, picture);
  if (picture.times) drawTimes(canvas, picture.times);
  else drawBars(canvas, picture);
}

/** In order of time. A marker begins a section that lasts until the next, or to the end of the song. */
export function sectionsOf(
  markers: readonly Marker[],
  endFrames: number,
): { marker: Marker; from: number; to: number }[] {
  const sorted = [...markers].sort((a, b) => a.atFrames - b.atFrames);
  return sorted.map((marker, index) => {
    const from = marker.atFrames;
    return { marker, from, to: Math.max(from, sorted[index + 1]?.atFrames ?? endFrames) };
  });
}

function drawSections({ context, colours, ratio, width, xOf }: Canvas, picture: RulerPicture): void {
  const px = (value: number) => Math.round(value * ratio);
  for (const [index, { marker, from, to }] of sectionsOf(picture.markers, picture.endFrames).entries()) {
    const x = xOf(from);
    const right = Math.max(xOf(to), x + px(14));
    if (right < 0 || x > width) continue;
    const focused = marker.id === picture.focusedMarkerId;
    const bright = focused || index % 2 === 1;
    context.fillStyle = colours.withAlpha('--bone', bright ? 0.13 : 0.06);
    context.fillRect(x, px(2), right - x - px(1), px(16));
    context.fillStyle = colours.withAlpha('--bone', bright ? 1 : 0.45);
    context.fillRect(x, px(2), px(2), px(16));
    const left = Math.max(x, 0) + px(8);
    const room = right - left - px(6);
    context.save();
    context.beginPath();
    context.rect(left, 0, Math.max(0, room), px(18));
    context.clip();
    context.font = colours.font(10 * ratio, 600);
    context.fillStyle = colours.get(bright ? '--text-1' : '--text-2');
    context.fillText(marker.name, left, 13.5 * ratio);
    const nameWidth = context.measureText(marker.name).width;
    const text = picture.sectionText(from, to);
    context.font = colours.font(10 * ratio);
    const textWidth = context.measureText(text).width;
    if (nameWidth + textWidth + px(24) < room && right <= width) {
      context.fillStyle = colours.get('--text-3');
      context.fillText(text, right - textWidth - px(7), 13.5 * ratio);
    }
    context.restore();
  }
}

/** Top and height of a stretch in its row, which the loop and the punch range share where both lie. */
const WHOLE_ROW = { top: 22, height: 8 } as const;
const HALF_ROWS = { loop: { top: 21, height: 4 }, punch: { top: 27, height: 4 } } as const;
const LOOKS = {
  loop: { fill: '--bone', text: '--on-bone', words: 'Loop', line: '--text-3' },
  punch: { fill: '--rec', text: '--on-rec', words: 'PUNCH', line: '--rec' },
} as const;

function drawStretches(canvas: Canvas, { loop, punch }: RulerPicture): void {
  const halves = shareTheRow(loop, punch && covered(punch, punch.on));
  if (loop) drawStretch(canvas, loop, { ...LOOKS.loop, ...(halves ? HALF_ROWS.loop : WHOLE_ROW) });
  const only = punch && onlyEnd(punch.on);
  if (punch && only) drawOpenPunch(canvas, punch, { only, ...(halves ? HALF_ROWS.punch : WHOLE_ROW) });
  else if (punch) drawStretch(canvas, punch, { ...LOOKS.punch, ...(halves ? HALF_ROWS.punch : WHOLE_ROW) });
}

/** A punch with one end: a tab there, a line without end to the open side, and a hollow post where the other end waits. */
function drawOpenPunch(
  { context, colours, ratio, width, xOf }: Canvas,
  punch: RulerRange,
  { only, top, height }: { readonly only: 'from' | 'to'; readonly top: number; readonly height: number },
): void {
  const px = (value: number) => Math.round(value * ratio);
  const isIn = only === 'from';
  const end = xOf(isIn ? punch.fromFrames : punch.toFrames);
  const other = xOf(isIn ? punch.toFrames : punch.fromFrames);
  const tab = isIn ? end : end - px(PUNCH_TAB);
  const [left, right] = isIn ? [Math.max(0, end), width] : [Math.max(0, xOf(0)), Math.min(width, end)];
  context.fillStyle = colours.get(LOOKS.punch.line);
  context.fillRect(left, px(top + height / 2 - 1), Math.max(0, right - left), px(2));
  context.fillRect(tab, px(top), px(PUNCH_TAB), px(height));
  context.strokeStyle = colours.get(LOOKS.punch.line);
  context.lineWidth = px(1);
  context.fillStyle = colours.get('--ink-2');
  const post = [other - px(2) + px(1) / 2, px(top) + px(1) / 2, px(3), px(height) - px(1)] as const;
  context.fillRect(...post);
  context.strokeRect(...post);
  if (height < WHOLE_ROW.height) return;
  context.font = colours.font(8 * ratio, 600);
  context.fillStyle = colours.get(LOOKS.punch.text);
  const text = isIn ? 'IN' : 'OUT';
  const textWidth = context.measureText(text).width;
  context.fillText(text, tab + (px(PUNCH_TAB) - textWidth) / 2, 29 * ratio);
}

type StretchLook = (typeof LOOKS)['loop' | 'punch'] & { readonly top: number; readonly height: number };

/** Filled while it counts, an outline while it does not; its name where there is room. */
function drawStretch(
  { context, colours, ratio, width, xOf }: Canvas,
  { fromFrames, toFrames, on: ends }: RulerStretch,
  look: StretchLook,
): void {
  const on = ends.from;
  const px = (value: number) => Math.round(value * ratio);
  const [x, right] = [xOf(fromFrames), xOf(toFrames)];
  if (right < 0 || x > width) return;
  const [top, height] = [px(look.top), px(look.height)];
  context.font = colours.font(on ? 8 * ratio : 9 * ratio, on ? 600 : 500);
  const text = on ? look.words : `${look.words} off`;
  const textWidth = context.measureText(text).width;
  const fits = look.height >= WHOLE_ROW.height && right - x > textWidth + px(16);
  if (on) {
    context.fillStyle = colours.get(look.fill);
    context.fillRect(x, top, Math.max(px(2), right - x), height);
    if (!fits) return;
    context.fillStyle = colours.get(look.text);
    context.fillText(text, Math.max(0, x) + px(5), 29 * ratio);
    return;
  }
  context.strokeStyle = colours.get(look.line);
  context.lineWidth = px(1);
  context.strokeRect(x + px(1) / 2, top + px(1) / 2, Math.max(px(2), right - x - px(1)), height - px(1));
  if (!fits) return;
  const left = Math.max(0, x) + px(8);
  context.fillStyle = colours.get('--ink-2');
  context.fillRect(left, top, textWidth + px(6), px(9));
  context.fillStyle = colours.get(look.line);
  context.fillText(text, left + px(3), 29.5 * ratio);
}

function drawRange({ context, colours, ratio, xOf }: Canvas, { fromFrames, toFrames }: RulerRange): void {
  const [x, right] = [xOf(fromFrames), xOf(toFrames)];
  context.fillStyle = colours.withAlpha('--bone', 0.22);
  context.fillRect(x, Math.round(31 * ratio), Math.max(1, right - x), Math.round(20 * ratio));
}

function drawBars(canvas: Canvas, { grid, leftText }: Pick<RulerPicture, 'grid' | 'leftText'>): void {
  const { context, colours, ratio, width, height, xOf } = canvas;
  const px = (value: number) => Math.round(value * ratio);
  const line = Math.max(1, Math.round(ratio));
  const strong = strongLabels(grid);
  let labels = 0;
  for (const { frame, kind, label } of grid) {
    const x = xOf(frame);
    if (x < -px(60) || x > width) continue;
    const tall = label !== null ? 17 : kind === 'bar' ? 7 : 3;
    context.fillStyle = colours.get(kind === 'bar' ? '--ink-6' : '--line');
    context.fillRect(x, height - px(tall), line, px(tall));
    if (label === null) continue;
    if (x >= 0) labels++;
    drawPlace(canvas, x, { text: label, bold: strong.has(label) });
  }
  // Between two numbers far apart, the left edge says where it is.
  if (labels === 0) drawPlace(canvas, 0, { text: leftText, bold: false });
}

function drawPlace(
  { context, colours, ratio }: Canvas,
  x: number,
  { text, bold }: { readonly text: string; readonly bold: boolean },
): void {
  context.font = colours.font(10 * ratio, bold ? 600 : 400);
  context.fillStyle = colours.get(bold ? '--text-1' : '--text-3');
  context.fillText(text, x + Math.round(4 * ratio), 43 * ratio);
}

/** Every second number of a bar is bright, and all of them among numbers of beats. */
function strongLabels(grid: readonly GridLine[]): ReadonlySet<string> {
  const bars = grid.filter(({ label, kind }) => label !== null && kind === 'bar');
  const step = (bars[1]?.bar ?? 2) - (bars[0]?.bar ?? 1);
  const beatsToo = grid.some(({ label, kind }) => label !== null && kind !== 'bar');
  return new Set(
    bars.filter(({ bar }) => beatsToo || ((bar - 1) / step) % 2 === 0).map(({ label }) => label as string),
  );
}

function drawTimes({ context, colours, ratio, height, xOf }: Canvas, times: NonNullable<RulerPicture['times']>): void {
  const px = (value: number) => Math.round(value * ratio);
  for (const { frame, text } of times) {
    const x = xOf(frame);
    context.fillStyle = colours.get(text === null ? '--line' : '--ink-6');
    context.fillRect(x, height - px(text === null ? 4 : 17), Math.max(1, px(1)), px(17));
    if (text === null) continue;
    context.font = colours.font(10 * ratio);
    context.fillStyle = colours.get('--text-2');
    context.fillText(text, x + px(4), 43 * ratio);
  }
}
