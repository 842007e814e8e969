import { watchPixelRatio } from '../controls/pixel-ratio.ts';

/** A canvas that has exactly the device pixels of its place, at any zoom of the window. */
export type CanvasSize = {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** In device pixels. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  /** In CSS pixels. */
  readonly cssWidth: number;
  readonly cssHeight: number;
};

/** Svelte attachment: gives the canvas its pixels and tells each new size. */
export function sized(tell: (size: CanvasSize) => void): (canvas: HTMLCanvasElement) => () => void {
  return (canvas) => {
    const context = canvas.getContext('2d', { alpha: true });
    if (!context) return () => {};
    const measure = (exact?: ResizeObserverSize) => {
      const ratio = window.devicePixelRatio;
      const { clientWidth: cssWidth, clientHeight: cssHeight } = canvas;
      if (cssWidth === 0 || cssHeight === 0) return;
      const width = nearest(exact?.inlineSize, cssWidth * ratio);
      const height = nearest(exact?.blockSize, cssHeight * ratio);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      tell({ canvas, context, width, height, ratio, cssWidth, cssHeight });
    };
    const observer = new ResizeObserver(([entry]) => measure(entry?.devicePixelContentBoxSize?.[0]));
    try {
      observer.observe(canvas, { box: 'device-pixel-content-box' });
    } catch {
      // Safari knows no device pixels here: rounding comes near.
      observer.observe(canvas);
    }
    // Its place is as large as before where the pixels alone are others.
    const stopWatching = watchPixelRatio(() => measure());
    return () => {
      observer.disconnect();
      stopWatching();
    };
  };
}

/** What the browser says in device pixels; rounded from CSS pixels where it says none, or those of another screen. */
function nearest(exact: number | undefined, pixels: number): number {
  return exact !== undefined && Math.abs(exact - pixels) <= 1 ? exact : Math.round(pixels);
}

/** Draws once before the next frame, however often it is asked to; the newest wish counts. */
export class Repaint {
  #draw: (() => void) | null = null;
  #waiting = 0;

  request(draw: () => void): void {
    this.#draw = draw;
    if (this.#waiting !== 0) return;
    this.#waiting = requestAnimationFrame(() => {
      this.#waiting = 0;
      this.#draw?.();
    });
  }

  stop(): void {
    if (this.#waiting !== 0) cancelAnimationFrame(this.#waiting);
    this.#waiting = 0;
    this.#draw = null;
  }
}
