/** What is measured of the master's output: loudness, true peak, correlation, and points for the vectorscope. */
import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import { BandCorrelationMeter } from '../../../src-shared/dsp/metering/band-correlation-meter.ts';
import { LoudnessMeter } from '../../../src-shared/dsp/metering/loudness-meter.ts';
import { StereoImageMeter } from '../../../src-shared/dsp/metering/stereo-image-meter.ts';
import { TruePeakMeter } from '../../../src-shared/dsp/metering/true-peak-meter.ts';
import { HEAD, SCOPE_PAIRS } from '../../../src-shared/protocol/telemetry.ts';
import { gainToDb } from '../../../src-shared/units/decibel.ts';

/** Of so many frames one goes to the vectorscope: 200 at 48 kHz and 60 records a second. */
const SCOPE_EVERY = 4;

export class MasterMeter {
  readonly #kernels: Kernels;
  readonly #loudness: LoudnessMeter;
  readonly #truePeak: TruePeakMeter;
  readonly #image: StereoImageMeter;
  readonly #bands: BandCorrelationMeter;
  readonly #scope = new Float32Array(SCOPE_PAIRS * 2);
  #scopePairs = 0;
  #framesUntilPair = 0;
  #maxTruePeak = 0;

  constructor(kernels: Kernels, sampleRateHz: number) {
    this.#kernels = kernels;
    this.#loudness = new LoudnessMeter(kernels, { sampleRateHz, channels: 2 });
    this.#truePeak = new TruePeakMeter(kernels, { channels: 2 });
    this.#image = new StereoImageMeter(kernels, sampleRateHz);
    this.#bands = new BandCorrelationMeter(kernels, sampleRateHz);
  }

  /** While it is paused, what is heard is not the programme: its loudness and its highest peak stand still. */
  set isPaused(isPaused: boolean) {
    this.#loudness.paused = isPaused;
  }

  process(block: Pointer, frames: number): void {
    this.#loudness.process(block, frames);
    this.#truePeak.process(block, frames);
    this.#image.process(block, frames);
    this.#bands.process(block, frames);
    this.#keepPairs(block, frames);
  }

  /** Back to fresh, for a new programme. */
  reset(): void {
    this.#loudness.reset();
    this.#truePeak.reset();
    this.#maxTruePeak = 0;
    this.silence();
  }

  /** Forgets the sound, and keeps what measures the programme. */
  silence(): void {
    this.#truePeak.resetPeak();
    this.#image.reset();
    this.#bands.reset();
    this.#scopePairs = 0;
  }

  /** Writes the head's fields of a telemetry record, and what follows them; begins the next record's peaks. */
  write(record: Float32Array, scopeAt: number, isPlaying: boolean): void {
    const loudness = this.#loudness;
    const truePeak = this.#truePeak.truePeak;
    this.#truePeak.resetPeak();
    if (!loudness.paused) this.#maxTruePeak = Math.max(this.#maxTruePeak, truePeak);
    record[HEAD.momentaryLufs] = isPlaying ? loudness.momentaryLufs : Number.NEGATIVE_INFINITY;
    record[HEAD.shortTermLufs] = isPlaying ? loudness.shortTermLufs : Number.NEGATIVE_INFINITY;
    record[HEAD.integratedLufs] = loudness.integratedLufs;
    record[HEAD.loudnessRangeLu] = loudness.loudnessRangeLu;
    record[HEAD.truePeakDbtp] = gainToDb(truePeak);
    record[HEAD.maxTruePeakDbtp] = gainToDb(this.#maxTruePeak);
    record[HEAD.correlation] = this.#image.correlation;
    record[HEAD.lowCorrelation] = this.#bands.correlation(0);
    record[HEAD.midCorrelation] = this.#bands.correlation(1);
    record[HEAD.highCorrelation] = this.#bands.correlation(2);
    record[HEAD.scopePairs] = this.#scopePairs;
    record.set(this.#scope, scopeAt);
    this.#scopePairs = 0;
  }

  release(): void {
    this.#loudness.release();
    this.#truePeak.release();
    this.#image.release();
    this.#bands.release();
  }

  #keepPairs(block: Pointer, frames: number): void {
    const { f32 } = this.#kernels;
    const at = block >>> 2;
    let frame = this.#framesUntilPair;
    for (; frame < frames; frame += SCOPE_EVERY) {
      if (this.#scopePairs === SCOPE_PAIRS) continue;
      this.#scope[2 * this.#scopePairs] = f32[at + 2 * frame] as number;
      this.#scope[2 * this.#scopePairs + 1] = f32[at + 2 * frame + 1] as number;
      this.#scopePairs++;
    }
    this.#framesUntilPair = frame - frames;
  }
}
