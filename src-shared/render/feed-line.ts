/** A feed at work: output, send, side-chain or stem. */
import { controlStepsOf, HAND_GLIDE_SECONDS } from '../dsp/core/control-step.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';
import type { ParameterValue } from '../dsp/core/parameter-spec.ts';
import { dbToGain } from '../units/decibel.ts';
import { Automation } from './automation.ts';
import { type DelayLine, delayLine } from './delay-line.ts';
import type { PlanFeed } from './render-plan.ts';
import { StepRamp } from './step-ramp.ts';
import type { StreamMap } from './stream-map.ts';
import { SUM_FRAME_BYTES, type SumBus } from './sum-bus.ts';

/** Where it delivers: a sum, to which it adds, or a block of its own (a key or a stem), which it writes. */
export type FeedTarget = { readonly sum: SumBus } | { readonly block: Pointer };

export type FeedContext = {
  readonly kernels: Kernels;
  readonly sampleRateHz: number;
  /** How late everything is where it delivers: its automation follows. */
  readonly targetLatencyFrames: number;
  readonly map: StreamMap;
  readonly target: FeedTarget;
};

export class FeedLine {
  readonly id: string;
  readonly tap: 'pre' | 'post';
  readonly #kernels: Kernels;
  readonly #delay: DelayLine | undefined;
  readonly #ramp: StepRamp;
  readonly #handSteps: number;
  readonly #map: StreamMap;
  #automation: Automation;
  #target: FeedTarget;
  #gain: number;
  #open: boolean;

  /** @param fromSilence true for a feed that appears while the music plays: it fades in. */
  constructor(context: FeedContext, feed: PlanFeed, fromSilence = false) {
    const { kernels, sampleRateHz, targetLatencyFrames, map } = context;
    this.#map = map;
    this.#target = context.target;
    this.id = feed.id;
    this.tap = feed.tap;
    this.#kernels = kernels;
    this.#delay = delayLine(kernels, feed.delayFrames);
    this.#handSteps = controlStepsOf(HAND_GLIDE_SECONDS, sampleRateHz);
    this.#gain = feed.gain;
    this.#open = feed.open;
    this.#automation = automationOf(feed, targetLatencyFrames, map);
    const gain = feed.open ? feed.gain : 0;
    this.#ramp = new StepRamp(kernels, fromSilence ? 0 : gain);
    if (fromSilence) this.#ramp.glide(gain, this.#handSteps);
  }

  /** True when it works on for the same feed of a new plan. */
  fits(feed: PlanFeed): boolean {
    return feed.tap === this.tap && feed.delayFrames === (this.#delay?.frames ?? 0);
  }

  /** Takes the gain, the switch and the automation of a new plan's feed. */
  update(feed: PlanFeed, targetLatencyFrames: number): void {
    this.#automation = automationOf(feed, targetLatencyFrames, this.#map);
    this.#gain = this.#automation.isEmpty ? feed.gain : this.#gain;
    this.#open = feed.open;
    this.#glide(this.#handSteps);
  }

  set(_key: string, gainDb: ParameterValue, glideSteps: number): void {
    this.#gain = dbToGain(gainDb as number);
    this.#glide(glideSteps);
  }

  /** Back to silence, with automation as it is at stream frame `at`. */
  reset(at: number): void {
    this.#delay?.reset();
    this.#automation.jump(at, this);
    this.#glide(0);
  }

  /** Says where it delivers from now on. */
  connect(target: FeedTarget): void {
    this.#target = target;
  }

  /** @param scratch a block that it may overwrite. */
  deliver(block: Pointer, scratch: Pointer, frames: number, at: number): void {
    if (this.#delay) this.#delay.process(block, scratch, frames);
    const from = this.#delay ? scratch : block;
    const target = this.#target;
    if ('sum' in target) this.#add(from, target.sum, frames, at);
    else if (this.#open) this.#kernels.u8.copyWithin(target.block, from, from + frames * FRAME_BYTES);
  }

  release(): void {
    this.#delay?.release();
    this.#ramp.release();
  }

  #glide(steps: number): void {
    const gain = this.#open ? this.#gain : 0;
    if (gain !== this.#ramp.target || steps === 0) this.#ramp.glide(gain, steps);
  }

  #add(block: Pointer, sum: SumBus, frames: number, at: number): void {
    const { run } = this.#kernels;
    const isClosed = this.#ramp.value === 0 && this.#ramp.target === 0 && !this.#ramp.moves && this.#automation.isEmpty;
    if (isClosed) return;
    let done = 0;
    while (done < frames) {
      const quiet = this.#automation.framesInOneGo(at + done, frames - done, this);
      const count = this.#ramp.framesInOneGo(at + done, quiet);
      const from = block + done * FRAME_BYTES;
      const into = sum.pointer + done * SUM_FRAME_BYTES;
      if (this.#ramp.moves) {
        if (!sum.started) run.mixStart(into, from, count, 0);
        run.mixAddRamp(this.#ramp.pointer, into, from, count);
      } else if (sum.started) run.mixAdd(into, from, count, this.#ramp.value);
      else run.mixStart(into, from, count, this.#ramp.value);
      done += count;
    }
    sum.started = true;
  }
}

function automationOf({ gainLane }: PlanFeed, latencyFrames: number, map: StreamMap): Automation {
  return new Automation(gainLane ? [gainLane] : [], latencyFrames, map);
}
