/** A device of a strip at work: its processor, its side-chain, its bypass and its automation. */
import { controlStepsOf, HAND_GLIDE_SECONDS } from '../dsp/core/control-step.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';
import type { ParameterValue } from '../dsp/core/parameter-spec.ts';
import type { Processor, ProcessorContext, ProcessorDefinition } from '../dsp/core/processor.ts';
import { Automation } from './automation.ts';
import { type DelayLine, delayLine } from './delay-line.ts';
import type { PlanDevice } from './render-plan.ts';
import { StepRamp } from './step-ramp.ts';
import type { StreamMap } from './stream-map.ts';

/** Looks at what a device is given and what it makes of it; it changes nothing. */
export type DeviceWatcher = {
  before(block: Pointer, frames: number): void;
  after(block: Pointer, frames: number): void;
};

export type SlotContext = ProcessorContext & { readonly map: StreamMap };

export class DeviceSlot {
  readonly deviceId: string;
  readonly processor: Processor;
  /** Where its side-chain arrives; 0 when nothing keys it. */
  readonly key: Pointer;
  watcher: DeviceWatcher | undefined;
  readonly #kernels: Kernels;
  readonly #map: StreamMap;
  readonly #definition: ProcessorDefinition;
  readonly #live: boolean;
  readonly #align: DelayLine | undefined;
  /** The signal past the processor, as late as it. */
  readonly #dry: DelayLine | undefined;
  readonly #enabled: StepRamp;
  readonly #handSteps: number;
  #plan: PlanDevice;
  #automation: Automation;

  /** @param live keeps a bypassed processor running and its way past it filled, so that it can be switched while it plays. */
  constructor(context: SlotContext, definition: ProcessorDefinition, plan: PlanDevice, live: boolean) {
    const { kernels, maxBlockFrames, sampleRateHz } = context;
    this.#map = context.map;
    this.deviceId = plan.deviceId;
    this.#kernels = kernels;
    this.#definition = definition;
    this.#plan = plan;
    this.#live = live;
    this.#handSteps = controlStepsOf(HAND_GLIDE_SECONDS, sampleRateHz);
    this.processor = definition.create(context, plan.values);
    this.key = plan.keyed ? kernels.allocateFrames(maxBlockFrames) : 0;
    this.#align = delayLine(kernels, plan.alignFrames);
    this.#dry = delayLine(kernels, plan.latencyFrames);
    this.#enabled = new StepRamp(kernels, plan.enabled ? 1 : 0);
    this.#automation = new Automation(plan.lanes, plan.inputLatencyFrames, this.#map);
  }

  /** True when it works on for the same device of a new plan: all that differs can move while it plays. */
  fits(plan: PlanDevice, sameTempo: boolean): boolean {
    const old = this.#plan;
    const specs = Object.entries(this.#definition.parameters);
    if (!sameTempo && specs.some(([, spec]) => spec.kind === 'number' && spec.unit === 'beats')) return false;
    if (plan.type !== old.type || plan.keyed !== old.keyed || plan.alignFrames !== old.alignFrames) return false;
    if (plan.latencyFrames !== old.latencyFrames) return false;
    return specs.every(([key, spec]) => spec.automatable || plan.values[key] === old.values[key]);
  }

  /** Glides to the values, the switch and the automation of a new plan. */
  update(plan: PlanDevice): void {
    const automated = new Set(plan.lanes.map((lane) => lane.key));
    for (const [key, value] of Object.entries(plan.values)) {
      const wasAutomated = this.#plan.lanes.some((lane) => lane.key === key);
      if (automated.has(key) || (value === this.#plan.values[key] && !wasAutomated)) continue;
      this.processor.set(key, value, this.#handSteps);
    }
    if (plan.enabled !== this.#plan.enabled) this.#enabled.glide(plan.enabled ? 1 : 0, this.#handSteps);
    this.#automation = new Automation(plan.lanes, plan.inputLatencyFrames, this.#map);
    this.#plan = plan;
  }

  /** Moves a parameter by hand. */
  set(key: string, value: ParameterValue): void {
    this.#plan = { ...this.#plan, values: { ...this.#plan.values, [key]: value } };
    this.processor.set(key, value, this.#handSteps);
  }

  /** Back to silence, with automation as it is at stream frame `at`. */
  reset(at: number): void {
    this.#align?.reset();
    this.#dry?.reset();
    this.#enabled.glide(this.#plan.enabled ? 1 : 0, 0);
    this.#automation.jump(at, this.processor);
    this.processor.reset();
  }

  /** @param scratch a block that it may overwrite. @param at stream frame of the block's start. */
  process(block: Pointer, scratch: Pointer, frames: number, at: number): void {
    this.#align?.process(block, block, frames);
    this.watcher?.before(block, frames);
    this.#processAligned(block, scratch, frames, at);
    this.watcher?.after(block, frames);
  }

  #processAligned(block: Pointer, scratch: Pointer, frames: number, at: number): void {
    if (this.#live) this.#processLive(block, scratch, frames, at);
    else if (this.#plan.enabled) this.#run(block, frames, at);
    else this.#dry?.process(block, block, frames);
  }

  release(): void {
    this.processor.release();
    this.#align?.release();
    this.#dry?.release();
    this.#enabled.release();
    if (this.key) this.#kernels.free(this.key);
  }

  #processLive(block: Pointer, dry: Pointer, frames: number, at: number): void {
    const bytes = frames * FRAME_BYTES;
    if (this.#dry) this.#dry.process(block, dry, frames);
    else this.#kernels.u8.copyWithin(dry, block, block + bytes);
    this.#run(block, frames, at);
    let done = 0;
    while (done < frames) {
      const count = this.#enabled.framesInOneGo(at + done, frames - done);
      const offset = done * FRAME_BYTES;
      if (this.#enabled.moves) this.#kernels.run.mixBlend(this.#enabled.pointer, dry + offset, block + offset, count);
      else if (this.#enabled.value === 0)
        this.#kernels.u8.copyWithin(block + offset, dry + offset, dry + offset + count * FRAME_BYTES);
      done += count;
    }
  }

  #run(block: Pointer, frames: number, at: number): void {
    if (this.#automation.isEmpty) {
      this.processor.process(block, frames, this.key);
      return;
    }
    let done = 0;
    while (done < frames) {
      const count = this.#automation.framesInOneGo(at + done, frames - done, this.processor);
      const offset = done * FRAME_BYTES;
      this.processor.process(block + offset, count, this.key === 0 ? 0 : this.key + offset);
      done += count;
    }
  }
}
