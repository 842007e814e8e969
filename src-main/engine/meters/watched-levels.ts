/** Peak and RMS before and after the watched device since they were last taken, in dBFS: the louder side of each. */
import { WATCHED } from '../../../src-shared/protocol/telemetry.ts';
import { gainToDb, powerToDb } from '../../../src-shared/units/decibel.ts';

/** Before the device, or after it. */
type Place = 0 | 1;

const PEAK_FIELDS = [WATCHED.inputPeakDb, WATCHED.outputPeakDb] as const;
const RMS_FIELDS = [WATCHED.inputRmsDb, WATCHED.outputRmsDb] as const;

export class WatchedLevels {
  /** Of each place: peak, energy of the left side, energy of the right side. */
  readonly #sums = [new Float64Array(3), new Float64Array(3)] as const;
  readonly #frames = [0, 0];

  /** @param samples interleaved stereo. */
  push(place: Place, samples: Float32Array): void {
    let [peak, left, right] = this.#sums[place] as unknown as [number, number, number];
    for (let index = 0; index < samples.length; index += 2) {
      const [one, other] = [samples[index] as number, samples[index + 1] as number];
      peak = Math.max(peak, Math.abs(one), Math.abs(other));
      left += one * one;
      right += other * other;
    }
    this.#sums[place].set([peak, left, right]);
    this.#frames[place]! += samples.length / 2;
  }

  /** Writes what came since the last call from `at` on; silence when nothing did. */
  take(record: Float32Array, at: number): void {
    for (const place of [0, 1] as const) {
      const [peak = 0, left = 0, right = 0] = this.#sums[place];
      record[at + PEAK_FIELDS[place]] = gainToDb(peak);
      record[at + RMS_FIELDS[place]] = powerToDb(Math.max(left, right) / Math.max(1, this.#frames[place]!));
      this.#sums[place].fill(0);
      this.#frames[place] = 0;
    }
  }
}
