/**
 * Gate and expander: what falls below the threshold is turned down, so that the drum's neighbours, the amplifier's hum
 * and the singer's breath disappear between the notes.
 *
 * It opens on the first frame whose louder side reaches the threshold. It closes once every frame of the hold time has
 * stayed below the threshold minus the hysteresis: a hold of half a period of the lowest note keeps it from opening and
 * closing within a wave. While closed it is a downward expander: each dB below the threshold becomes `ratio` dB, down to
 * the range; the level it reads falls like a one-pole of 30 ms. Attack and release are one-poles over the reduction in
 * dB. (Terms and side-chain as in Giannoulis, Massberg, Reiss, "Digital Dynamic Range Compressor Design — A Tutorial and
 * Analysis", JAES 60(6), 2012; the gate itself is specified by this comment and its tests.)
 *
 * Signal: interleaved stereo, both sides turned down alike. Latency: the look-ahead.
 */

import { secondsToFrames } from '../../units/time.ts';
import { highPass, lowPass } from '../core/biquad.ts';
import type { Pointer } from '../core/kernels.ts';
import { numberParameter, type ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { DB_PER_OCTAVE, GainStage } from './gain-stage.ts';
import { KeyFilter, LookAhead, lookAheadFrames, onePole } from './key-signal.ts';

export const gateParameters = {
  thresholdDb: numberParameter({
    label: 'Threshold',
    unit: 'dBFS',
    range: [-90, 0],
    default: -40,
    description: 'Level that opens the gate.',
  }),
  hysteresisDb: numberParameter({
    label: 'Hysteresis',
    unit: 'dB',
    range: [0, 24],
    default: 4,
    description: 'How far below the threshold the level must fall before the gate closes; keeps it from chattering.',
  }),
  ratio: numberParameter({
    label: 'Ratio',
    unit: 'ratio',
    range: [1, 100],
    default: 100,
    taper: 'logarithmic',
    description: 'What each dB below the threshold becomes: 1 does nothing, 2 expands gently, from 10 on it is a gate.',
  }),
  rangeDb: numberParameter({
    label: 'Range',
    unit: 'dB',
    range: [0, 100],
    default: 60,
    description: 'The most that the closed gate turns down.',
  }),
  attackSeconds: numberParameter({
    label: 'Attack',
    unit: 's',
    range: [0.00005, 0.1],
    default: 0.001,
    taper: 'logarithmic',
    description: 'Time to open by 63 %, in dB.',
  }),
  holdSeconds: numberParameter({
    label: 'Hold',
    unit: 's',
    range: [0, 2],
    default: 0.02,
    description:
      'How long it stays open after the last frame that was loud enough; at least half a period of the lowest note.',
  }),
  releaseSeconds: numberParameter({
    label: 'Release',
    unit: 's',
    range: [0.005, 2],
    default: 0.1,
    taper: 'logarithmic',
    description: 'Time to close by 63 %, in dB.',
  }),
  lookAheadSeconds: numberParameter({
    label: 'Look-ahead',
    unit: 's',
    range: [0, 0.01],
    default: 0,
    automatable: false,
    description: 'Delays the signal so that the gate is open before the transient.',
  }),
  sidechainHighPassHz: numberParameter({
    label: 'Side-chain high-pass',
    unit: 'Hz',
    range: [20, 2_000],
    default: 20,
    taper: 'logarithmic',
    description: 'Keeps lower sounds from opening the gate, 12 dB per octave; off at 20 Hz.',
  }),
  sidechainLowPassHz: numberParameter({
    label: 'Side-chain low-pass',
    unit: 'Hz',
    range: [200, 20_000],
    default: 20_000,
    taper: 'logarithmic',
    description: 'Keeps higher sounds from opening the gate, 12 dB per octave; off at 20 kHz.',
  }),
};

type GateCurve = { readonly thresholdDb: number; readonly ratio: number; readonly rangeDb: number };

/** Level in dB that comes out of a closed gate for a steady input level: the plot and the test oracle. */
export function gateCurveDb({ thresholdDb, ratio, rangeDb }: GateCurve, inputDb: number): number {
  return inputDb - Math.min(rangeDb, (ratio - 1) * Math.max(0, thresholdDb - inputDb));
}

const STATE_BYTES = 88;
/** Places in the kernel's state, in f64: layout in kernels/gate.ts. */
const LEVELS = 3;
const BALLISTICS = 7;
/** How fast the level falls that the expander's curve reads, in dB per second: as a one-pole of 30 ms. */
const ENVELOPE_FALL_DB_PER_SECOND = (DB_PER_OCTAVE * Math.LOG2E) / 0.03;
/** The level of silence in the kernels, in octaves. */
const SILENCE_OCTAVES = -40;

class Gate extends SteppedProcessor {
  override readonly latencyFrames: number;
  readonly #state: Pointer;
  readonly #stage: GainStage;
  readonly #lookAhead: LookAhead;
  readonly #keyFilter: KeyFilter;

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, gateParameters, values, 1);
    const own = (bytes: number) => this.own(bytes);
    const { kernels, sampleRateHz, maxBlockFrames } = context;
    this.latencyFrames = lookAheadFrames(values, sampleRateHz);
    this.#state = own(STATE_BYTES);
    this.#stage = new GainStage(kernels, own, maxBlockFrames);
    this.#lookAhead = new LookAhead(kernels, own, this.latencyFrames);
    this.#keyFilter = new KeyFilter(context, own, [highPass, lowPass]);
    this.reset();
  }

  override process(block: Pointer, frames: number, key: Pointer): void {
    this.#stage.clearMeter();
    super.process(block, frames, key);
    this.readouts[0] = this.#stage.gainReductionDb();
  }

  protected updateCoefficients(jump: boolean): void {
    const { sampleRateHz } = this;
    const view = this.kernels.f64;
    const state = this.#state >>> 3;
    const opensAt = this.number('thresholdDb') / DB_PER_OCTAVE;
    const steepness = this.number('ratio') - 1;
    const range = this.number('rangeDb') / DB_PER_OCTAVE;
    view[state + LEVELS] = opensAt;
    view[state + LEVELS + 1] = opensAt - this.number('hysteresisDb') / DB_PER_OCTAVE;
    view[state + LEVELS + 2] = steepness;
    view[state + LEVELS + 3] = range;
    view[state + BALLISTICS] = onePole(this.number('attackSeconds'), sampleRateHz);
    view[state + BALLISTICS + 1] = onePole(this.number('releaseSeconds'), sampleRateHz);
    view[state + BALLISTICS + 2] = ENVELOPE_FALL_DB_PER_SECOND / DB_PER_OCTAVE / sampleRateHz;
    this.kernels.i32[(state + BALLISTICS + 3) << 1] = secondsToFrames(this.number('holdSeconds'), sampleRateHz);
    if (jump) {
      // A fresh gate is closed, as after a long silence.
      view[state] = SILENCE_OCTAVES;
      view[state + 1] = Math.min(range, steepness * Math.max(0, opensAt - SILENCE_OCTAVES));
    }
    this.#stage.setOutput(0, 1, jump);
    const { sidechainHighPassHz, sidechainLowPassHz } = gateParameters;
    this.#keyFilter.setCorner(0, this.number('sidechainHighPassHz'), sidechainHighPassHz.minimum);
    this.#keyFilter.setCorner(1, this.number('sidechainLowPassHz'), sidechainLowPassHz.maximum);
  }

  protected run(block: Pointer, frames: number, key: Pointer): void {
    const detected = this.#keyFilter.process(key === 0 ? block : key, frames);
    this.kernels.run.gateReductions(this.#state, detected, this.#stage.curve, frames);
    this.#stage.toGains(frames);
    this.#lookAhead.process(block, frames);
    this.#stage.apply(block, frames);
  }

  protected resetState(): void {
    this.kernels.f64.fill(0, this.#state >>> 3, (this.#state + STATE_BYTES) >>> 3);
    this.#lookAhead.reset();
    this.#keyFilter.reset();
  }
}

export const gate: ProcessorDefinition = {
  type: 'gate',
  label: 'Gate',
  description: 'Turns down what lies below the threshold: noise and spill between the notes.',
  parameters: gateParameters,
  readouts: ['gainReductionDb'],
  hasSidechain: true,
  latencyFrames: lookAheadFrames,
  tailSeconds: () => 0,
  create: (context, values) => new Gate(context, values),
};
