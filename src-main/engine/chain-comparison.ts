/**
 * Before and after the chain of the master, each as loud as the other: for the ear alone, nothing of it is in the session.
 * The chain works on, and beside it its input is kept as late as it, so that one glides into the other at any moment.
 * The louder side is turned down, by the difference of the loudness (BS.1770-5, integrated) that both had since it was
 * last begun, so that neither reaches full scale that did not before.
 */
import { levelMatchDb } from '../../src-shared/analysis/level-match.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from '../../src-shared/dsp/core/kernels.ts';
import { LoudnessMeter } from '../../src-shared/dsp/metering/loudness-meter.ts';
import type { ComparedSide } from '../../src-shared/protocol/answers.ts';
import { type DelayLine, delayLine } from '../../src-shared/render/delay-line.ts';
import type { ChainHook } from '../../src-shared/render/strip-renderer.ts';
import { dbToGain } from '../../src-shared/units/decibel.ts';

/** From one side to the other: 10 ms at 48 kHz. */
const GLIDE_FRAMES = 480;
/** Before so much was heard the difference that was known before holds. */
const LEAST_SECONDS = 1;
const MATCH_EVERY_SECONDS = 0.1;

export class ChainComparison implements ChainHook {
  readonly #kernels: Kernels;
  readonly #input: LoudnessMeter;
  readonly #output: LoudnessMeter;
  /** The chain's input, as late as its output. */
  readonly #bypassed: Pointer;
  readonly #matchEveryFrames: number;
  #delay: DelayLine | undefined;
  #side: ComparedSide | null = null;
  #levelChangeLu = Number.NaN;
  #framesToMatch = 0;
  /** Gains of the chain's output and of what goes past it: now, and where they glide to. */
  #gains: readonly [number, number] = [1, 0];
  #targets: readonly [number, number] = [1, 0];
  #steps: readonly [number, number] = [0, 0];
  #stepsLeft = 0;

  constructor(kernels: Kernels, sampleRateHz: number, maxBlockFrames: number) {
    this.#kernels = kernels;
    this.#input = new LoudnessMeter(kernels, { sampleRateHz, channels: 2 });
    this.#output = new LoudnessMeter(kernels, { sampleRateHz, channels: 2 });
    this.#bypassed = kernels.allocateFrames(maxBlockFrames);
    this.#matchEveryFrames = Math.round(MATCH_EVERY_SECONDS * sampleRateHz);
  }

  /** What is heard: one side, as loud as the other; null the master as it is bounced. */
  get side(): ComparedSide | null {
    return this.#side;
  }
  set side(side: ComparedSide | null) {
    this.#side = side;
    this.#match();
  }

  /** What the chain does to the loudness, in LU; NaN before it was heard. */
  get levelChangeLu(): number {
    return this.#levelChangeLu;
  }

  /** How late the chain is. */
  set latencyFrames(frames: number) {
    if ((this.#delay?.frames ?? 0) === frames) return;
    this.#delay?.release();
    this.#delay = delayLine(this.#kernels, frames);
  }

  /** The loudness is measured anew: the chain is another, or another place is heard. */
  beginAnew(): void {
    this.#input.reset();
    this.#output.reset();
  }

  /** Everything was silent. */
  reset(): void {
    this.#delay?.reset();
    this.beginAnew();
  }

  before(block: Pointer, frames: number): void {
    this.#input.process(block, frames);
    if (this.#delay) this.#delay.process(block, this.#bypassed, frames);
    else this.#kernels.u8.copyWithin(this.#bypassed, block, block + frames * FRAME_BYTES);
  }

  after(block: Pointer, frames: number): void {
    this.#output.process(block, frames);
    this.#framesToMatch -= frames;
    if (this.#framesToMatch <= 0) this.#match();
    const [after, before] = this.#gains;
    // As it is bounced: not a bit is changed.
    if (this.#stepsLeft === 0 && after === 1 && before === 0) return;
    this.#mix(this.#kernels.frames(block, frames), this.#kernels.frames(this.#bypassed, frames));
  }

  release(): void {
    this.#input.release();
    this.#output.release();
    this.#delay?.release();
    this.#kernels.free(this.#bypassed);
  }

  #match(): void {
    this.#framesToMatch = this.#matchEveryFrames;
    const changeLu = this.#output.integratedLufs - this.#input.integratedLufs;
    if (this.#input.measuredSeconds >= LEAST_SECONDS && Number.isFinite(changeLu)) this.#levelChangeLu = changeLu;
    const side = this.#side;
    const gain = side === null ? 1 : dbToGain(levelMatchDb(side, this.#levelChangeLu));
    if (side === 'before') this.#glideTo(0, gain);
    else this.#glideTo(gain, 0);
  }

  #glideTo(after: number, before: number): void {
    if (after === this.#targets[0] && before === this.#targets[1]) return;
    this.#targets = [after, before];
    this.#steps = [(after - this.#gains[0]) / GLIDE_FRAMES, (before - this.#gains[1]) / GLIDE_FRAMES];
    this.#stepsLeft = GLIDE_FRAMES;
  }

  /** @param chain the chain's output, in place; @param past what went past it. Interleaved stereo. */
  #mix(chain: Float32Array, past: Float32Array): void {
    let [after, before] = this.#gains;
    const [afterStep, beforeStep] = this.#steps;
    for (let index = 0; index < chain.length; index += 2) {
      if (this.#stepsLeft > 0) {
        after += afterStep;
        before += beforeStep;
        if (--this.#stepsLeft === 0) [after, before] = this.#targets;
      }
      chain[index] = (chain[index] as number) * after + (past[index] as number) * before;
      chain[index + 1] = (chain[index + 1] as number) * after + (past[index + 1] as number) * before;
    }
    this.#gains = [after, before];
  }
}
