/** The part of a scroll bar that stands for what is shown, in pixels of its trough. */
export type Thumb = { readonly start: number; readonly length: number };

export type Scrolled = {
  /** What there is, and how much of it is shown, in pixels. */
  readonly content: number;
  readonly shown: number;
  /** How far it is scrolled. */
  readonly at: number;
  /** The length of the trough. */
  readonly trough: number;
};

const LEAST_PIXELS = 24;

/** Undefined where everything is shown. */
export function scrollThumb({ content, shown, at, trough }: Scrolled): Thumb | undefined {
  if (content <= shown || trough <= LEAST_PIXELS) return undefined;
  const length = Math.max(LEAST_PIXELS, (shown / content) * trough);
  return { start: (Math.min(at, content - shown) / (content - shown)) * (trough - length), length };
}

/** How far the content scrolls when its thumb is dragged by so many pixels. */
export function scrolledByDrag(scrolled: Scrolled, pixels: number): number {
  const thumb = scrollThumb(scrolled);
  return thumb ? (pixels / (scrolled.trough - thumb.length)) * (scrolled.content - scrolled.shown) : 0;
}
