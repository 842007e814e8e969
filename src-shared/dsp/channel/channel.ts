/**
 * The channel of a strip: polarity, width, gain, pan and mute as one 2×2 matrix, so that any move is one straight,
 * click-free ramp per control step, and unity settings pass the signal bit for bit.
 *
 * Signal: interleaved stereo. Latency 0. Pan laws: constant-power −3 dB, its −4.5 dB compromise and linear −6 dB at the
 * centre (see Ballou, Handbook for Sound Engineers, "Panning"); `balance` leaves the centre untouched and turns one side down.
 */
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import { FRAME_BYTES, type Pointer } from '../core/kernels.ts';
import { booleanParameter, choiceParameter, numberParameter, type ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';

export const FADER_RANGE_DB = [Number.NEGATIVE_INFINITY, 6] as const;

export const channelParameters = {
  gainDb: numberParameter({
    label: 'Gain',
    unit: 'dB',
    range: FADER_RANGE_DB,
    default: 0,
    taper: 'fader',
    description: 'Level of the strip; −∞ is silence.',
  }),
  pan: numberParameter({
    label: 'Pan',
    unit: 'none',
    range: [-1, 1],
    default: 0,
    description: 'Place between left (−1) and right (1).',
  }),
  width: numberParameter({
    label: 'Width',
    unit: 'ratio',
    range: [0, 2],
    default: 1,
    description: 'Stereo width: 0 is mono, 1 as recorded, 2 twice the side signal.',
  }),
  mute: booleanParameter('Mute', false, 'Silences the strip and its post-fader sends.'),
  polarity: booleanParameter('Polarity', false, 'Turns the signal upside down.'),
  panLaw: choiceParameter(
    'Pan law',
    ['balance', 'power3', 'compromise4_5', 'linear6'],
    'What the centre costs: stereo balance 0 dB, equal power −3 dB, compromise −4.5 dB, linear −6 dB.',
  ),
};

export type PanLaw = 'balance' | 'power3' | 'compromise4_5' | 'linear6';

/** Gains of the left and the right channel for a pan of −1…1. */
export function panGains(law: PanLaw, pan: number): readonly [left: number, right: number] {
  if (law === 'balance') return [Math.min(1, 1 - pan), Math.min(1, 1 + pan)];
  const right = (pan + 1) / 2;
  const left = 1 - right;
  if (law === 'linear6') return [left, right];
  const angle = (right * Math.PI) / 2;
  // Exact zeros at the ends: cos(π/2) is 6e-17 in floating point.
  const power: [number, number] = [right === 1 ? 0 : Math.cos(angle), right === 0 ? 0 : Math.sin(angle)];
  if (law === 'power3') return power;
  return [Math.sqrt(power[0] * left), Math.sqrt(power[1] * right)];
}

/** The matrix [left←left, left←right, right←left, right←right] of a channel; `gain` is linear and signed. */
export function channelMatrix(
  gain: number,
  width: number,
  [left, right]: readonly [number, number],
): readonly [number, number, number, number] {
  const straight = (1 + width) / 2;
  const crossed = (1 - width) / 2;
  return [gain * left * straight, gain * left * crossed, gain * right * crossed, gain * right * straight];
}

function isUnity([ll, lr, rl, rr]: readonly [number, number, number, number]): boolean {
  return ll === 1 && lr === 0 && rl === 0 && rr === 1;
}

function isNothing(matrix: readonly [number, number, number, number]): boolean {
  return matrix.every((gain) => gain === 0);
}

class Channel extends SteppedProcessor {
  /** Eight f64: the matrix at the start of the control step, then its change per frame. */
  readonly #matrix: Pointer;
  /** The matrix at the end of the control step. */
  #end: readonly [number, number, number, number] = [0, 0, 0, 0];
  /** True while the matrix rests at unity: then the signal is not touched, not even the sign of a zero. */
  #passes = false;
  /** True while it rests with nothing crossing from side to side. */
  #scales = false;
  /** True while it rests at nothing: then the output is zero without a sign. */
  #silences = false;

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, channelParameters, values);
    this.#matrix = this.own(8 * Float64Array.BYTES_PER_ELEMENT);
    this.reset();
  }

  protected updateCoefficients(jump: boolean): void {
    const gain = this.gain('gainDb') * (1 - this.amount('mute')) * (1 - 2 * this.amount('polarity'));
    const pan = panGains(this.choice('panLaw') as PanLaw, this.number('pan'));
    const end = channelMatrix(gain, this.number('width'), pan);
    const view = this.kernels.f64;
    const base = this.#matrix >>> 3;
    this.#passes = isUnity(end) && (jump || isUnity(this.#end));
    this.#silences = isNothing(end) && (jump || isNothing(this.#end));
    this.#scales = end[1] === 0 && end[2] === 0 && (jump || end.every((value, index) => value === this.#end[index]));
    for (let index = 0; index < 4; index++) {
      const to = end[index] as number;
      const from = jump ? to : (this.#end[index] as number);
      view[base + index] = from;
      view[base + 4 + index] = (to - from) / CONTROL_STEP_FRAMES;
    }
    this.#end = end;
  }

  protected run(block: Pointer, frames: number): void {
    if (this.#silences) this.kernels.u8.fill(0, block, block + frames * FRAME_BYTES);
    else if (this.#scales && !this.#passes) this.kernels.run.channelScale(this.#matrix, block, frames);
    else if (!this.#passes) this.kernels.run.channelProcess(this.#matrix, block, frames);
  }

  protected resetState(): void {}
}

export const channel: ProcessorDefinition = {
  type: 'channel',
  label: 'Channel',
  description: 'Level, place and width of a strip.',
  parameters: channelParameters,
  readouts: [],
  hasSidechain: false,
  latencyFrames: () => 0,
  tailSeconds: () => 0,
  create: (context, values) => new Channel(context, values),
};
