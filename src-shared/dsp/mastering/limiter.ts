/**
 * The brickwall at the end of a master: what goes in may be as loud as it likes, what comes out stays under the ceiling
 * between the samples too. Both channels get one gain, so the stereo image stands still.
 *
 * Two equal stages in a row. Each finds the true peak of every frame at 8 fs (kernels/interpolation.ts), holds the needed
 * reduction over its look-ahead (van Herk 1992), lets it go exponentially, and smooths the gain with three running means that
 * fit into the look-ahead, so that the gain has arrived when the peak comes out. A moving gain can make new peaks between the
 * samples; so the second stage measures what the first put out and trims it. It hardly ever has to, and skips measuring where
 * the first passed the signal untouched.
 *
 * Signal: interleaved stereo. Under the ceiling it passes bit for bit. Latency: `limiterLatencyFrames`, 364 frames (7.6 ms) at
 * 48 kHz. How well the ceiling holds: under the ceiling for any input, seen by an interpolator of 64 taps at 32 fs, and after dither
 * to 16 bits; full-band white noise may pass it by 0.35 dB for a nearly ideal interpolator (512 taps), a bare tone at fs/2
 * that starts or turns over by 1.5 dB: content above 0.48 fs, which no converter passes. A file cut hard while it sounds may
 * ring over the ceiling at the cut.
 * Limits: NaN counts as 0, samples past ±1e9 as ±1e9; a ceiling moved by automation moves with the sound it is written at.
 */

import { dbToGain, gainToDb } from '../../units/decibel.ts';
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from '../core/kernels.ts';
import { numberParameter, type ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import {
  CAUTIOUS_INTERPOLATOR,
  interpolationBounds,
  interpolationReachFrames,
  interpolationTableBytes,
  writeInterpolationTable,
} from '../metering/interpolation-table.ts';

export const limiterParameters = {
  ceilingDbtp: numberParameter({
    label: 'Ceiling',
    unit: 'dBTP',
    range: [-20, 0],
    default: -1,
    description: 'The true peak that the output never exceeds.',
  }),
  inputGainDb: numberParameter({
    label: 'Input gain',
    unit: 'dB',
    range: [-12, 24],
    default: 0,
    description: 'Drives the signal into the ceiling: louder, denser.',
  }),
  releaseSeconds: numberParameter({
    label: 'Release',
    unit: 's',
    range: [0.01, 2],
    default: 0.1,
    taper: 'logarithmic',
    description: 'How long a reduction takes to fall to 37 %, once its peak is 10 ms past.',
  }),
  lookAheadSeconds: numberParameter({
    label: 'Look-ahead',
    unit: 's',
    range: [0.001, 0.01],
    default: 0.005,
    taper: 'logarithmic',
    automatable: false,
    description: 'Time in which the gain glides down before a peak; it delays the signal by a little more.',
  }),
};

const REACH_FRAMES = interpolationReachFrames(CAUTIOUS_INTERPOLATOR);
/** A tone of 50 Hz and up has its next half wave within the hold: its gain stands still, so it is not distorted. */
const HOLD_SECONDS = 0.01;
const TRIM_LOOK_AHEAD_FRAMES = 48;
const TRIM_HOLD_SECONDS = 0.005;
const TRIM_RELEASE_SECONDS = 0.05;
/** Frames around a peak over which the gain already is, and still is, what the peak needs. */
const GUARD_FRAMES = 12;
/**
 * How far below the ceiling the stages aim. The trim: what lies between the points of the 8 fs grid (at most 0.17 dB, for a
 * tone at fs/2; BS.1770-5 annex 2), what a longer interpolator sees near Nyquist, and the dither of a 16-bit file. The first
 * stage: a little lower, so that the trim rests where its gain stands nearly still.
 */
const TRIM_MARGIN_DB = 0.17;
/** How far below the ceiling, in dB, the first stage aims: a limited master peaks about this much under it. */
export const LIMITER_MARGIN_DB = 0.18;
const TRIM_AIM = dbToGain(-TRIM_MARGIN_DB);
const FIRST_AIM = dbToGain(-LIMITER_MARGIN_DB);
/** More than any stage looks around itself, so that a ceiling that moved has left all of them. */
const STEADY_SLACK_FRAMES = 8_192;
/** Frames of input run kept beyond what is needed, so that it is moved back seldom. */
const HISTORY_SLACK_FRAMES = 4_096;

type StageLengths = {
  readonly boxes: readonly [number, number, number];
  readonly delayFrames: number;
  readonly holdFrames: number;
};

/** Lengths of a stage whose gain glides down over `lookAheadFrames` and holds `holdFrames` after a peak. */
export function limiterStageLengths(lookAheadFrames: number, holdFrames: number): StageLengths {
  const boxes = [0, 1, 2].map((index) => Math.floor((lookAheadFrames + 2 + index) / 3)) as [number, number, number];
  const spanFrames = boxes[0] + boxes[1] + boxes[2] - 2;
  return {
    boxes,
    delayFrames: REACH_FRAMES + GUARD_FRAMES + spanFrames - 1,
    holdFrames: spanFrames + 2 * GUARD_FRAMES + 1 + holdFrames,
  };
}

function stagesOf(lookAheadSeconds: number, sampleRateHz: number): StageLengths[] {
  const first = limiterStageLengths(
    Math.round(lookAheadSeconds * sampleRateHz),
    Math.round(HOLD_SECONDS * sampleRateHz),
  );
  const trim = limiterStageLengths(TRIM_LOOK_AHEAD_FRAMES, Math.round(TRIM_HOLD_SECONDS * sampleRateHz));
  return [first, trim];
}

/** Delay of the limiter in frames: its look-ahead, and 124 frames for two interpolators and the trim. */
export function limiterLatencyFrames(lookAheadSeconds: number, sampleRateHz: number): number {
  return stagesOf(lookAheadSeconds, sampleRateHz).reduce((sum, stage) => sum + stage.delayFrames, 0);
}

/** One stage in kernel memory; `own` allocates it. */
class LimiterStage {
  readonly state: Pointer;
  readonly reset: () => void;

  constructor({ run }: Kernels, own: (bytes: number) => Pointer, table: Pointer, lengths: StageLengths) {
    const { boxes, delayFrames, holdFrames } = lengths;
    const boxProduct = boxes[0] * boxes[1] * boxes[2];
    const ringFrames = 2 ** Math.ceil(Math.log2(Math.max(...boxes)));
    const historyFrames = delayFrames + 2 * REACH_FRAMES + HISTORY_SLACK_FRAMES;
    const gainBits = Math.min(44, 62 - Math.ceil(Math.log2(boxProduct)));
    const { fromSamples, fromHalves } = interpolationBounds(CAUTIOUS_INTERPOLATOR);
    const state = own(run.limiterStageBytes());
    const history = own(historyFrames * FRAME_BYTES);
    const hold = own(2 * holdFrames * Float64Array.BYTES_PER_ELEMENT);
    const rings = own(3 * ringFrames * BigInt64Array.BYTES_PER_ELEMENT);
    this.state = state;
    this.reset = () => {
      run.limiterStageInit(
        state,
        history,
        historyFrames,
        delayFrames,
        table,
        CAUTIOUS_INTERPOLATOR.pairs,
        fromSamples,
        fromHalves,
        hold,
        holdFrames,
        rings,
        ringFrames,
        ...boxes,
        gainBits,
      );
    };
  }
}

class Limiter extends SteppedProcessor {
  override readonly latencyFrames: number;
  readonly #stages: readonly LimiterStage[];
  /** Two f64: the input gain, and its change per frame. */
  readonly #drive: Pointer;
  readonly #trimKeep: number;
  #inputGain = 1;
  #releaseKeep = 0;
  #ceiling = 1;
  /** Frames since the ceiling last moved: only while it stands may a trim trust the stage before it. */
  #steadyFrames = 0;

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, limiterParameters, values, 1);
    const { kernels, sampleRateHz } = context;
    const lookAheadSeconds = this.held('lookAheadSeconds') as number;
    this.#drive = this.own(2 * Float64Array.BYTES_PER_ELEMENT);
    const table = this.own(interpolationTableBytes(CAUTIOUS_INTERPOLATOR));
    writeInterpolationTable(kernels, table, CAUTIOUS_INTERPOLATOR);
    const own = (bytes: number) => this.own(bytes);
    this.#stages = stagesOf(lookAheadSeconds, sampleRateHz).map(
      (lengths) => new LimiterStage(kernels, own, table, lengths),
    );
    this.#trimKeep = keptPerFrame(TRIM_RELEASE_SECONDS, sampleRateHz);
    this.latencyFrames = limiterLatencyFrames(lookAheadSeconds, sampleRateHz);
    this.reset();
  }

  protected updateCoefficients(jump: boolean): void {
    const inputGain = dbToGain(this.number('inputGainDb'));
    const from = jump ? inputGain : this.#inputGain;
    this.kernels.f64[this.#drive >>> 3] = from;
    this.kernels.f64[(this.#drive >>> 3) + 1] = (inputGain - from) / CONTROL_STEP_FRAMES;
    this.#inputGain = inputGain;
    this.#releaseKeep = keptPerFrame(this.number('releaseSeconds'), this.sampleRateHz);
    const ceiling = dbToGain(this.number('ceilingDbtp'));
    if (ceiling !== this.#ceiling) this.#steadyFrames = 0;
    this.#ceiling = ceiling;
  }

  protected run(block: Pointer, frames: number): void {
    const { run } = this.kernels;
    run.limiterDrive(this.#drive, block, frames);
    this.#steadyFrames += frames;
    const steady = this.#steadyFrames > this.latencyFrames + STEADY_SLACK_FRAMES + frames;
    let gain = 1;
    let before: Pointer = 0;
    for (const { state } of this.#stages) {
      const first = before === 0;
      const verified = !first && steady && run.limiterUnityFrames(before) >= frames + 2 * REACH_FRAMES + 1;
      const aim = this.#ceiling * (first ? FIRST_AIM : TRIM_AIM);
      run.limiterStageProcess(
        state,
        block,
        frames,
        1 / aim,
        first ? this.#releaseKeep : this.#trimKeep,
        Number(verified),
      );
      gain *= run.limiterTakeLowestGain(state);
      before = state;
    }
    this.readouts[0] = gainToDb(gain);
  }

  protected resetState(): void {
    for (const stage of this.#stages) stage.reset();
    this.#steadyFrames = 0;
  }
}

/** What an exponential release keeps of itself per frame. */
function keptPerFrame(releaseSeconds: number, sampleRateHz: number): number {
  return Math.exp(-1 / (releaseSeconds * sampleRateHz));
}

export const limiter: ProcessorDefinition = {
  type: 'limiter',
  label: 'Limiter',
  description: 'Holds every peak, also between the samples, under a ceiling.',
  parameters: limiterParameters,
  readouts: ['gainReductionDb'],
  hasSidechain: false,
  latencyFrames: (values, sampleRateHz) => limiterLatencyFrames(values.lookAheadSeconds as number, sampleRateHz),
  tailSeconds: () => 0,
  create: (context, values) => new Limiter(context, values),
};
