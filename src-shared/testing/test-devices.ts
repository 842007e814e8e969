/** Devices whose effect a test can work out by hand, for the mixer around them. All keep the contract of a processor. */
import { numberParameter, type ParameterSpecs, type ParameterValues } from '../dsp/core/parameter-spec.ts';
import type { Processor, ProcessorContext, ProcessorDefinition } from '../dsp/core/processor.ts';

const latencyParameters: ParameterSpecs = {
  latencyFrames: numberParameter({
    label: 'Latency',
    unit: 'none',
    range: [0, 1_000],
    default: 0,
    automatable: false,
    description: 'How late the signal comes out.',
  }),
};

/** What a device does to one sample, whose key is `key`. */
type Effect = (sample: number, key: number) => number;

/** Curved like a soft clipper, so that places before and after it differ. */
export const warmEffect: Effect = (sample) => sample / (1 + Math.abs(sample));
/** Turned down by the key. */
export const duckEffect: Effect = (sample, key) => sample / (1 + 4 * Math.abs(key));

class EffectProcessor implements Processor {
  readonly latencyFrames: number;
  readonly readouts = new Float64Array(0);
  readonly #context: ProcessorContext;
  readonly #effect: Effect;
  readonly #late: Float32Array;
  #at = 0;

  constructor(context: ProcessorContext, values: ParameterValues, effect: Effect) {
    this.#context = context;
    this.#effect = effect;
    this.latencyFrames = values['latencyFrames'] as number;
    this.#late = new Float32Array(this.latencyFrames * 2);
  }

  set(): void {}

  process(block: number, frames: number, key: number): void {
    const { f32 } = this.#context.kernels;
    for (let index = 0; index < frames * 2; index++) {
      const place = block / 4 + index;
      const sample = f32[place] as number;
      const out = Math.fround(this.#effect(sample, key === 0 ? sample : (f32[key / 4 + index] as number)));
      if (this.#late.length === 0) {
        f32[place] = out;
        continue;
      }
      f32[place] = this.#late[this.#at] as number;
      this.#late[this.#at] = out;
      this.#at = (this.#at + 1) % this.#late.length;
    }
  }

  reset(): void {
    this.#late.fill(0);
    this.#at = 0;
  }

  release(): void {}
}

function effectDevice(type: string, effect: Effect, hasSidechain: boolean): ProcessorDefinition {
  return {
    type,
    label: type,
    description: 'A device for tests.',
    parameters: latencyParameters,
    readouts: [],
    hasSidechain,
    latencyFrames: (values) => values['latencyFrames'] as number,
    tailSeconds: () => 0,
    create: (context, values) => new EffectProcessor(context, values, effect),
  };
}

/** A soft clipper, late by its parameter `latencyFrames`. */
export const warm = effectDevice('warm', warmEffect, false);
/** A ducker keyed by its side-chain, late by its parameter `latencyFrames`. */
export const duck = effectDevice('duck', duckEffect, true);
