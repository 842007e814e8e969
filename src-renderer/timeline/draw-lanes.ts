/** The lanes under the clips: ground, grid and rows; and the clips of what is on screen. */
import { loneSegment, type Segment } from '../../src-shared/session/clip-envelope.ts';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { ThemeColours } from '../theme/theme-colours.ts';
import {
  type ClipPaint,
  type ClipState,
  drawClipGround,
  drawClipMarks,
  drawCrossfade,
  type PlacedClip,
  placeClip,
} from './draw-clip.ts';
import { drawClipSamples, drawMemberWave } from './draw-clip-wave.ts';
import type { GridLine } from './grid.ts';
import { RowWaves } from './row-waves.ts';
import type { Row } from './track-rows.ts';

export type Canvas = {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ThemeColours;
  readonly light: boolean;
  readonly ratio: number;
  /** In device pixels. */
  readonly width: number;
  readonly height: number;
  readonly xOf: (frame: number) => number;
};

/** Rows on screen, their top already in CSS pixels from the top of the canvas. */
export function drawGround(
  { context, colours, light, ratio, width, height, xOf }: Canvas,
  { rows, grid, selectedStripId }: { rows: readonly Row[]; grid: readonly GridLine[]; selectedStripId: string | null },
): void {
  context.fillStyle = colours.get('--ink-1');
  context.fillRect(0, 0, width, height);
  const line = Math.max(1, Math.round(ratio));
  const last = rows[rows.length - 1];
  for (const row of rows) {
    const [y, rowHeight] = [Math.round(row.top * ratio), Math.round(row.height * ratio)];
    if (row.kind !== 'track') {
      context.globalAlpha = light ? 0.6 : 0.45;
      context.fillStyle = colours.get('--ink-0');
      context.fillRect(0, y, width, rowHeight);
      context.globalAlpha = 1;
    }
    if (row.stripId === selectedStripId) {
      context.fillStyle = colours.get('--select-fill');
      context.fillRect(0, y, width, rowHeight);
    }
  }
  for (const { frame, kind } of grid) {
    context.fillStyle = colours.get(kind === 'bar' ? '--grid-bar' : '--grid-beat');
    context.fillRect(xOf(frame), 0, line, height);
  }
  context.fillStyle = colours.get('--ink-0');
  for (const row of rows) context.fillRect(0, Math.round((row.top + row.height) * ratio) - line, width, line);
  if (last) {
    // Under the last row there is room, not lanes.
    const end = Math.round((last.top + last.height) * ratio);
    context.globalAlpha = 0.5;
    context.fillRect(0, end, width, Math.max(0, height - end));
    context.globalAlpha = 1;
  }
}

const rowWaves = new RowWaves();

export type TrackClips = {
  readonly row: Row;
  /** In order of start. */
  readonly clips: readonly Clip[];
  readonly segments: ReadonlyMap<string, Segment>;
};

/** The clips of a track, a later over an earlier, and its crossfades over all. */
export function drawTrack(
  paint: ClipPaint,
  { row, clips, segments }: TrackClips,
  { session, stateOf }: { session: Session; stateOf: (clip: Clip) => ClipState },
): void {
  const colour = session.strips[row.stripId]?.colour ?? 0;
  const { top, height } = row;
  const placed: PlacedClip[] = [];
  for (const clip of clips) {
    const segment = segments.get(clip.id) ?? loneSegment(clip);
    const look = { media: session.media[clip.mediaId], colour: clip.colour ?? colour, state: stateOf(clip) };
    const one = placeClip(paint, { clip, segment, ...look, top, height });
    if (one) placed.push(one);
  }
  for (const one of placed) drawClipGround(paint, one);
  if (paint.framesPerColumn < 1) for (const one of placed) drawClipSamples(paint, one);
  else rowWaves.draw(paint, { stripId: row.stripId, colour, placed, segments, session });
  for (const [index, one] of placed.entries())
    drawClipMarks(paint, one, placed[index + 1]?.box.x ?? Number.POSITIVE_INFINITY);
  for (const clip of clips) {
    const segment = segments.get(clip.id);
    if (segment && isCrossfade(clip, segment)) drawCrossfade(paint, segment.fadeIn, row);
  }
}

/** True where the start of a clip is an overlap with what came before. */
function isCrossfade(clip: Clip, { fadeIn }: Segment): boolean {
  const isOwn = fadeIn.lengthFrames === clip.fadeIn.lengthFrames && fadeIn.shape === clip.fadeIn.shape;
  return fadeIn.lengthFrames > 0 && !isOwn;
}

export type MemberClip = { readonly clip: Clip; readonly segment: Segment; readonly gain: number };

/** What lies in a group: when its members play, and their waves one over the other, each at its fader. */
export function drawGroup(
  paint: ClipPaint,
  row: Row,
  {
    stretches,
    members,
    colour,
  }: { stretches: readonly { from: number; to: number }[]; members: readonly MemberClip[]; colour: number },
): void {
  const { context, colours, ratio, xOf, width } = paint;
  const [y, height] = [Math.round((row.top + 3) * ratio), Math.round((row.height - 7) * ratio)];
  const line = Math.round(ratio);
  context.fillStyle = colours.track(colour, 0.1);
  for (const { from, to } of stretches) {
    const [left, right] = [Math.max(xOf(from), -line), Math.min(xOf(to), width + line)];
    if (right > left) context.fillRect(left, y, Math.max(1, right - left - line), height);
  }
  for (const { clip, segment, gain } of members) {
    const x = xOf(clip.startFrames);
    const box = { x, y, width: Math.max(1, xOf(clip.startFrames + clip.lengthFrames) - x - line), height };
    drawMemberWave(paint, { clip, segment }, { box, colour: colours.track(colour, 0.5), gain });
  }
}
