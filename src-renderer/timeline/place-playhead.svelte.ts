import type { FrameLoop } from '../controls/frame-loop.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import { xAt } from './viewport.ts';

/** A playhead that comes so near to the right edge turns the page, and stands so far in afterwards. */
const TURN_SHARE = 0.94;
const TURNED_SHARE = 0.06;

/** Svelte attachment: keeps an element at the playhead, on whole device pixels; out of sight it is hidden. */
export function placePlayhead(
  timeline: TimelineState,
  frames: FrameLoop,
  at: () => number,
): (element: HTMLElement) => () => void {
  return (element) => {
    let shownAt = Number.NaN;
    const move = (): boolean => {
      const { view } = timeline;
      const ratio = window.devicePixelRatio;
      const x = Math.round(xAt(view, at()) * ratio) / ratio;
      if (x === shownAt) return timeline.app.transport.playing;
      shownAt = x;
      element.style.transform = `translateX(${x}px)`;
      element.style.visibility = x < 0 || x > view.width ? 'hidden' : 'visible';
      return true;
    };
    const stop = frames.add(move);
    // A scroll or a jump takes it along at once.
    $effect(() => {
      void timeline.view;
      move();
    });
    return stop;
  };
}

/** Turns the page when the playhead leaves it, while playing; answers whether it did. */
export function followPlayhead(timeline: TimelineState, frame: number): boolean {
  const { view, follow, app } = timeline;
  if (!follow || !app.transport.playing || timeline.preview || timeline.band) return false;
  const x = xAt(view, frame);
  if (x >= 0 && x <= view.width * TURN_SHARE) return false;
  timeline.view = { ...view, fromFrames: Math.max(0, frame - view.width * TURNED_SHARE * view.framesPerPixel) };
  return true;
}
