/** Where a place lands: on the grid, on an event near by, or where it is. */
import type { TempoMap } from '../../src-shared/session/tempo-map.ts';

export type SnapMode = 'grid' | 'events' | 'off';
export const SNAP_MODES: readonly SnapMode[] = ['grid', 'events', 'off'];

export type Snapping = {
  readonly mode: SnapMode;
  readonly map: TempoMap;
  readonly stepBeats: number;
  /** Edges of clips, markers and the playhead, in order. */
  readonly events: readonly number[];
  /** How near an event must be, in frames. */
  readonly reachFrames: number;
};

/** The whole frame, ≥ 0, where a broken one lands. Events win over the grid where one is in reach. */
export function snapped(frame: number, snapping: Snapping): number {
  const whole = Math.max(0, Math.round(frame));
  if (snapping.mode === 'off') return whole;
  const event = nearest(snapping.events, frame);
  if (event !== undefined && Math.abs(event - frame) <= reach(snapping)) return event;
  return snapping.mode === 'grid' ? snapping.map.nearestGridFrame(whole, snapping.stepBeats) : whole;
}

/** Beside a grid an event must be nearer: half as far as where events are all there is. */
function reach({ mode, reachFrames }: Snapping): number {
  return mode === 'grid' ? reachFrames / 2 : reachFrames;
}

/** How far a stretch moves when it is dragged by `delta`: so that its start lands, or its end where that lands nearer on an event. */
export function snappedDelta(start: number, end: number, delta: number, snapping: Snapping): number {
  const atStart = snapped(start + delta, snapping) - start;
  if (snapping.mode === 'off') return Math.max(atStart, -start);
  const event = nearest(snapping.events, end + delta);
  if (event === undefined || Math.abs(event - end - delta) > reach(snapping)) return atStart;
  const atEnd = event - end;
  const startIsEvent = snapping.events.includes(start + atStart);
  return startIsEvent && Math.abs(atStart - delta) <= Math.abs(atEnd - delta) ? atStart : Math.max(atEnd, -start);
}

function nearest(events: readonly number[], frame: number): number | undefined {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] as number) < frame) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [events[low - 1], events[low]];
  if (before === undefined || after === undefined) return before ?? after;
  return frame - before <= after - frame ? before : after;
}
