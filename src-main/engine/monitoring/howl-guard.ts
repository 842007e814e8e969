/**
 * Notices a microphone that hears its own loudspeaker: a howl grows until something is driven past full scale, and stays
 * there, as no music does. A drum or a shout is short; a loud guitar has room between its peaks.
 */
const WINDOW_SECONDS = 0.02;
/** So many windows in a row: 0.3 s. */
const WINDOWS = 15;
/** A window of a howl is at full scale, and as full as a sine is (−3 dB), or nearly so. */
const LEAST_PEAK = 0.999;
const LEAST_MEAN_SQUARE = 10 ** (-6 / 10);

export class HowlGuard {
  readonly #windowFrames: number;
  #frames = 0;
  #peak = 0;
  #energy = 0;
  #windows = 0;

  constructor(sampleRateHz: number) {
    this.#windowFrames = Math.round(WINDOW_SECONDS * sampleRateHz);
  }

  /** @param peak of so many frames. @param energy the sum of their squares. @returns true when it howls. */
  hears(peak: number, energy: number, frames: number): boolean {
    this.#peak = Math.max(this.#peak, peak);
    this.#energy += energy;
    this.#frames += frames;
    if (this.#frames < this.#windowFrames) return false;
    const isFull = this.#peak >= LEAST_PEAK && this.#energy >= LEAST_MEAN_SQUARE * this.#frames;
    this.#windows = isFull ? this.#windows + 1 : 0;
    this.#frames = 0;
    this.#peak = 0;
    this.#energy = 0;
    return this.#windows >= WINDOWS;
  }

  reset(): void {
    this.#frames = 0;
    this.#peak = 0;
    this.#energy = 0;
    this.#windows = 0;
  }
}
