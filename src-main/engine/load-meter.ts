/** How much of the time there is rendering takes. */

/** Of the smoothed load: half a second or so. */
const SMOOTHING_SECONDS = 0.3;

export class LoadMeter {
  /** Smoothed share of real time, 0…1. */
  load = 0;
  #worst = 0;

  /** One call: how long it took, for how much sound. */
  add(tookMs: number, soundMs: number): void {
    const share = tookMs / soundMs;
    const weight = Math.min(1, soundMs / 1000 / SMOOTHING_SECONDS);
    this.load += weight * (share - this.load);
    this.#worst = Math.max(this.#worst, share);
  }

  /** The worst call since it was last asked. */
  takeWorst(): number {
    const worst = this.#worst;
    this.#worst = 0;
    return worst;
  }

  reset(): void {
    this.load = 0;
    this.#worst = 0;
  }
}
