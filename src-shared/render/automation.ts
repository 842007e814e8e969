/** Lanes at work: they move parameters once a control step, and say when they have nothing to do. */
import { CONTROL_STEP_FRAMES } from '../dsp/core/control-step.ts';
import type { ParameterValue } from '../dsp/core/parameter-spec.ts';
import { laneValueAt } from '../session/automation-curve.ts';
import type { AutomationPoint } from '../session/records/lane.ts';
import type { PlanLane } from './render-plan.ts';
import type { StreamMap } from './stream-map.ts';

/** What automation moves: a processor, or a gain of the mixer. */
export type AutomationTarget = { set(key: string, value: ParameterValue, glideSteps: number): void };

export class Automation {
  readonly #lanes: readonly PlanLane[];
  readonly #latencyFrames: number;
  readonly #map: StreamMap;
  #mapVersion: number;
  readonly #last: (ParameterValue | undefined)[];
  /** Stream frame of the first control step in which something may move. */
  #nextMove = 0;

  /** @param latencyFrames how late the target's input is: it plays session frame n − latency at stream frame n. */
  constructor(lanes: readonly PlanLane[], latencyFrames: number, map: StreamMap) {
    this.#lanes = lanes;
    this.#latencyFrames = latencyFrames;
    this.#map = map;
    this.#mapVersion = map.version;
    this.#last = lanes.map(() => undefined);
  }

  get isEmpty(): boolean {
    return this.#lanes.length === 0;
  }

  /** Puts every parameter where it is at stream frame `at`. */
  jump(at: number, target: AutomationTarget): void {
    for (let index = 0; index < this.#lanes.length; index++) {
      const { key, spec, points } = this.#lanes[index] as PlanLane;
      const value = laneValueAt(points, spec, this.#map.sessionAt(at - this.#latencyFrames)) as ParameterValue;
      this.#last[index] = value;
      target.set(key, value, 0);
    }
    this.#nextMove = at;
  }

  /** Frames from stream frame `at` on, at most `frames`, that need no move within; call it before each piece. */
  framesInOneGo(at: number, frames: number, target: AutomationTarget): number {
    const intoStep = at % CONTROL_STEP_FRAMES;
    if (this.#mapVersion !== this.#map.version) {
      this.#mapVersion = this.#map.version;
      this.#nextMove = at - intoStep + (intoStep === 0 ? 0 : CONTROL_STEP_FRAMES);
    }
    if (intoStep === 0 && at >= this.#nextMove) this.#step(at, target);
    const untilMove = at < this.#nextMove ? this.#nextMove - at : CONTROL_STEP_FRAMES - intoStep;
    return Math.min(frames, untilMove);
  }

  #step(at: number, target: AutomationTarget): void {
    const end = at + CONTROL_STEP_FRAMES - this.#latencyFrames;
    const offset = this.#map.offsetAt(end);
    let restUntil = this.#map.jumpAfter(end);
    for (let index = 0; index < this.#lanes.length; index++) {
      const { key, spec, points } = this.#lanes[index] as PlanLane;
      const value = laneValueAt(points, spec, end + offset) as ParameterValue;
      if (value !== this.#last[index]) target.set(key, value, 1);
      this.#last[index] = value;
      restUntil = Math.min(restUntil, restsUntil(points, end + offset) - offset);
    }
    // The first step, after this one, that ends later than the rest.
    const next = Math.floor((restUntil + this.#latencyFrames) / CONTROL_STEP_FRAMES) * CONTROL_STEP_FRAMES;
    this.#nextMove = Math.max(at + CONTROL_STEP_FRAMES, next);
  }
}

/** A session frame until which the value at `frame` surely holds: `frame` itself while it moves. */
function restsUntil(points: readonly AutomationPoint[], frame: number): number {
  let next = 0;
  while (next < points.length && (points[next] as AutomationPoint).atFrames <= frame) next++;
  const to = points[next];
  if (to === undefined) return Number.POSITIVE_INFINITY;
  const from = points[next - 1];
  if (from === undefined || from.value === to.value) return to.atFrames;
  return from.shape === 'hold' || typeof from.value !== 'number' ? to.atFrames - 1 : frame;
}
