/** What comes in on each channel of the device: peak, RMS of 0.3 s, and how often it reached full scale. */
import { SlidingSum } from '../../../src-shared/dsp/metering/sliding-sum.ts';
import { HEAD, INPUT, inputOffset, METERED_INPUTS } from '../../../src-shared/protocol/telemetry.ts';
import { gainToDb, powerToDb } from '../../../src-shared/units/decibel.ts';

const HOPS_PER_SECOND = 20;
const RMS_HOPS = 6;
/** The highest sample of a 16-bit converter: what reaches it was cut off, at any depth. */
const FULL_SCALE = 32_767 / 32_768;

export class InputMeters {
  readonly #peaks = new Float64Array(METERED_INPUTS);
  readonly #energies = new Float64Array(METERED_INPUTS);
  readonly #rms = Array.from({ length: METERED_INPUTS }, () => new SlidingSum(RMS_HOPS));
  readonly #rmsDb = new Float64Array(METERED_INPUTS).fill(Number.NEGATIVE_INFINITY);
  readonly #clips = new Float64Array(METERED_INPUTS);
  readonly #isClipping = new Uint8Array(METERED_INPUTS);
  #hopFrames: number;
  #framesIntoHop = 0;
  #channels = 0;
  /** Channels of the input, the ones without a meter included. */
  #width = 0;

  constructor(sampleRateHz: number) {
    this.#hopFrames = Math.round(sampleRateHz / HOPS_PER_SECOND);
  }

  /** Another device or rate: everything is forgotten, what clipped too. */
  begin(sampleRateHz: number): void {
    this.#hopFrames = Math.round(sampleRateHz / HOPS_PER_SECOND);
    this.clearClips(null);
    this.silence();
  }

  /** @param input interleaved, `channels` wide. It allocates nothing. */
  process(input: Float32Array, channels: number): void {
    this.#channels = Math.min(channels, METERED_INPUTS);
    this.#width = channels;
    if (channels === 0) return;
    const frames = input.length / channels;
    let done = 0;
    while (done < frames) {
      const count = Math.min(frames - done, this.#hopFrames - this.#framesIntoHop);
      for (let channel = 0; channel < this.#channels; channel++) this.#measure(input, channel, done, done + count);
      this.#framesIntoHop += count;
      done += count;
      if (this.#framesIntoHop === this.#hopFrames) this.#endHop();
    }
  }

  /** Nothing comes in any more; what clipped stays. */
  silence(): void {
    this.#channels = 0;
    this.#framesIntoHop = 0;
    this.#peaks.fill(0);
    this.#energies.fill(0);
    this.#isClipping.fill(0);
    this.#rmsDb.fill(Number.NEGATIVE_INFINITY);
    for (const sum of this.#rms) sum.reset();
  }

  /** @param channel counted from 0; null clears all. */
  clearClips(channel: number | null): void {
    if (channel === null) this.#clips.fill(0);
    else this.#clips[channel] = 0;
  }

  /** Writes the channels' fields of a record for so many strips, and begins the next record's peaks. */
  write(record: Float32Array, strips: number): void {
    record[HEAD.inputs] = this.#channels;
    for (let channel = 0; channel < METERED_INPUTS; channel++) {
      const at = inputOffset(strips, channel);
      record[at + INPUT.peakDb] = gainToDb(this.#peaks[channel] as number);
      record[at + INPUT.rmsDb] = this.#rmsDb[channel] as number;
      record[at + INPUT.clips] = this.#clips[channel] as number;
    }
    this.#peaks.fill(0);
  }

  #measure(input: Float32Array, channel: number, from: number, to: number): void {
    let peak = this.#peaks[channel] as number;
    let energy = this.#energies[channel] as number;
    let isClipping = this.#isClipping[channel] as number;
    const width = this.#width;
    for (let index = from * width + channel; index < to * width; index += width) {
      const sample = Math.abs(input[index] as number);
      peak = sample > peak ? sample : peak;
      energy += sample * sample;
      const clips = sample >= FULL_SCALE ? 1 : 0;
      if (clips > isClipping) (this.#clips[channel] as number) += 1;
      isClipping = clips;
    }
    this.#peaks[channel] = peak;
    this.#energies[channel] = energy;
    this.#isClipping[channel] = isClipping;
  }

  #endHop(): void {
    this.#framesIntoHop = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const energy = (this.#rms[channel] as SlidingSum).push(this.#energies[channel] as number);
      this.#rmsDb[channel] = powerToDb(energy / (RMS_HOPS * this.#hopFrames));
      this.#energies[channel] = 0;
    }
  }
}
