/**
 * Which part of the timeline is on screen. Places are CSS pixels from the left of the lanes; drawing rounds to device
 * pixels on a grid that is anchored at frame 0, so that nothing shimmers while it scrolls.
 */
export type Viewport = {
  /** Frame at the left edge, ≥ 0, broken. */
  readonly fromFrames: number;
  readonly framesPerPixel: number;
  readonly width: number;
};

/** So far one can look into a sound: pixels of a frame. */
const CLOSEST_FRAMES_PER_PIXEL = 1 / 16;
/** Room after the end of the song when all of it is shown, as a share of its length. */
const FIT_MARGIN = 0.04;
/** How far to the right a playhead behind the song stands at most when all of it is shown. */
const PLAYHEAD_SHARE = 0.8;

export function xAt({ fromFrames, framesPerPixel }: Viewport, frame: number): number {
  return (frame - fromFrames) / framesPerPixel;
}

/** The frame at a place, broken; before frame 0 it is negative. */
export function frameAt({ fromFrames, framesPerPixel }: Viewport, x: number): number {
  return fromFrames + x * framesPerPixel;
}

export function endFrames({ fromFrames, framesPerPixel, width }: Viewport): number {
  return fromFrames + width * framesPerPixel;
}

/** The widest look at a song of that length: all of it and as much again. */
export function farthestFramesPerPixel(lengthFrames: number, width: number): number {
  return (2 * Math.max(lengthFrames, 1)) / Math.max(width, 1);
}

/** Zooms by `factor` (> 1 looks closer); what is at `x` stays at `x`. */
export function zoomedAt(view: Viewport, x: number, factor: number, lengthFrames: number): Viewport {
  const farthest = Math.max(farthestFramesPerPixel(lengthFrames, view.width), view.framesPerPixel);
  const framesPerPixel = Math.min(farthest, Math.max(CLOSEST_FRAMES_PER_PIXEL, view.framesPerPixel / factor));
  return { ...view, framesPerPixel, fromFrames: Math.max(0, frameAt(view, x) - x * framesPerPixel) };
}

/** Scrolls by pixels; it stops at frame 0 and where only the end of the song is still to be seen. */
export function scrolledBy(view: Viewport, pixels: number, lengthFrames: number): Viewport {
  return scrolledTo(view, view.fromFrames + pixels * view.framesPerPixel, lengthFrames);
}

export function scrolledTo(view: Viewport, fromFrames: number, lengthFrames: number): Viewport {
  const last = Math.max(
    0,
    lengthFrames - (view.width * view.framesPerPixel) / 4,
    Math.min(view.fromFrames, fromFrames),
  );
  return { ...view, fromFrames: Math.min(Math.max(0, fromFrames), last) };
}

/** Shows a stretch from edge to edge, with a little room on both sides. */
export function fitted(view: Viewport, fromFrames: number, toFrames: number): Viewport {
  const length = Math.max(1, toFrames - fromFrames);
  const framesPerPixel = Math.max(CLOSEST_FRAMES_PER_PIXEL, (length * (1 + FIT_MARGIN)) / Math.max(view.width, 1));
  const from = fromFrames <= 0 ? 0 : fromFrames - (length * FIT_MARGIN) / 2;
  return { ...view, framesPerPixel, fromFrames: Math.max(0, from) };
}

/**
 * The song from its start, and the playhead where it lies behind the song, as while something is recorded there; while it
 * plays with room to go on before the page turns. All in frames.
 */
export function fittedSong(
  view: Viewport,
  song: { readonly lengthFrames: number; readonly playheadFrames: number; readonly isPlaying: boolean },
): Viewport {
  const { lengthFrames, playheadFrames, isPlaying } = song;
  const withPlayhead = isPlaying || playheadFrames > lengthFrames ? playheadFrames / PLAYHEAD_SHARE : 0;
  return fitted(view, 0, Math.max(lengthFrames, withPlayhead));
}

/** Scrolls only if `frame` is not on screen with `margin` pixels to spare, and then so that it stands a fifth in. */
export function revealing(view: Viewport, frame: number, margin = 24): Viewport {
  const x = xAt(view, frame);
  if (x >= margin && x <= view.width - margin) return view;
  return { ...view, fromFrames: Math.max(0, frame - (view.width / 5) * view.framesPerPixel) };
}

/** The place of frames in whole device pixels: `devicePixels(view, ratio)(frame)`. */
export function devicePixels(view: Viewport, ratio: number): (frame: number) => number {
  const framesPerColumn = view.framesPerPixel / ratio;
  const origin = Math.round(view.fromFrames / framesPerColumn);
  return (frame) => Math.round(frame / framesPerColumn) - origin;
}
