import type { Attachment } from 'svelte/attachments';
import type { Screen } from '../controls/screen-context.ts';
import type { ThemeColours } from '../theme/theme-colours.ts';
import { type CanvasSize, sized } from '../timeline/canvas-size.ts';

/** A canvas to draw on in CSS pixels, and what keeps its lines sharp. */
export type Picture = {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly colours: ThemeColours;
  /** The width of a line of one CSS pixel, in whole device pixels. */
  readonly line: number;
  /** The nearest edge between device pixels. */
  snap(pixels: number): number;
};

export type PictureOptions = {
  readonly draw: (picture: Picture) => void;
  /** Whatever it depends on: drawn again when one of these is another one. */
  readonly depends: () => readonly unknown[];
  /** Drawn no more often than this. */
  readonly everySeconds?: number;
};

const THIRTY_A_SECOND = 1 / 32;

/** Draws a canvas when what it shows, its size or the theme has changed. */
export function picture(here: Screen, { draw, depends, everySeconds = THIRTY_A_SECOND }: PictureOptions) {
  const attachment: Attachment<HTMLCanvasElement> = (canvas) => {
    // Read here, so that another theme begins anew.
    void here.theme;
    let size: CanvasSize | undefined;
    let known: readonly unknown[] | undefined;
    let drawnAt = Number.NEGATIVE_INFINITY;
    const stopSizing = sized((next) => {
      size = next;
      known = undefined;
      drawnAt = Number.NEGATIVE_INFINITY;
    })(canvas);
    const stopDrawing = here.frames.add(({ seconds }) => {
      if (!size || seconds - drawnAt < everySeconds) return false;
      const now = depends();
      if (known && now.every((value, index) => Object.is(value, known?.[index]))) return false;
      known = now;
      drawnAt = seconds;
      const { context, ratio, width, height } = size;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      draw({
        context,
        width: width / ratio,
        height: height / ratio,
        colours: here.colours,
        line: Math.max(1, Math.floor(ratio)) / ratio,
        snap: (pixels) => Math.round(pixels * ratio) / ratio,
      });
      return true;
    });
    return () => {
      stopDrawing();
      stopSizing();
    };
  };
  return attachment;
}

/** A line across, or down, on whole device pixels. */
export function across({ context, line, snap }: Picture, x: number, y: number, width: number): void {
  context.fillRect(snap(x), snap(y), snap(width), line);
}

export function down({ context, line, snap }: Picture, x: number, y: number, height: number): void {
  context.fillRect(snap(x), snap(y), line, snap(height));
}

/** A line through places; `at` answers NaN where it is broken. */
export function trace(
  { context }: Picture,
  count: number,
  at: (index: number) => readonly [x: number, y: number],
): void {
  let drawing = false;
  context.beginPath();
  for (let index = 0; index < count; index++) {
    const [x, y] = at(index);
    if (Number.isNaN(y)) drawing = false;
    else if (drawing) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      drawing = true;
    }
  }
}
