/**
 * The engine of the compressors: feed-forward, in the logarithmic domain, with a smooth decoupled peak detector after
 * the gain computer, the arrangement that Giannoulis, Massberg and Reiss recommend ("Digital Dynamic Range Compressor
 * Design — A Tutorial and Analysis", JAES 60(6), 2012; curve: equation 4, detector: equation 17). Both sides get the same gain,
 * that of the louder one, so that the picture stands still.
 *
 * Signal: interleaved stereo. Latency: the look-ahead. Limits: a release shorter than the attack lasts as long as the
 * attack; a level below −240 dB counts as −240 dB.
 */
import { highPass } from '../core/biquad.ts';
import type { Pointer } from '../core/kernels.ts';
import type { ParameterSpecs, ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { envelopeSeconds } from './ballistics.ts';
import { autoMakeupDb } from './compressor-curve.ts';
import { DB_PER_OCTAVE, GainStage } from './gain-stage.ts';
import { KeyFilter, LookAhead, lookAheadFrames, onePole } from './key-signal.ts';

/** Averaging time of the RMS detector. */
const RMS_SECONDS = 0.01;
/** Automatic release: a peak recovers in the first time, compression that lasts in the second. */
export const AUTO_RELEASE_SECONDS = { fast: 0.08, slow: 1.2 } as const;
const STATE_BYTES = 104;
/** Places in the kernel's state, in f64: layout in kernels/compressor.ts. */
const SLOW = 2;
const BALLISTICS = 6;
/** Five f32. */
const CURVE_BYTE = 80;
const SWITCHED_ON = 0.5;

export class CompressorEngine extends SteppedProcessor {
  override readonly latencyFrames: number;
  readonly #state: Pointer;
  readonly #stage: GainStage;
  readonly #lookAhead: LookAhead;
  readonly #keyFilter: KeyFilter;
  readonly #sidechainOffHz: number;
  readonly #hasAutoRelease: boolean;
  readonly #rmsCoefficient: number;
  #attackSeconds = 0;
  #releaseSeconds = 0;
  #envelopeSeconds = 0;

  constructor(context: ProcessorContext, specs: ParameterSpecs, values: ParameterValues) {
    super(context, specs, values, 1);
    const own = (bytes: number) => this.own(bytes);
    const { kernels, sampleRateHz, maxBlockFrames } = context;
    this.latencyFrames = lookAheadFrames(values, sampleRateHz);
    this.#state = own(STATE_BYTES);
    this.#stage = new GainStage(kernels, own, maxBlockFrames);
    this.#lookAhead = new LookAhead(kernels, own, this.latencyFrames);
    this.#keyFilter = new KeyFilter(kernels, own, maxBlockFrames, 1);
    const sidechain = specs.sidechainHighPassHz;
    this.#sidechainOffHz = sidechain?.kind === 'number' ? sidechain.minimum : 0;
    this.#hasAutoRelease = 'autoRelease' in specs;
    this.#rmsCoefficient = this.choice('detector') === 'rms' ? onePole(RMS_SECONDS, sampleRateHz) : 0;
    this.reset();
  }

  override process(block: Pointer, frames: number, key: Pointer): void {
    this.#stage.clearMeter();
    super.process(block, frames, key);
    this.readouts[0] = this.#stage.gainReductionDb();
  }

  protected updateCoefficients(jump: boolean): void {
    const curve = {
      thresholdDb: this.number('thresholdDb'),
      ratio: this.number('ratio'),
      kneeDb: this.number('kneeDb'),
      rangeDb: this.number('rangeDb'),
    };
    const view = this.kernels.f32;
    const at = (this.#state + CURVE_BYTE) >>> 2;
    view[at] = (curve.thresholdDb - curve.kneeDb / 2) / DB_PER_OCTAVE;
    view[at + 1] = curve.kneeDb / DB_PER_OCTAVE;
    view[at + 2] = curve.kneeDb > 1e-6 ? DB_PER_OCTAVE / (2 * curve.kneeDb) : 0;
    view[at + 3] = 1 - 1 / curve.ratio;
    view[at + 4] = curve.rangeDb / DB_PER_OCTAVE;
    this.#updateBallistics();
    const auto = this.amount('autoMakeup');
    const makeupDb = this.number('makeupDb') + (auto > 0 ? auto * autoMakeupDb(curve) : 0);
    this.#stage.setOutput(makeupDb, this.number('mix'), jump);
    const sidechainHz = this.number('sidechainHighPassHz');
    const isOn = sidechainHz > this.#sidechainOffHz;
    this.#keyFilter.setSection(0, isOn ? highPass(sidechainHz, Math.SQRT1_2, this.sampleRateHz) : undefined);
  }

  #updateBallistics(): void {
    const isAuto = this.#hasAutoRelease && this.amount('autoRelease') >= SWITCHED_ON;
    const attackSeconds = this.number('attackSeconds');
    const releaseSeconds = isAuto ? AUTO_RELEASE_SECONDS.fast : this.number('releaseSeconds');
    if (attackSeconds !== this.#attackSeconds || releaseSeconds !== this.#releaseSeconds) {
      this.#attackSeconds = attackSeconds;
      this.#releaseSeconds = releaseSeconds;
      this.#envelopeSeconds = envelopeSeconds(releaseSeconds, attackSeconds);
    }
    const view = this.kernels.f64;
    const state = this.#state >>> 3;
    view[state + BALLISTICS] = onePole(this.#envelopeSeconds, this.sampleRateHz);
    view[state + BALLISTICS + 1] = onePole(attackSeconds, this.sampleRateHz);
    view[state + BALLISTICS + 2] = isAuto ? onePole(AUTO_RELEASE_SECONDS.slow, this.sampleRateHz) : 1;
    view[state + BALLISTICS + 3] = this.#rmsCoefficient;
    if (!isAuto) view[state + SLOW] = 0;
  }

  protected run(block: Pointer, frames: number, key: Pointer): void {
    const detected = this.#keyFilter.process(key === 0 ? block : key, frames);
    this.kernels.run.compressorReductions(this.#state, detected, this.#stage.curve, frames);
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
