/**
 * Warmth: a smooth curve that rounds what is loud and adds harmonics to it.
 * - tape: odd harmonics; the treble is pushed into the curve and taken back behind it, so that it saturates first.
 * - tube: a biased curve, so even harmonics too; the DC that the bias leaves is removed.
 * - clean: stays straight almost to the ceiling, then rounds: a soft clip.
 *
 * The curves are algebraic sigmoids, u / (1 + |u|ᵖ)^(1/p): their harmonics fall off exponentially, and division and
 * square root are exact on every machine. They run at 8, 4 or 2 times the sample rate (see core/oversampling.ts), which
 * leaves aliasing below −90 dBFS for a full-scale 5 kHz sine driven by 12 dB; cf. J. D. Parker, V. Zavalishin, E. Le
 * Bivic, "Reducing the aliasing of nonlinear waveshaping using continuous-time convolution", DAFx-16, for the measure.
 *
 * Signal: interleaved stereo; double precision. Latency: that of the filters, about 2 ms; the dry part is delayed by it.
 * Flat within 0.1 dB up to 18 kHz where nothing saturates.
 */
import { dbToGain } from '../../units/decibel.ts';
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import { FRAME_BYTES, type Pointer } from '../core/kernels.ts';
import {
  OVERSAMPLING_CHUNK_FRAMES,
  Oversampler,
  oversamplingLatencyFrames,
  oversamplingStages,
} from '../core/oversampling.ts';
import { booleanParameter, choiceParameter, numberParameter, type ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';

export const saturationParameters = {
  driveDb: numberParameter({
    label: 'Drive',
    unit: 'dB',
    range: [0, 36],
    default: 6,
    description: 'How far the signal is pushed into the curve.',
  }),
  character: choiceParameter(
    'Character',
    ['tape', 'tube', 'clean'],
    'Tape: odd harmonics, treble first. Tube: even harmonics too. Clean: a soft clip.',
  ),
  tone: numberParameter({
    label: 'Tone',
    unit: 'none',
    range: [-1, 1],
    default: 0,
    description: 'Tilts the saturated sound around 1 kHz: −1 is 6 dB darker, 1 is 6 dB brighter.',
  }),
  autoLevel: booleanParameter('Auto level', true, 'Takes back the loudness that the drive adds.'),
  outputDb: numberParameter({
    label: 'Output',
    unit: 'dB',
    range: [-24, 12],
    default: 0,
    description: 'Level of the saturated sound.',
  }),
  mix: numberParameter({
    label: 'Mix',
    unit: 'ratio',
    range: [0, 1],
    default: 1,
    description: '0 is the dry signal, 1 the saturated one; both stay in phase.',
  }),
};

export type SaturationCharacter = 'tape' | 'tube' | 'clean';

const TUBE_BIAS = 0.45;
const EMPHASIS_HZ = 2_500;
const EMPHASIS_DB = 8;
const TONE_HZ = 1_000;
const TONE_DB = 6;
const BLOCKER_HZ = 3;
/** Peak of the sine whose level auto level keeps. */
const REFERENCE_AMPLITUDE = dbToGain(-12);

function soft(u: number): number {
  return u / Math.sqrt(1 + u * u);
}

/** The static curve, slope 1 at rest: what a driven sample becomes. */
export function saturationCurve(character: SaturationCharacter, driven: number): number {
  if (character === 'clean') return driven / (1 + driven ** 4) ** 0.25;
  if (character === 'tape') return soft(driven);
  return (soft(driven + TUBE_BIAS) - soft(TUBE_BIAS)) * slopeScale('tube');
}

/** What brings the kernel's curve to slope 1 at rest. */
function slopeScale(character: SaturationCharacter): number {
  return character === 'tube' ? (1 + TUBE_BIAS ** 2) ** 1.5 : 1;
}

/** Gain that brings a −12 dBFS sine back to its level behind the curve (DC not counted). */
export function autoLevelGain(character: SaturationCharacter, driveDb: number): number {
  const drive = dbToGain(driveDb);
  const points = 64;
  let sum = 0;
  let square = 0;
  for (let index = 0; index < points; index++) {
    const out = saturationCurve(
      character,
      drive * REFERENCE_AMPLITUDE * Math.sin((2 * Math.PI * (index + 0.5)) / points),
    );
    sum += out / points;
    square += (out * out) / points;
  }
  return REFERENCE_AMPLITUDE / Math.SQRT2 / Math.sqrt(square - sum * sum);
}

type Section = readonly [b0: number, b1: number, a1: number];
const THROUGH: Section = [1, 0, 0];

/**
 * Bilinear first-order shelf, prewarped at `hz`: `lowGain` far below, `highGain` far above, their geometric mean at `hz`.
 */
function shelf(hz: number, lowGain: number, highGain: number, sampleRateHz: number): Section {
  if (lowGain === 1 && highGain === 1) return THROUGH;
  const at = Math.tan((Math.PI * hz) / sampleRateHz) * Math.sqrt(highGain / lowGain);
  const scale = 1 / (1 + at);
  return [(highGain + lowGain * at) * scale, (lowGain * at - highGain) * scale, (at - 1) * scale];
}

function inverse([b0, b1, a1]: Section): Section {
  return [1 / b0, a1 / b0, b1 / b0];
}

/** First-order high-pass. */
function blocker(hz: number, sampleRateHz: number): Section {
  const at = Math.tan((Math.PI * hz) / sampleRateHz);
  const scale = 1 / (1 + at);
  return [scale, -scale, (at - 1) * scale];
}

function passbandHz(sampleRateHz: number): number {
  return Math.min(20_000, 0.42 * sampleRateHz);
}

/** Where the kernel finds things in its state: see kernels/saturation.ts. */
const STATE = { bytes: 608, states: 480, bias: 544, fraction: 552, words: 560, moving: 588, curve: 592 } as const;
const COEFFICIENTS = 15;

class Saturation extends SteppedProcessor {
  override readonly latencyFrames: number;
  readonly #state: Pointer;
  readonly #scratch: Pointer;
  readonly #ring: Pointer;
  readonly #ringFrames: number;
  readonly #oversampler: Oversampler;
  readonly #end = new Float64Array(COEFFICIENTS * 2);

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, saturationParameters, values);
    this.#oversampler = new Oversampler(
      this.kernels,
      (bytes) => this.own(bytes),
      this.sampleRateHz,
      passbandHz(this.sampleRateHz),
    );
    this.latencyFrames = this.#oversampler.latencyFrames;
    this.#ringFrames = 2 ** Math.ceil(Math.log2(this.latencyFrames + 1));
    this.#state = this.own(STATE.bytes);
    this.#scratch = this.own(OVERSAMPLING_CHUNK_FRAMES * 2 * Float64Array.BYTES_PER_ELEMENT);
    this.#ring = this.own(this.#ringFrames * FRAME_BYTES);
    this.reset();
  }

  protected updateCoefficients(jump: boolean): void {
    const view = this.kernels.f64;
    const base = this.#state >>> 3;
    let moves = false;
    this.#coefficients().forEach((to, index) => {
      const from = jump ? to : (this.#end[2 * index] as number);
      for (const lane of [2 * index, 2 * index + 1]) {
        view[base + lane] = from;
        view[base + 2 * COEFFICIENTS + lane] = (to - from) / CONTROL_STEP_FRAMES;
        this.#end[lane] = to;
      }
      moves ||= to !== from;
    });
    const character = this.choice('character') as SaturationCharacter;
    view[(this.#state + STATE.bias) >>> 3] = character === 'tube' ? TUBE_BIAS : 0;
    this.kernels.i32[(this.#state + STATE.curve) >>> 2] = Number(character === 'clean');
    this.kernels.i32[(this.#state + STATE.moving) >>> 2] = Number(moves);
  }

  /** The kernel's coefficients, in its order. */
  #coefficients(): readonly number[] {
    const character = this.choice('character') as SaturationCharacter;
    const driveDb = this.number('driveDb');
    const mix = this.number('mix');
    const emphasis = character === 'tape' ? shelf(EMPHASIS_HZ, 1, dbToGain(EMPHASIS_DB), this.sampleRateHz) : THROUGH;
    const tilt = dbToGain(TONE_DB * this.number('tone'));
    const level = 1 + this.amount('autoLevel') * (autoLevelGain(character, driveDb) - 1);
    return [
      ...emphasis,
      ...inverse(emphasis),
      ...shelf(TONE_HZ, 1 / tilt, tilt, this.sampleRateHz),
      ...(character === 'tube' ? blocker(BLOCKER_HZ, this.sampleRateHz) : THROUGH),
      1 - mix,
      mix * level * dbToGain(this.number('outputDb')) * slopeScale(character),
      // Each doubling halves the level.
      dbToGain(driveDb) * this.#oversampler.factor,
    ];
  }

  protected run(block: Pointer, frames: number): void {
    this.kernels.run.saturationProcess(this.#state, block, frames);
  }

  protected resetState(): void {
    const { u8, f64, i32 } = this.kernels;
    this.#oversampler.clear();
    u8.fill(0, this.#state, this.#state + STATE.bytes);
    u8.fill(0, this.#ring, this.#ring + this.#ringFrames * FRAME_BYTES);
    f64[(this.#state + STATE.fraction) >>> 3] = 1 / this.#oversampler.factor;
    const words = [
      this.#oversampler.pointer,
      this.#scratch,
      this.#ring,
      this.#ringFrames - 1,
      0,
      this.latencyFrames,
      this.#oversampler.factor,
    ];
    i32.set(words, (this.#state + STATE.words) >>> 2);
  }
}

function latencyFrames(_: ParameterValues, sampleRateHz: number): number {
  return oversamplingLatencyFrames(oversamplingStages(sampleRateHz, passbandHz(sampleRateHz)));
}

export const saturation: ProcessorDefinition = {
  type: 'saturation',
  label: 'Saturation',
  description: 'Rounds what is loud and adds harmonics: tape, tube or a clean soft clip.',
  parameters: saturationParameters,
  readouts: [],
  hasSidechain: false,
  latencyFrames,
  // The filters' other half rings as long as their latency; the DC blocker of a tube settles in 0.6 s.
  tailSeconds: (values) => (values['character'] === 'tube' ? 0.6 : 0.01),
  create: (context, values) => new Saturation(context, values),
};
