/**
 * The transient shaper: more or less of a sound's attack, and more or less of its ring, whatever its level. It moves a
 * drum nearer or farther without a threshold to set.
 *
 * A peak envelope holds each crest for 10 ms and then falls quickly. A second envelope follows its rises late, a third
 * its falls late. Their distance from the peak, in dB, says how much of a beginning or of a decay the moment is; it
 * depends on the signal's shape, not on its level. From a dead zone, which keeps steady tones down to 50 Hz untouched, the
 * effect grows to the full gain set. (The difference of two envelope followers, the principle of the classic hardware;
 * on envelope followers see U. Zölzer, ed., "DAFX", 2nd ed. 2011, ch. 4. Times and zones are our own choice.)
 *
 * Signal: interleaved stereo, both sides alike, from the louder one. Latency 0.
 */
import { secondsToFrames } from '../../units/time.ts';
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import type { Pointer } from '../core/kernels.ts';
import { numberParameter, type ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { DB_PER_OCTAVE, GainStage } from './gain-stage.ts';
import { onePole } from './key-signal.ts';

export const transientShaperParameters = {
  attackDb: numberParameter({
    label: 'Attack',
    unit: 'dB',
    range: [-18, 18],
    default: 0,
    description: 'Gain of the first milliseconds of each hit.',
  }),
  sustainDb: numberParameter({
    label: 'Sustain',
    unit: 'dB',
    range: [-24, 24],
    default: 0,
    description: 'Gain of what rings on after it.',
  }),
  outputDb: numberParameter({
    label: 'Output',
    unit: 'dB',
    range: [-24, 24],
    default: 0,
    description: 'Gain of the whole.',
  }),
};

/** Holds crests: half a period of 50 Hz. */
const HOLD_SECONDS = 0.01;
const PEAK_FALL_SECONDS = 0.02;
const RISE_SECONDS = 0.03;
const SUSTAIN_FALL_SECONDS = 0.4;
const SMOOTHING_SECONDS = 0.0005;
/** Distance of the envelopes where the effect begins and where it is whole. */
const DEAD_ZONE_DB = 2;
const FULL_EFFECT_DB = 12;

const STATE_BYTES = 120;
/** Places in f64, unless stated: layout in kernels/transient.ts. */
const COEFFICIENTS = 5;
const AMOUNTS = 9;
const HOLD_BYTE = 36;
const ZONE_BYTE = 112;
/** The envelopes of silence. */
const LOWEST_AMPLITUDE = 2 ** -40;

class TransientShaper extends SteppedProcessor {
  readonly #state: Pointer;
  readonly #sustained: Pointer;
  readonly #stage: GainStage;
  #attackOctaves = 0;
  #sustainOctaves = 0;

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, transientShaperParameters, values);
    const own = (bytes: number) => this.own(bytes);
    const { kernels, maxBlockFrames } = context;
    this.#state = own(STATE_BYTES);
    this.#sustained = own((maxBlockFrames + 4) * Float32Array.BYTES_PER_ELEMENT);
    this.#stage = new GainStage(kernels, own, maxBlockFrames);
    this.#setTimes();
    this.reset();
  }

  #setTimes(): void {
    const { f64, f32, i32 } = this.kernels;
    const times = [PEAK_FALL_SECONDS, RISE_SECONDS, SUSTAIN_FALL_SECONDS, SMOOTHING_SECONDS];
    f64.set(
      times.map((seconds) => onePole(seconds, this.sampleRateHz)),
      (this.#state >>> 3) + COEFFICIENTS,
    );
    i32[(this.#state + HOLD_BYTE) >>> 2] = secondsToFrames(HOLD_SECONDS, this.sampleRateHz);
    f32[(this.#state + ZONE_BYTE) >>> 2] = DEAD_ZONE_DB / DB_PER_OCTAVE;
    f32[(this.#state + ZONE_BYTE + 4) >>> 2] = DB_PER_OCTAVE / (FULL_EFFECT_DB - DEAD_ZONE_DB);
  }

  protected updateCoefficients(jump: boolean): void {
    const attack = this.number('attackDb') / DB_PER_OCTAVE;
    const sustain = this.number('sustainDb') / DB_PER_OCTAVE;
    const attackFrom = jump ? attack : this.#attackOctaves;
    const sustainFrom = jump ? sustain : this.#sustainOctaves;
    const view = this.kernels.f64;
    const at = (this.#state >>> 3) + AMOUNTS;
    view[at] = attackFrom;
    view[at + 1] = sustainFrom;
    view[at + 2] = (attack - attackFrom) / CONTROL_STEP_FRAMES;
    view[at + 3] = (sustain - sustainFrom) / CONTROL_STEP_FRAMES;
    view[at + 4] = 0;
    this.#attackOctaves = attack;
    this.#sustainOctaves = sustain;
    this.#stage.setOutput(this.number('outputDb'), 1, jump);
  }

  protected run(block: Pointer, frames: number): void {
    this.kernels.run.transientReductions(this.#state, block, this.#stage.curve, this.#sustained, frames);
    this.#stage.toGains(frames);
    this.#stage.apply(block, frames);
  }

  protected resetState(): void {
    const { f64, i32 } = this.kernels;
    f64.fill(LOWEST_AMPLITUDE, this.#state >>> 3, (this.#state >>> 3) + 3);
    f64[(this.#state >>> 3) + 3] = 0;
    i32[(this.#state >>> 2) + 8] = 0;
  }
}

export const transientShaper: ProcessorDefinition = {
  type: 'transientShaper',
  label: 'Transient shaper',
  description: 'More or less attack and ring, whatever the level.',
  parameters: transientShaperParameters,
  readouts: [],
  hasSidechain: false,
  latencyFrames: () => 0,
  tailSeconds: () => 0,
  create: (context, values) => new TransientShaper(context, values),
};
