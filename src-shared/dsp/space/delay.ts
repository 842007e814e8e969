/**
 * Echoes: a stereo loop whose repeats grow thinner (low cut) and darker (high cut), go straight or from side to side,
 * sway like a tape when asked, and fall on the beat when synced.
 *
 * Filters: trapezoidal state-variable, second-order Butterworth (A. Simper, "Linear Trapezoidal Integrated State
 * Variable Filter", 2013), inside the loop and before the output: repeat n has passed n times. Swaying heads read with
 * cubic Lagrange interpolation (Laakso et al., "Splitting the Unit Delay", 1996). Times are whole frames; a moved time
 * crossfades to a second read head, so that it never clicks and never bends the pitch.
 *
 * Signal: interleaved stereo; the loop holds f32, the arithmetic is double. Latency 0. A loop below −400 dBFS is silent.
 */
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import { FRAME_BYTES, type Pointer } from '../core/kernels.ts';
import { booleanParameter, numberParameter, type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { cutCoefficients, cutsResponseDb, OPEN_HZ } from './cut-filters.ts';
import { mixGains } from './mix-gains.ts';

const MAXIMUM_SECONDS = 2;
const MAXIMUM_BEATS = 4;
const MAXIMUM_OFFSET_SECONDS = 0.05;
const MAXIMUM_SWAY_SECONDS = 0.005;
/** The longest synced echo: slower tempos hold at this. */
const MAXIMUM_SYNCED_SECONDS = 16;
const FADE_SECONDS = 0.05;
/** Frames that the interpolation reads around a position. */
const INTERPOLATION_FRAMES = 4;

export const delayParameters = {
  timeSeconds: numberParameter({
    label: 'Time',
    unit: 's',
    range: [0.001, MAXIMUM_SECONDS],
    default: 0.375,
    taper: 'logarithmic',
    description: 'Time between repeats, unless synced.',
  }),
  sync: booleanParameter('Sync', false, 'Counts the time in beats of the tempo instead of seconds.'),
  timeBeats: numberParameter({
    label: 'Beats',
    unit: 'beats',
    range: [0.0625, MAXIMUM_BEATS],
    default: 0.75,
    taper: 'logarithmic',
    description: 'Time between repeats when synced: 1 is a quarter note, 0.75 a dotted eighth.',
  }),
  feedback: numberParameter({
    label: 'Feedback',
    unit: 'ratio',
    range: [0, 0.98],
    default: 0.35,
    description: 'Level of each repeat against the one before.',
  }),
  pingPong: booleanParameter('Ping-pong', false, 'Sums the input to mono and throws the repeats left, right, left.'),
  lowCutHz: numberParameter({
    label: 'Low cut',
    unit: 'Hz',
    range: [20, 2_000],
    default: 120,
    taper: 'logarithmic',
    description: 'Each repeat loses what lies below, 12 dB per octave.',
  }),
  highCutHz: numberParameter({
    label: 'High cut',
    unit: 'Hz',
    range: [500, OPEN_HZ],
    default: 6_000,
    taper: 'logarithmic',
    description: 'Each repeat loses what lies above, 12 dB per octave; 20 kHz is off.',
  }),
  offsetSeconds: numberParameter({
    label: 'Offset',
    unit: 's',
    range: [-MAXIMUM_OFFSET_SECONDS, MAXIMUM_OFFSET_SECONDS],
    default: 0,
    description: 'How much later the right side repeats than the left; below zero, earlier.',
  }),
  width: numberParameter({
    label: 'Width',
    unit: 'ratio',
    range: [0, 2],
    default: 1,
    description: 'Stereo width of the echoes: 0 is mono.',
  }),
  swaySeconds: numberParameter({
    label: 'Sway',
    unit: 's',
    range: [0, MAXIMUM_SWAY_SECONDS],
    default: 0,
    description: 'How far the time sways to and fro, as on a worn tape.',
  }),
  swayHz: numberParameter({
    label: 'Sway rate',
    unit: 'Hz',
    range: [0.05, 8],
    default: 0.6,
    taper: 'logarithmic',
    description: 'How often the time sways.',
  }),
  mix: numberParameter({
    label: 'Mix',
    unit: 'ratio',
    range: [0, 1],
    default: 0.3,
    description: '0 is the dry signal, 1 the echoes alone, as on a return.',
  }),
};

/** Time between repeats in seconds. */
export function echoSeconds(values: ParameterValues, tempoBpm: number): number {
  if (!values['sync']) return values['timeSeconds'] as number;
  return Math.min(MAXIMUM_SYNCED_SECONDS, ((values['timeBeats'] as number) * 60) / tempoBpm);
}

/** What one repeat loses to both filters at a frequency, in dB; the feedback comes on top. */
export function repeatResponseDb(values: ParameterValues, hz: number, sampleRateHz: number): number {
  const { lowCutHz, highCutHz } = withDefaults(delayParameters, values) as { lowCutHz: number; highCutHz: number };
  return cutsResponseDb(lowCutHz, highCutHz, hz, sampleRateHz);
}

/** Where the kernel finds things in its state: see kernels/delay.ts. */
const STATE = {
  bytes: 592,
  coefficients: 14,
  ring: 448,
  swayStep: 464,
  fadeFrames: 472,
  moving: 476,
  heads: 480,
  filters: 528,
} as const;

class Delay extends SteppedProcessor {
  readonly #state: Pointer;
  readonly #ring: Pointer;
  readonly #ringFrames: number;
  readonly #tempoBpm: number;
  readonly #end = new Float64Array(2 * STATE.coefficients);

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, delayParameters, values);
    this.#tempoBpm = context.tempoBpm;
    const syncedSeconds = Math.min(MAXIMUM_SYNCED_SECONDS, (MAXIMUM_BEATS * 60) / context.tempoBpm);
    const seconds = Math.max(MAXIMUM_SECONDS, syncedSeconds) + MAXIMUM_OFFSET_SECONDS + MAXIMUM_SWAY_SECONDS;
    this.#ringFrames = 2 ** Math.ceil(Math.log2(seconds * this.sampleRateHz + 2 * INTERPOLATION_FRAMES));
    this.#state = this.own(STATE.bytes);
    this.#ring = this.own(this.#ringFrames * FRAME_BYTES);
    this.reset();
  }

  protected updateCoefficients(jump: boolean): void {
    const values = this.#coefficients();
    const view = this.kernels.f64;
    const base = this.#state >>> 3;
    for (let index = 0; index < values.length; index++) {
      const to = values[index] as number;
      const from = jump ? to : (this.#end[index] as number);
      view[base + index] = from;
      view[base + values.length + index] = (to - from) / CONTROL_STEP_FRAMES;
    }
    const words = this.kernels.i32;
    const moving = !jump && values.some((value, index) => value !== this.#end[index]);
    words[(this.#state + STATE.moving) >>> 2] = Number(moving);
    words[(this.#state + STATE.swayStep) >>> 2] = Math.round((this.number('swayHz') / this.sampleRateHz) * 2 ** 32);
    this.#end.set(values);
    this.#aim(jump);
  }

  /** The kernel's 14 stereo coefficients, in its order. */
  #coefficients(): readonly number[] {
    const pingPong = this.amount('pingPong');
    const feedback = this.number('feedback');
    const width = this.number('width');
    const [dry, wet] = mixGains(this.number('mix'));
    const splat = (value: number) => [value, value] as const;
    return [
      ...[1 - pingPong / 2, 0],
      ...[pingPong / 2, 1 - pingPong],
      ...splat(feedback * (1 - pingPong)),
      ...splat(feedback * pingPong),
      ...splat(dry),
      ...splat((wet * (1 + width)) / 2),
      ...splat((wet * (1 - width)) / 2),
      ...cutCoefficients(this.number('lowCutHz'), this.sampleRateHz).flatMap(splat),
      ...cutCoefficients(this.number('highCutHz'), this.sampleRateHz).flatMap(splat),
      ...splat(this.#swayFrames()),
    ];
  }

  #seconds(): number {
    const sync = this.amount('sync') >= 0.5;
    return echoSeconds(
      { sync, timeSeconds: this.number('timeSeconds'), timeBeats: this.number('timeBeats') },
      this.#tempoBpm,
    );
  }

  /** Tells the kernel where the read heads belong; it fades to there. */
  #aim(jump: boolean): void {
    const frames = Math.round(this.#seconds() * this.sampleRateHz);
    const offset = Math.round(this.number('offsetSeconds') * this.sampleRateHz);
    const view = this.kernels.f64;
    const heads = (this.#state + STATE.heads) >>> 3;
    for (let head = jump ? 0 : 2; head < 3; head++) {
      view[heads + 2 * head] = frames + Math.max(0, -offset);
      view[heads + 2 * head + 1] = frames + Math.max(0, offset);
    }
  }

  #swayFrames(): number {
    const room = this.#seconds() * this.sampleRateHz - INTERPOLATION_FRAMES;
    return Math.max(0, Math.min(this.number('swaySeconds') * this.sampleRateHz, room));
  }

  protected run(block: Pointer, frames: number): void {
    this.kernels.run.delayProcess(this.#state, block, frames);
  }

  protected resetState(): void {
    this.kernels.u8.fill(0, this.#state, this.#state + STATE.bytes);
    this.kernels.u8.fill(0, this.#ring, this.#ring + this.#ringFrames * FRAME_BYTES);
    const words = this.kernels.i32;
    words[(this.#state + STATE.ring) >>> 2] = this.#ring;
    words[(this.#state + STATE.ring + 4) >>> 2] = this.#ringFrames - 1;
    words[(this.#state + STATE.fadeFrames) >>> 2] = Math.round(FADE_SECONDS * this.sampleRateHz);
  }
}

/** Seconds until a loop that a full-scale signal has filled is below −90 dBFS. */
function tailSeconds(values: ParameterValues, tempoBpm = 120): number {
  const { feedback, mix, offsetSeconds, swaySeconds } = values as { [key: string]: number };
  if (mix === 0) return 0;
  const loop = feedback as number;
  // The loop holds up to 1 / (1 − feedback) times its input.
  const repeats = loop === 0 ? 0 : Math.max(0, Math.ceil(Math.log(10 ** (-90 / 20) * (1 - loop)) / Math.log(loop)));
  const slowest = echoSeconds(values, tempoBpm) + Math.abs(offsetSeconds as number) + (swaySeconds as number);
  // A 20 Hz Butterworth filter rings a tenth of a second down to −90 dB.
  return (repeats + 1) * slowest + 0.15;
}

export const delay: ProcessorDefinition = {
  type: 'delay',
  label: 'Delay',
  description: 'Echoes that repeat in time, straight or from side to side, thinner and darker each time.',
  parameters: delayParameters,
  readouts: [],
  hasSidechain: false,
  latencyFrames: () => 0,
  tailSeconds,
  create: (context, values) => new Delay(context, values),
};
