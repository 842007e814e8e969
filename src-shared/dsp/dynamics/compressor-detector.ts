/**
 * From a key signal to the reduction of each frame: level, static curve, ballistics, as Giannoulis, Massberg and Reiss
 * recommend ("Digital Dynamic Range Compressor Design — A Tutorial and Analysis", JAES 60(6), 2012; curve: equation 4,
 * smooth decoupled peak detector: equation 17).
 */
import type { Kernels, Pointer } from '../core/kernels.ts';
import { envelopeSeconds } from './ballistics.ts';
import type { CompressorCurve } from './compressor-curve.ts';
import { DB_PER_OCTAVE, type GainStage } from './gain-stage.ts';
import { type Own, onePole } from './key-signal.ts';

/** Averaging time of the RMS detector. */
const RMS_SECONDS = 0.01;
/** Automatic release: a peak recovers in the first time, compression that lasts in the second. */
const AUTO_RELEASE_SECONDS = { fast: 0.08, slow: 1.2 } as const;

/** Layout in kernels/compressor.ts: places in f64, but the curve is five f32 from its byte on. */
const STATE_BYTES = 104;
const SLOW = 2;
const MEMORY_END = 6;
const RELEASE = 6;
const ATTACK = 7;
const SLOWING = 8;
const AVERAGING = 9;
const CURVE_BYTE = 80;
/** Narrower is a hard knee. */
const NARROWEST_KNEE_DB = 1e-6;

export type DetectorKind = 'peak' | 'rms';

export class CompressorDetector {
  readonly #kernels: Kernels;
  readonly #sampleRateHz: number;
  readonly #state: Pointer;
  #attackSeconds = Number.NaN;
  #releaseSeconds = Number.NaN;

  constructor(kernels: Kernels, own: Own, sampleRateHz: number, kind: DetectorKind = 'peak') {
    this.#kernels = kernels;
    this.#sampleRateHz = sampleRateHz;
    this.#state = own(STATE_BYTES);
    kernels.f64[(this.#state >>> 3) + AVERAGING] = kind === 'rms' ? onePole(RMS_SECONDS, sampleRateHz) : 0;
  }

  setCurve({ thresholdDb, ratio, kneeDb, rangeDb = Number.POSITIVE_INFINITY }: CompressorCurve): void {
    const view = this.#kernels.f32;
    const at = (this.#state + CURVE_BYTE) >>> 2;
    view[at] = (thresholdDb - kneeDb / 2) / DB_PER_OCTAVE;
    view[at + 1] = kneeDb / DB_PER_OCTAVE;
    view[at + 2] = kneeDb > NARROWEST_KNEE_DB ? DB_PER_OCTAVE / (2 * kneeDb) : 0;
    view[at + 3] = 1 - 1 / ratio;
    view[at + 4] = rangeDb / DB_PER_OCTAVE;
  }

  /** One attack and release: each the time to 63 % of a step of the reduction. */
  setTimes(attackSeconds: number, releaseSeconds: number): void {
    this.#setBallistics(attackSeconds, releaseSeconds, 1);
    this.#kernels.f64[(this.#state >>> 3) + SLOW] = 0;
  }

  /** An attack, and the automatic release of two stages. */
  setAutoRelease(attackSeconds: number): void {
    const { fast, slow } = AUTO_RELEASE_SECONDS;
    this.#setBallistics(attackSeconds, fast, onePole(slow, this.#sampleRateHz));
  }

  #setBallistics(attackSeconds: number, releaseSeconds: number, slowing: number): void {
    const view = this.#kernels.f64;
    const at = this.#state >>> 3;
    view[at + SLOWING] = slowing;
    if (attackSeconds === this.#attackSeconds && releaseSeconds === this.#releaseSeconds) return;
    this.#attackSeconds = attackSeconds;
    this.#releaseSeconds = releaseSeconds;
    view[at + RELEASE] = onePole(envelopeSeconds(releaseSeconds, attackSeconds), this.#sampleRateHz);
    view[at + ATTACK] = onePole(attackSeconds, this.#sampleRateHz);
  }

  /** Writes one reduction a frame, in octaves, from the level of `key`. */
  process(key: Pointer, reductions: Pointer, frames: number): void {
    this.#kernels.run.compressorReductions(this.#state, key, reductions, frames);
  }

  /** Writes the gains of one stage into its curve: `process` and `GainStage.toGains` in one. */
  toGains(key: Pointer, { stage, curve }: GainStage, frames: number): void {
    this.#kernels.run.compressorGains(this.#state, stage, key, curve, frames);
  }

  reset(): void {
    this.#kernels.f64.fill(0, this.#state >>> 3, (this.#state >>> 3) + MEMORY_END);
  }
}
