/**
 * What a musician does to what they hear, and to nothing else: dim, mono, mute and level of what goes to the device. At
 * rest at 0 dB it leaves every bit as it is. Changes glide; it allocates nothing.
 */
import type { MonitorSettings } from '../../../src-shared/protocol/monitoring.ts';
import { dbToGain, gainToDb } from '../../../src-shared/units/decibel.ts';

/** A switch or a level takes so long: short to the ear, long enough to make no click. */
const GLIDE_SECONDS = 0.02;

export class MonitorSection {
  readonly #step: number;
  /** Gain, and share of mono: now and where they glide to. */
  #gain = 1;
  #targetGain = 1;
  #mono = 0;
  #targetMono = 0;
  #peak = 0;

  constructor(sampleRateHz: number) {
    this.#step = 1 / (GLIDE_SECONDS * sampleRateHz);
  }

  /** Glides to the settings; `atOnce` while nothing sounds. */
  set({ dim, dimDb, mono, muted, outputGainDb }: MonitorSettings, atOnce = false): void {
    this.#targetGain = muted ? 0 : dbToGain(outputGainDb + (dim ? dimDb : 0));
    this.#targetMono = mono ? 1 : 0;
    if (!atOnce) return;
    this.#gain = this.#targetGain;
    this.#mono = this.#targetMono;
  }

  /** @param output interleaved stereo, changed in place. */
  process(output: Float32Array): void {
    const moves = this.#gain !== this.#targetGain || this.#mono !== this.#targetMono;
    if (moves || this.#gain !== 1 || this.#mono !== 0) this.#change(output);
    let peak = this.#peak;
    for (let index = 0; index < output.length; index++) peak = Math.max(peak, Math.abs(output[index] as number));
    this.#peak = peak;
  }

  /** The largest magnitude since it was last taken, in dB. */
  takePeakDb(): number {
    const peak = this.#peak;
    this.#peak = 0;
    return gainToDb(peak);
  }

  #change(output: Float32Array): void {
    for (let index = 0; index < output.length; index += 2) {
      this.#gain = towards(this.#gain, this.#targetGain, this.#step);
      this.#mono = towards(this.#mono, this.#targetMono, this.#step);
      const left = output[index] as number;
      const right = output[index + 1] as number;
      const apart = ((left - right) / 2) * (1 - this.#mono);
      const middle = (left + right) / 2;
      // Without mono left and right stay as they are, to the last bit.
      output[index] = this.#gain * (this.#mono === 0 ? left : middle + apart);
      output[index + 1] = this.#gain * (this.#mono === 0 ? right : middle - apart);
    }
  }
}

function towards(value: number, target: number, step: number): number {
  return value < target ? Math.min(target, value + step) : Math.max(target, value - step);
}
