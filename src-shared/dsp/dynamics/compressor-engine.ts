/**
 * The engine of the compressors: feed-forward, in the logarithmic domain (compressor-detector.ts). Both sides get the
 * same gain, that of the louder one, so that the picture stands still.
 *
 * Signal: interleaved stereo. Latency: the look-ahead. Limits: a release shorter than the attack lasts as long as the
 * attack; a level below −240 dB counts as −240 dB.
 */
import { highPass } from '../core/biquad.ts';
import type { Pointer } from '../core/kernels.ts';
import type { ParameterSpecs, ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { autoMakeupDb } from './compressor-curve.ts';
import { CompressorDetector, type DetectorKind } from './compressor-detector.ts';
import { GainStage } from './gain-stage.ts';
import { KeyFilter, LookAhead, lookAheadFrames } from './key-signal.ts';

const SWITCHED_ON = 0.5;

export class CompressorEngine extends SteppedProcessor {
  override readonly latencyFrames: number;
  readonly #detector: CompressorDetector;
  readonly #stage: GainStage;
  readonly #lookAhead: LookAhead;
  readonly #keyFilter: KeyFilter;
  readonly #sidechainOffHz: number;
  readonly #hasAutoRelease: boolean;

  constructor(context: ProcessorContext, specs: ParameterSpecs, values: ParameterValues) {
    super(context, specs, values, 1);
    const own = (bytes: number) => this.own(bytes);
    const { kernels, sampleRateHz, maxBlockFrames } = context;
    this.latencyFrames = lookAheadFrames(values, sampleRateHz);
    this.#detector = new CompressorDetector(kernels, own, sampleRateHz, this.choice('detector') as DetectorKind);
    this.#stage = new GainStage(kernels, own, maxBlockFrames);
    this.#lookAhead = new LookAhead(kernels, own, this.latencyFrames);
    this.#keyFilter = new KeyFilter(context, own, [highPass]);
    const sidechain = specs.sidechainHighPassHz;
    this.#sidechainOffHz = sidechain?.kind === 'number' ? sidechain.minimum : 0;
    this.#hasAutoRelease = 'autoRelease' in specs;
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
    this.#detector.setCurve(curve);
    const isAuto = this.#hasAutoRelease && this.amount('autoRelease') >= SWITCHED_ON;
    if (isAuto) this.#detector.setAutoRelease(this.number('attackSeconds'));
    else this.#detector.setTimes(this.number('attackSeconds'), this.number('releaseSeconds'));
    const auto = this.amount('autoMakeup');
    const makeupDb = this.number('makeupDb') + (auto > 0 ? auto * autoMakeupDb(curve) : 0);
    this.#stage.setOutput(makeupDb, this.number('mix'), jump);
    this.#keyFilter.setCorner(0, this.number('sidechainHighPassHz'), this.#sidechainOffHz);
  }

  protected run(block: Pointer, frames: number, key: Pointer): void {
    const detected = this.#keyFilter.process(key === 0 ? block : key, frames);
    this.#detector.toGains(detected, this.#stage, frames);
    this.#lookAhead.process(block, frames);
    this.#stage.apply(block, frames);
  }

  protected resetState(): void {
    this.#detector.reset();
    this.#lookAhead.reset();
    this.#keyFilter.reset();
  }
}
