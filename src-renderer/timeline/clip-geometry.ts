/** Where the parts of a clip lie on its row, and which of them is under the pointer. In CSS pixels. */
import type { Clip } from '../../src-shared/session/records/clip.ts';
import { NAME_FROM_HEIGHT, type Row } from './track-rows.ts';
import { type Viewport, xAt } from './viewport.ts';

export const NAME_HEIGHT = 14;
export const EDGE_HEIGHT = 2;
export const HANDLE_PIXELS = 5;
/** How near to an edge the pointer trims, and to a handle it fades. */
const EDGE_REACH = 5;
const HANDLE_REACH = 6;
const GAIN_REACH = 4;
/** Narrower clips are for moving only. */
const LEAST_WIDTH_FOR_HANDLES = 24;
const LEAST_WIDTH_FOR_GAIN = 64;
/** The gain line runs from −24 dB at the foot of the wave to +12 dB at its head. */
export const GAIN_LINE_DB = { lowest: -24, highest: 12 } as const;

export type ClipPart = 'body' | 'start' | 'end' | 'fadeIn' | 'fadeOut' | 'gain';

export type ClipBox = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The top of the wave: under the name or the thin edge. */
  readonly waveTop: number;
};

export function clipEnd({ startFrames, lengthFrames }: Pick<Clip, 'startFrames' | 'lengthFrames'>): number {
  return startFrames + lengthFrames;
}

export function clipBox(view: Viewport, row: Row, clip: Clip): ClipBox {
  const top = row.top + 1;
  return {
    left: xAt(view, clip.startFrames),
    right: xAt(view, clipEnd(clip)),
    top,
    bottom: row.top + row.height - 2,
    waveTop: top + (row.height >= NAME_FROM_HEIGHT ? NAME_HEIGHT : EDGE_HEIGHT),
  };
}

/** The height of the gain line; −∞ and all below the scale lie on its foot. */
export function gainLineY({ waveTop, bottom }: ClipBox, gainDb: number): number {
  const { lowest, highest } = GAIN_LINE_DB;
  const share = (Math.min(highest, Math.max(lowest, gainDb)) - lowest) / (highest - lowest);
  return bottom - 1 - share * (bottom - waveTop - 2);
}

/** Where a chosen clip at 0 dB is taken by its gain line: in the middle of what is seen of it; undefined where it is too narrow. */
export function gainHandleX({ left, right }: Pick<ClipBox, 'left' | 'right'>, width: number): number | undefined {
  const [from, to] = [Math.max(0, left), Math.min(width, right)];
  return to - from < LEAST_WIDTH_FOR_GAIN ? undefined : (from + to) / 2;
}

/** dB that a drag of the gain line by one pixel changes. */
export function gainDbPerPixel({ waveTop, bottom }: ClipBox): number {
  return (GAIN_LINE_DB.highest - GAIN_LINE_DB.lowest) / Math.max(1, bottom - waveTop - 2);
}

export type FadeHandles = { readonly fadeIn: number; readonly fadeOut: number };

/** Where the fades' handles stand: at the inner end of each fade. */
export function fadeHandles(view: Viewport, clip: Clip): FadeHandles {
  return {
    fadeIn: xAt(view, clip.startFrames + clip.fadeIn.lengthFrames),
    fadeOut: xAt(view, clipEnd(clip) - clip.fadeOut.lengthFrames),
  };
}

/**
 * The part of a clip at a place; undefined outside it. Handles lie at the head of the wave, and win over edges. The gain
 * line is there as a whole once it is off 0 dB; of a chosen clip it has a handle before.
 */
export function clipPartAt(
  view: Viewport,
  row: Row,
  clip: Clip,
  { x, y, selected = false }: { readonly x: number; readonly y: number; readonly selected?: boolean },
): ClipPart | undefined {
  const box = clipBox(view, row, clip);
  if (y < box.top || y > box.bottom || x < box.left - 1 || x > box.right + 1) return undefined;
  const width = box.right - box.left;
  if (width >= LEAST_WIDTH_FOR_HANDLES) {
    const handles = fadeHandles(view, clip);
    const nearHead = Math.abs(y - box.waveTop) <= HANDLE_REACH;
    if (nearHead && Math.abs(x - handles.fadeIn) <= HANDLE_REACH) return 'fadeIn';
    if (nearHead && Math.abs(x - handles.fadeOut) <= HANDLE_REACH) return 'fadeOut';
  }
  const edge = Math.min(EDGE_REACH, width / 4);
  if (x <= box.left + edge) return 'start';
  if (x >= box.right - edge) return 'end';
  const onLine = y > box.waveTop && Math.abs(y - gainLineY(box, clip.gainDb)) <= GAIN_REACH;
  const handleX = selected ? gainHandleX(box, view.width) : undefined;
  const onHandle = handleX !== undefined && Math.abs(x - handleX) <= HANDLE_REACH;
  if (onLine && (clip.gainDb !== 0 || onHandle)) return 'gain';
  return 'body';
}
