/**
 * A room around the sound: first reflections that tell its size, then a smooth tail that tells its walls.
 *
 * Early: the image sources of a shoebox (see room.ts). Late: four allpass diffusers a side (M. R. Schroeder, "Natural
 * sounding artificial reverberation", JAES 1962) into a feedback delay network of sixteen lines, with Jot's damping (see
 * feedback-network.ts) and a lossless matrix: Hadamard's times four rotations that turn slowly, so that the modes move
 * and nothing rings, while no energy is lost and no pitch bends (S. J. Schlecht, E. A. P. Habets, "Time-varying feedback
 * matrices in feedback delay networks", JASA 138, 2015). A moved size or pre-delay crossfades to a second set of heads.
 *
 * Signal: interleaved stereo, f32 in the network, double in the cuts. Latency 0. What is below −400 dBFS is silent.
 */
import { CONTROL_STEP_FRAMES, controlStepsOf } from '../core/control-step.ts';
import type { Pointer } from '../core/kernels.ts';
import { type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { cutCoefficients } from './cut-filters.ts';
import {
  type Decay,
  decaySecondsAt,
  diffuserFrames,
  lineDamping,
  lineFrames,
  networkGain,
} from './feedback-network.ts';
import { mixGains } from './mix-gains.ts';
import { MAXIMUM_PRE_DELAY_SECONDS, MAXIMUM_SIZE, reverbParameters } from './reverb-parameters.ts';
import { earlyReflections } from './room.ts';

function decayOf(value: (key: string) => number): Decay {
  return {
    decaySeconds: value('decaySeconds'),
    lowRatio: value('lowDecayRatio'),
    highRatio: value('highDecayRatio'),
    lowHz: value('bassHz'),
    highHz: value('dampingHz'),
  };
}

/** RT60 at a frequency, in seconds: what the tail does, for a plot of decay over frequency. */
export function reverbDecaySecondsAt(values: ParameterValues, hz: number, sampleRateHz: number): number {
  const all = withDefaults(reverbParameters, values) as Record<string, number>;
  const frames = lineFrames(all['size'] as number, sampleRateHz);
  return decaySecondsAt(
    hz,
    frames[4] as number,
    decayOf((key) => all[key] as number),
    sampleRateHz,
  );
}

/** Where the kernel finds things in its state: see kernels/reverb.ts. */
const STATE = {
  bytes: 3_008,
  fadeWindows: 8,
  moving: 12,
  inputMask: 16,
  inputs: 20,
  lineMask: 28,
  version: 32,
  targetVersion: 36,
  scratch: 40,
  angle: 48,
  lines: 64,
  diffusers: 128,
  turns: 224,
  rotations: 288,
  cuts: 416,
  shelves: 672,
  gains: 1_568,
  tables: 1_616,
  tableBytes: 464,
  lateDelay: 64,
  taps: 80,
} as const;
const LINES = 16;
const SCRATCH_BYTES = 59 * 272;
/** Samples repeated behind a ring's end, and a register of garbage. */
const RING_MARGIN = 64 + 4;
const FADE_SECONDS = 0.06;
const LARGEST_ANGLE = 2.8;
const LARGEST_DIFFUSION = 0.72;
/** Turns a second of the four rotations: slow, and in no simple ratio. */
const TURN_HZ = [0.31, 0.43, 0.59, 0.73] as const;
/** The mixing matrix's 1/√16. */
const MIXING_SCALE = 0.25;

/** See `reverb`; a class of its own name for the bench. */
export class Reverb extends SteppedProcessor {
  readonly #state: Pointer;
  readonly #scratch: Pointer;
  readonly #rings: { readonly pointer: Pointer; readonly frames: number }[] = [];
  readonly #diffusers: readonly number[];
  readonly #cuts = new Float64Array(12);
  readonly #shelves = new Float64Array(96);
  readonly #gains = new Float64Array(6);
  /** What the tables were made of. */
  #roomSize = 0;
  #preDelaySeconds = 0;
  #lines: readonly number[] = [];
  #version = 0;
  /** True while coefficients are set rather than glided to. */
  #jumps = false;

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, reverbParameters, values);
    this.#diffusers = diffuserFrames(this.sampleRateHz);
    this.#state = this.own(STATE.bytes);
    this.#scratch = this.own(SCRATCH_BYTES);
    const reflections = earlyReflections(MAXIMUM_SIZE);
    const longestSeconds = MAXIMUM_PRE_DELAY_SECONDS + Math.max(...reflections.map(({ delaySeconds }) => delaySeconds));
    const input = Math.ceil(longestSeconds * this.sampleRateHz);
    const line = Math.max(...lineFrames(MAXIMUM_SIZE, this.sampleRateHz));
    for (const frames of [input, input, ...Array<number>(LINES).fill(line), ...this.#diffusers]) this.#addRing(frames);
    this.reset();
  }

  #addRing(longest: number): void {
    const frames = 2 ** Math.ceil(Math.log2(longest + 2 * RING_MARGIN));
    this.#rings.push({ pointer: this.own((frames + RING_MARGIN) * Float32Array.BYTES_PER_ELEMENT), frames });
  }

  protected updateCoefficients(jump: boolean): void {
    this.#jumps = jump;
    if (this.number('size') !== this.#roomSize || this.number('preDelaySeconds') !== this.#preDelaySeconds)
      this.#writeTables(jump);
    const decay = decayOf((key) => this.number(key));
    const cutsMove = this.#moveCuts();
    const shelvesMove = this.#moveShelves(decay);
    this.#moveGains(decay);
    this.kernels.i32[(this.#state + STATE.moving) >>> 2] = Number(cutsMove || shelvesMove);
    this.kernels.f64[(this.#state + STATE.angle) >>> 3] = this.number('modulation') * LARGEST_ANGLE;
  }

  /** The delays and reflections that the kernel fades to; on a jump, those it has. */
  #writeTables(jump: boolean): void {
    this.#roomSize = this.number('size');
    this.#preDelaySeconds = this.number('preDelaySeconds');
    this.#lines = lineFrames(this.#roomSize, this.sampleRateHz);
    const preDelay = Math.round(this.#preDelaySeconds * this.sampleRateHz);
    const reflections = earlyReflections(this.#roomSize);
    const { i32, f32 } = this.kernels;
    for (let table = jump ? 0 : 2; table < 3; table++) {
      const base = (this.#state + STATE.tables + table * STATE.tableBytes) >>> 2;
      i32.set(this.#lines, base);
      i32[base + (STATE.lateDelay >>> 2)] = preDelay;
      reflections.forEach(({ delaySeconds, left, right }, index) => {
        const tap = base + (STATE.taps >>> 2) + 3 * index;
        i32[tap] = preDelay + Math.round(delaySeconds * this.sampleRateHz);
        f32[tap + 1] = left;
        f32[tap + 2] = right;
      });
    }
    if (!jump) this.#version++;
    i32[(this.#state + STATE.targetVersion) >>> 2] = this.#version;
    if (jump) i32[(this.#state + STATE.version) >>> 2] = this.#version;
  }

  /** Coefficients `to` and their change per frame; keeps `to` in `end` and tells whether anything moves. */
  #moveTo(view: Float32Array | Float64Array, base: number, to: readonly number[], end: Float64Array): boolean {
    let moves = false;
    for (let index = 0; index < to.length; index++) {
      const next = to[index] as number;
      const from = this.#jumps ? next : (end[index] as number);
      view[base + index] = from;
      view[base + to.length + index] = (next - from) / CONTROL_STEP_FRAMES;
      end[index] = next;
      moves ||= next !== from;
    }
    return moves;
  }

  #moveCuts(): boolean {
    const low = cutCoefficients(this.number('lowCutHz'), this.sampleRateHz);
    const high = cutCoefficients(this.number('highCutHz'), this.sampleRateHz);
    const both = [...low, ...high].flatMap((value) => [value, value]);
    return this.#moveTo(this.kernels.f64, (this.#state + STATE.cuts) >>> 3, both, this.#cuts);
  }

  #moveShelves(decay: Decay): boolean {
    const lines = this.#lines.map((frames) => lineDamping(frames, decay, this.sampleRateHz, MIXING_SCALE));
    const values = [0, 4, 8, 12]
      .map((first) => lines.slice(first, first + 4))
      .flatMap((half) =>
        [0, 1].flatMap((shelf) =>
          (['b', 'c', 'a'] as const).flatMap((part) => half.map((line) => (line[shelf] as (typeof line)[0])[part])),
        ),
      );
    return this.#moveTo(this.kernels.f32, (this.#state + STATE.shelves) >>> 2, values, this.#shelves);
  }

  #moveGains(decay: Decay): void {
    const [dry, wet] = mixGains(this.number('mix'));
    const [early, late] = mixGains(this.number('distance'));
    const straight = (wet * (1 + this.number('width'))) / 2;
    const crossed = (wet * (1 - this.number('width'))) / 2;
    const tail = late * networkGain(this.#lines, decay, this.sampleRateHz);
    const diffusion = this.number('diffusion') * LARGEST_DIFFUSION;
    const gains = [dry, early * straight, early * crossed, tail * straight, tail * crossed, diffusion];
    this.#moveTo(this.kernels.f32, (this.#state + STATE.gains) >>> 2, gains, this.#gains);
  }

  protected run(block: Pointer, frames: number): void {
    this.kernels.run.reverbProcess(this.#state, block, frames);
  }

  /** The feedback network alone, `windows` times 64 frames of silence: what it costs is what a bench wants to know. */
  runNetwork(windows: number): void {
    this.kernels.run.reverbNetworkBench(this.#state, windows);
  }

  protected resetState(): void {
    const { u8, i32, f32 } = this.kernels;
    u8.fill(0, this.#state, this.#state + STATE.bytes);
    u8.fill(0, this.#scratch, this.#scratch + SCRATCH_BYTES);
    for (const { pointer, frames } of this.#rings) u8.fill(0, pointer, pointer + (frames + RING_MARGIN) * 4);
    const word = (offset: number, value: number) => {
      i32[(this.#state + offset) >>> 2] = value;
    };
    const [left, right, ...others] = this.#rings as [
      { pointer: Pointer; frames: number },
      { pointer: Pointer; frames: number },
    ];
    word(STATE.fadeWindows, controlStepsOf(FADE_SECONDS, this.sampleRateHz));
    word(STATE.scratch, this.#scratch);
    word(STATE.inputMask, left.frames - 1);
    word(STATE.inputs, left.pointer);
    word(STATE.inputs + 4, right.pointer);
    others.slice(0, LINES).forEach(({ pointer, frames }: { pointer: Pointer; frames: number }, index: number) => {
      word(STATE.lineMask, frames - 1);
      word(STATE.lines + 4 * index, pointer);
    });
    others.slice(LINES).forEach(({ pointer, frames }: { pointer: Pointer; frames: number }, index: number) => {
      const diffuser = [pointer, frames - 1, this.#diffusers[index] as number];
      for (const [part, value] of diffuser.entries()) word(STATE.diffusers + 12 * index + 4 * part, value);
    });
    TURN_HZ.forEach((hz, pair) => {
      word(STATE.turns + 8 * pair, pair * 3 * 2 ** 28);
      word(STATE.turns + 8 * pair + 4, Math.round(((hz * CONTROL_STEP_FRAMES) / this.sampleRateHz) * 2 ** 32));
      f32[(this.#state + STATE.rotations + 16 * pair) >>> 2] = 1;
    });
    this.#roomSize = 0;
    this.#version = 0;
  }
}

/** Seconds until the slowest part of the spectrum is below −90 dBFS, a reserve for resonance included. */
function tailSeconds(values: ParameterValues): number {
  const { decaySeconds, lowDecayRatio, highDecayRatio, preDelaySeconds, size, mix } = values as Record<
    'decaySeconds' | 'lowDecayRatio' | 'highDecayRatio' | 'preDelaySeconds' | 'size' | 'mix',
    number
  >;
  if (mix === 0) return 0;
  const slowest = decaySeconds * Math.max(1, lowDecayRatio, highDecayRatio);
  return preDelaySeconds + 0.1 * size + 0.15 + (slowest * 96) / 60;
}

export const reverb: ProcessorDefinition = {
  type: 'reverb',
  label: 'Reverb',
  description: 'A room around the sound: near walls first, then a smooth tail.',
  parameters: reverbParameters,
  readouts: [],
  hasSidechain: false,
  latencyFrames: () => 0,
  tailSeconds,
  create: (context, values) => new Reverb(context, values),
};
