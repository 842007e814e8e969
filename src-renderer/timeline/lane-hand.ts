/** The pointer on automation: a click puts a point there, points move, Alt bends the curve between two. */
import type { ParameterSpec, ParameterValue } from '../../src-shared/dsp/core/parameter-spec.ts';
import { laneSpec } from '../../src-shared/session/lane-spec.ts';
import type { AutomationPoint, Lane } from '../../src-shared/session/records/lane.ts';
import { rounded } from '../controls/parameter-steps.ts';
import { dragPointer } from '../controls/pointer-drag.ts';
import { bendThrough, lanePartAt, shareOf, shareOfY, valueOfShare, yOfShare } from './lane-geometry.ts';
import type { Place } from './lanes-hand.ts';
import { snapped } from './snap.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import type { Row } from './track-rows.ts';
import { frameAt } from './viewport.ts';

const FINE = 0.1;

type Grabbed = { readonly lane: Lane; readonly spec: ParameterSpec; readonly row: Row; readonly index: number };

export class LaneHand {
  readonly #timeline: TimelineState;
  readonly #place: (event: MouseEvent) => Place;

  constructor(timeline: TimelineState, place: (event: MouseEvent) => Place) {
    this.#timeline = timeline;
    this.#place = place;
  }

  cursor(event: PointerEvent, row: Row): string {
    const found = this.#laneOf(row);
    if (!found) return 'default';
    const { kind } = this.#partAt(event, row, found);
    if (kind === 'point') return 'move';
    return kind === 'curve' && event.altKey ? 'ns-resize' : 'crosshair';
  }

  down(event: PointerEvent, row: Row): void {
    const found = this.#laneOf(row);
    if (!found) return;
    const part = this.#partAt(event, row, found);
    const { lane, spec } = found;
    if (part.kind === 'point') this.#drag(event, { lane, spec, row, index: part.index }, false);
    else if (part.kind === 'curve' && event.altKey && part.index >= 0 && spec.kind === 'number')
      this.#bend(event, { lane, spec, row, index: part.index });
    else this.#add(event, { lane, spec, row });
  }

  /** The point under the pointer, for a menu. */
  pointAt(event: MouseEvent, row: Row): { lane: Lane; point: AutomationPoint } | undefined {
    const found = this.#laneOf(row);
    if (!found) return undefined;
    const part = this.#partAt(event, row, found);
    const point = part.kind === 'point' ? found.lane.points[part.index] : undefined;
    return point && { lane: found.lane, point };
  }

  #laneOf(row: Row): { lane: Lane; spec: ParameterSpec } | undefined {
    const session = this.#timeline.app.session.session;
    const lane = session.lanes[row.laneId ?? ''];
    const spec = lane && laneSpec(session, lane);
    return lane && spec && { lane, spec };
  }

  #partAt(event: MouseEvent, row: Row, { lane, spec }: { lane: Lane; spec: ParameterSpec }) {
    const { x, y } = this.#place(event);
    return lanePartAt(this.#timeline.view, row, { points: lane.points, spec }, { x, y: y + this.#timeline.top });
  }

  #add(event: PointerEvent, { lane, spec, row }: Omit<Grabbed, 'index'>): void {
    const { x, y } = this.#place(event);
    const timeline = this.#timeline;
    const frame = frameAt(timeline.view, x);
    const atFrames = snapped(frame, timeline.snapping(frame, { free: event.shiftKey }));
    const value = neat(spec, valueOfShare(spec, shareOfY(row, y + timeline.top)));
    const point: AutomationPoint = { atFrames, value, shape: spec.kind === 'number' ? 'linear' : 'hold', bend: 0 };
    const points = [...lane.points.filter((other) => other.atFrames !== atFrames), point].sort(
      (a, b) => a.atFrames - b.atFrames,
    );
    this.#drag(event, { lane: { ...lane, points }, spec, row, index: points.indexOf(point) }, true);
  }

  /** Moves a point between its neighbours; `isNew` sends it even if it does not move. */
  #drag(down: PointerEvent, { lane, spec, row, index }: Grabbed, isNew: boolean): void {
    const timeline = this.#timeline;
    const point = lane.points[index] as AutomationPoint;
    const start = this.#place(down);
    const offset = {
      frames: frameAt(timeline.view, start.x) - point.atFrames,
      y: isNew ? 0 : start.y + timeline.top - yOfShare(row, shareOf(spec, point.value)),
    };
    let share = shareOf(spec, point.value);
    let points: readonly AutomationPoint[] = lane.points;
    const look = () => timeline.look(edit());
    const edit = () => ({
      name: isNew ? 'Add automation point' : 'Move automation point',
      steps: [{ command: 'setPoints' as const, args: { laneId: lane.id, points } }],
    });
    timeline.point = { laneId: lane.id, atFrames: point.atFrames };
    if (isNew) look();
    let moved = isNew;
    let lastY = start.y;
    dragPointer(down, {
      move: ({ dx, dy, event }) => {
        if (!moved && Math.hypot(dx, dy) < 3) return;
        moved = true;
        const here = this.#place(event);
        if (event.altKey) share -= ((here.y - lastY) * FINE) / row.height;
        else share = shareOfY(row, here.y + timeline.top - offset.y);
        lastY = here.y;
        const frame = frameAt(timeline.view, here.x) - (isNew ? 0 : offset.frames);
        const atFrames = between(
          lane.points,
          index,
          snapped(frame, timeline.snapping(frame, { free: event.shiftKey })),
        );
        const next = { ...point, atFrames, value: neat(spec, valueOfShare(spec, share)) };
        points = lane.points.map((other, at) => (at === index ? next : other));
        timeline.point = { laneId: lane.id, atFrames };
        look();
      },
      end: (cancelled) => {
        if (!cancelled && moved) void timeline.commit(edit());
        else {
          timeline.dropPreview();
          timeline.point = cancelled ? null : { laneId: lane.id, atFrames: point.atFrames };
        }
      },
    });
  }

  #bend(down: PointerEvent, { lane, spec, row, index }: Grabbed): void {
    const timeline = this.#timeline;
    const [from, to] = [lane.points[index], lane.points[index + 1]];
    if (!from || !to) return;
    const [start, end] = [shareOf(spec, from.value), shareOf(spec, to.value)];
    const middle = (start + end) / 2;
    let points: readonly AutomationPoint[] = lane.points;
    const edit = () => ({
      name: 'Bend automation',
      steps: [{ command: 'setPoints' as const, args: { laneId: lane.id, points } }],
    });
    dragPointer(down, {
      move: ({ dy }) => {
        const share = middle - dy / row.height;
        const bend = Math.round(bendThrough(start, end, share) * 100) / 100;
        points = lane.points.map((point, at) => (at === index ? { ...point, shape: 'curve' as const, bend } : point));
        timeline.look(edit());
      },
      end: (cancelled) => {
        if (cancelled || points === lane.points) timeline.dropPreview();
        else void timeline.commit(edit());
      },
    });
  }
}

/** A value as fine as a hand sets it. */
export function neat(spec: ParameterSpec, value: ParameterValue): ParameterValue {
  return spec.kind === 'number' ? rounded(spec, value as number) : value;
}

/** A place between the neighbours of a point: points keep their order. */
function between(points: readonly AutomationPoint[], index: number, frame: number): number {
  const least = (points[index - 1]?.atFrames ?? -1) + 1;
  const most = (points[index + 1]?.atFrames ?? Number.MAX_SAFE_INTEGER) - 1;
  return Math.min(most, Math.max(least, frame));
}
