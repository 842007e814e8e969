import type { TimelineState } from './timeline-state.svelte.ts';

/** A notch of a wheel zooms by so much; trackpads send many small ones. */
const ZOOM_PER_PIXEL = 0.0028;
const LINE_PIXELS = 32;

/** The wheel on the timeline: rows up and down, Shift or sideways along the song, Ctrl zooms at the pointer, with Alt the heights. */
export function wheelOn(timeline: TimelineState, event: WheelEvent, x: number): void {
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if ((event.ctrlKey || event.metaKey) && event.altKey) timeline.scaleHeights(dy < 0 ? 1.15 : 1 / 1.15);
  else if (event.ctrlKey || event.metaKey) timeline.zoom(Math.exp(-dy * ZOOM_PER_PIXEL), x);
  else if (event.shiftKey) timeline.scroll(dx + dy);
  else {
    if (dx !== 0) timeline.scroll(dx);
    if (dy !== 0) timeline.scrollRows(dy);
  }
}
