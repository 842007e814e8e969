/** A clip on the canvas: its tint, name, wave as it sounds, gain line, fades and crossfades, and its state. */
import { fadeGain, type Segment, type SegmentFade } from '../../src-shared/session/clip-envelope.ts';
import type { Clip, FadeShape } from '../../src-shared/session/records/clip.ts';
import type { Media } from '../../src-shared/session/records/media.ts';
import type { ThemeColours } from '../theme/theme-colours.ts';
import { trackTint } from './canvas-colours.ts';
import { EDGE_HEIGHT, gainHandleX, gainLineY, HANDLE_PIXELS, NAME_HEIGHT } from './clip-geometry.ts';
import { NAME_FROM_HEIGHT } from './track-rows.ts';
import type { TileSource } from './wave-columns.ts';

export const MUTED_ALPHA = 0.45;
/** Pixels beside the canvas that are drawn, so that edges out of sight stay out of sight. */
const OUTSIDE = 32;

export type ClipState = {
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly focused: boolean;
  readonly missing: boolean;
};

export type ClipPaint = {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ThemeColours;
  readonly light: boolean;
  readonly tiles: TileSource;
  /** Device pixels of a CSS pixel. */
  readonly ratio: number;
  readonly framesPerColumn: number;
  /** How many times higher waves are drawn than they are; the screen says so where it is not 1. */
  readonly waveScale: number;
  /** Place of a frame in device pixels. */
  readonly xOf: (frame: number) => number;
  /** Width of the canvas in device pixels. */
  readonly width: number;
};

export type ClipPicture = {
  readonly clip: Clip;
  readonly media: Media | undefined;
  /** As it sounds among its neighbours: its fades may be crossfades. */
  readonly segment: Segment;
  /** The track's colour, or its own. */
  readonly colour: number;
  readonly state: ClipState;
  /** Its row, in CSS pixels from the top of the canvas. */
  readonly top: number;
  readonly height: number;
};

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A clip and where it lies on the canvas, in device pixels. */
export type PlacedClip = {
  readonly picture: ClipPicture;
  /** What of it is drawn: far outside the canvas nothing is. */
  readonly box: Box;
  /** Its wave from edge to edge, which may reach far beyond the canvas. */
  readonly waveBox: Box;
};

/** Undefined for a clip that is out of sight. */
export function placeClip({ ratio, xOf, width }: ClipPaint, picture: ClipPicture): PlacedClip | undefined {
  const { clip, top, height } = picture;
  const x = xOf(clip.startFrames);
  const right = xOf(clip.startFrames + clip.lengthFrames);
  if (right < 0 || x > width) return undefined;
  // One column stays free at the right, so that clips that touch are two.
  const line = Math.round(ratio);
  const [left, end] = [Math.max(x, -OUTSIDE), Math.min(right - line, width + OUTSIDE)];
  const y = Math.round((top + 1) * ratio);
  const box = { x: left, y, width: Math.max(1, end - left), height: Math.round((height - 3) * ratio) };
  const head = headPixels(picture, ratio);
  const waveBox = { x, y: y + head, width: Math.max(1, right - x - line), height: box.height - head };
  return { picture, box, waveBox };
}

/** The strip of the name, or the thin edge. */
function headPixels({ height }: ClipPicture, ratio: number): number {
  return Math.round((height >= NAME_FROM_HEIGHT ? NAME_HEIGHT : EDGE_HEIGHT) * ratio);
}

/** What lies under the wave: the tint, and the strip of the name or the thin edge. */
export function drawClipGround({ context, colours, ratio }: ClipPaint, { picture, box }: PlacedClip): void {
  const { clip, colour, state, height } = picture;
  context.globalAlpha = clip.muted ? MUTED_ALPHA : 1;
  context.fillStyle = colours.get('--ink-1');
  context.fillRect(box.x, box.y, box.width, box.height);
  context.fillStyle = colours.track(colour, colours.number('--clip-fill-a') + (state.hovered ? 0.05 : 0));
  context.fillRect(box.x, box.y, box.width, box.height);
  const named = height >= NAME_FROM_HEIGHT;
  if (state.selected) context.fillStyle = colours.get('--bone');
  else context.fillStyle = colours.track(colour, named ? colours.number('--clip-head-a') : 0.9);
  context.fillRect(box.x, box.y, box.width, headPixels(picture, ratio));
  context.globalAlpha = 1;
}

/** What lies over the wave. @param nextX where the next clip begins: a name ends there. */
export function drawClipMarks(paint: ClipPaint, { picture, box, waveBox }: PlacedClip, nextX: number): void {
  const { context } = paint;
  const { clip, colour, state, height } = picture;
  const marks = { ...box, y: waveBox.y, height: waveBox.height };
  context.globalAlpha = clip.muted ? MUTED_ALPHA : 1;
  if (state.missing) drawHatching(paint, colour, marks);
  if (clip.gainDb !== 0 || state.selected) drawGainLine(paint, picture, box);
  drawFades(paint, picture, marks);
  if (height >= NAME_FROM_HEIGHT) drawName(paint, picture, { ...box, width: Math.min(box.width, nextX - box.x) });
  context.globalAlpha = 1;
  if (state.selected) outline(paint, box, '--bone');
}

function drawHatching({ context, colours, ratio }: ClipPaint, colour: number, box: Box): void {
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.strokeStyle = colours.track(colour, 0.4);
  context.lineWidth = ratio;
  context.beginPath();
  const from = Math.max(box.x - box.height, -box.height);
  const step = 6 * ratio;
  for (let x = from - (from % step); x < Math.min(box.x + box.width, context.canvas.width); x += step) {
    context.moveTo(x, box.y + box.height);
    context.lineTo(x + box.height, box.y);
  }
  context.stroke();
  context.restore();
}

function drawName(paint: ClipPaint, { clip, colour, state }: ClipPicture, box: Box): void {
  const { context, colours, light, ratio } = paint;
  const left = Math.max(box.x, 0) + Math.round(5 * ratio);
  const room = Math.min(box.x + box.width, paint.width) - left - Math.round(4 * ratio);
  if (room < 8 * ratio) return;
  const font = colours.font(10 * ratio, 500);
  context.font = font;
  context.fillStyle = state.selected ? colours.get('--on-bone') : trackTint(colours, colour, 0.62, light);
  const words = [clip.name];
  if (state.missing) words.push('file missing');
  if (clip.muted) words.push('muted');
  if (clip.gainDb !== 0) words.push(`${clip.gainDb > 0 ? '+' : '−'}${Math.abs(clip.gainDb).toFixed(1)} dB`);
  context.fillText(fitted({ context, font }, words.join(' · '), room), left, box.y + Math.round(10.5 * ratio));
}

/** Widths of texts in device pixels, by font. */
const widths = new Map<string, number>();
const MOST_WIDTHS = 20_000;

/** As many letters as fit into the room: a mask for every name would cost more than all else of a clip. */
function fitted(
  { context, font }: { readonly context: CanvasRenderingContext2D; readonly font: string },
  text: string,
  room: number,
): string {
  for (let length = text.length; length > 0; ) {
    const part = text.slice(0, length);
    const key = `${font}/${part}`;
    const width = widths.get(key) ?? context.measureText(part).width;
    if (widths.size > MOST_WIDTHS) widths.clear();
    widths.set(key, width);
    if (width <= room) return part.trimEnd();
    length = Math.min(length - 1, Math.ceil((length * room) / width));
  }
  return '';
}

function drawGainLine({ context, colours, ratio }: ClipPaint, picture: ClipPicture, box: Box): void {
  const { clip, state, top, height } = picture;
  const css = {
    left: 0,
    right: 0,
    top: top + 1,
    bottom: top + height - 2,
    waveTop: top + 1 + (height >= NAME_FROM_HEIGHT ? NAME_HEIGHT : EDGE_HEIGHT),
  };
  const y = Math.round(gainLineY(css, clip.gainDb) * ratio);
  context.fillStyle = colours.withAlpha('--bone', 0.62);
  const dash = Math.round(3 * ratio);
  const from = Math.max(box.x, -((0 - box.x) % (2 * dash)));
  for (let x = from; x < Math.min(box.x + box.width, context.canvas.width); x += dash * 2)
    context.fillRect(x, y, Math.min(dash, box.x + box.width - x), Math.round(ratio));
  const handleX = gainHandleX(
    { left: box.x / ratio, right: (box.x + box.width) / ratio },
    context.canvas.width / ratio,
  );
  if (!state.selected || handleX === undefined) return;
  const size = Math.round(HANDLE_PIXELS * ratio);
  context.fillStyle = colours.get('--bone');
  context.fillRect(Math.round(handleX * ratio - size / 2), y - Math.floor(size / 2), size, size);
}

/** Curves and handles of the clip's own fades; a fade that is a crossfade is drawn by `drawCrossfade`. */
function drawFades(paint: ClipPaint, { clip, segment, state }: ClipPicture, box: Box): void {
  const { context, colours, ratio, xOf } = paint;
  const own = (edge: 'fadeIn' | 'fadeOut') => segment[edge].lengthFrames === clip[edge].lengthFrames;
  const [start, end] = [xOf(clip.startFrames), xOf(clip.startFrames + clip.lengthFrames) - Math.round(ratio)];
  const ends = {
    fadeIn: xOf(clip.startFrames + clip.fadeIn.lengthFrames),
    fadeOut: xOf(clip.startFrames + clip.lengthFrames - clip.fadeOut.lengthFrames) - Math.round(ratio),
  };
  context.strokeStyle = colours.withAlpha('--bone', 0.8);
  context.lineWidth = ratio;
  for (const edge of ['fadeIn', 'fadeOut'] as const) {
    if (!own(edge)) continue;
    const from = edge === 'fadeIn' ? start : ends.fadeOut;
    const to = edge === 'fadeIn' ? ends.fadeIn : end;
    if (clip[edge].lengthFrames > 0)
      drawCurve(context, { ...box, x: from, width: to - from }, clip[edge].shape, edge === 'fadeOut');
    if ((clip[edge].lengthFrames > 0 || state.hovered || state.selected) && box.width > 24 * ratio)
      drawHandle(paint, edge === 'fadeIn' ? Math.max(ends.fadeIn, box.x) : ends.fadeOut, box);
  }
}

function drawHandle({ context, colours, ratio }: ClipPaint, x: number, box: Box): void {
  const size = Math.round(HANDLE_PIXELS * ratio);
  if (x < -size || x > context.canvas.width + size) return;
  const left = Math.min(Math.max(x - Math.floor(size / 2), box.x), box.x + box.width - size);
  context.fillStyle = colours.get('--ink-1');
  context.fillRect(left - 1, box.y - 1, size + 2, size + 2);
  context.fillStyle = colours.get('--bone');
  context.fillRect(left, box.y, size, size);
}

/** A fade's curve from edge to edge of a box; the box may be far wider than the screen. */
function drawCurve(context: CanvasRenderingContext2D, box: Box, shape: FadeShape, falling: boolean): void {
  if (box.width < 2) return;
  const from = Math.max(0, -box.x - 2);
  const to = Math.min(box.width, context.canvas.width - box.x + 2);
  const step = Math.max(1, Math.floor((to - from) / 64));
  context.beginPath();
  for (let at = from; ; at = Math.min(to, at + step)) {
    const part = falling ? 1 - at / box.width : at / box.width;
    context.lineTo(box.x + at + 0.5, box.y + box.height - 0.5 - fadeGain(shape, part) * (box.height - 1));
    if (at >= to) break;
  }
  context.stroke();
}

/** An overlap: a bone wash, both curves, and its edges. Drawn over both clips. */
export function drawCrossfade(
  paint: ClipPaint,
  { startFrames, lengthFrames, shape }: SegmentFade,
  { top, height }: { readonly top: number; readonly height: number },
): void {
  const { context, colours, ratio, xOf } = paint;
  const x = xOf(startFrames);
  const width = xOf(startFrames + lengthFrames) - x;
  if (x > paint.width || x + width < 0 || width < 2) return;
  const head = Math.round((height >= NAME_FROM_HEIGHT ? NAME_HEIGHT : EDGE_HEIGHT) * ratio);
  const box = { x, width, y: Math.round((top + 1) * ratio) + head, height: Math.round((height - 3) * ratio) - head };
  context.fillStyle = colours.withAlpha('--bone', 0.16);
  context.fillRect(box.x, box.y, box.width, box.height);
  context.strokeStyle = colours.get('--bone');
  context.lineWidth = 1.25 * ratio;
  drawCurve(context, box, shape, false);
  drawCurve(context, box, shape, true);
  context.fillStyle = colours.get('--bone');
  const line = Math.round(ratio);
  context.fillRect(x, box.y, line, box.height);
  context.fillRect(x + width - line, box.y, line, box.height);
}

function outline({ context, colours, ratio }: ClipPaint, box: Box, token: string): void {
  const line = Math.round(ratio);
  context.fillStyle = colours.get(token);
  context.fillRect(box.x, box.y, box.width, line);
  context.fillRect(box.x, box.y + box.height - line, box.width, line);
  context.fillRect(box.x, box.y, line, box.height);
  context.fillRect(box.x + box.width - line, box.y, line, box.height);
}
