/** What became of a device while the null device plays in its place: asked in another process, so that what plays goes on. */
import type { DeviceSettings } from './audio-device.ts';
import type { DeviceDriver, DevicePair } from './device-driver.ts';

const FIRST_MS = 5_000;
/** It is asked ever more seldom, down to this. */
const LAST_MS = 60_000;

export class LostDevice {
  readonly #driver: DeviceDriver;
  #everyMs = FIRST_MS;
  #nextMs = 0;

  constructor(driver: DeviceDriver) {
    this.#driver = driver;
  }

  /** Another one was lost. */
  reset(): void {
    this.#everyMs = FIRST_MS;
    this.#nextMs = 0;
  }

  /** A sentence; empty while nothing new is to be said, or it is too early to ask again. */
  async becameOf(pair: DevicePair, settings: DeviceSettings): Promise<string> {
    const nowMs = performance.now();
    if (nowMs < this.#nextMs) return '';
    this.#nextMs = nowMs + this.#everyMs;
    this.#everyMs = Math.min(2 * this.#everyMs, LAST_MS);
    const why = await this.#driver.whyNot(pair, settings);
    if (why === null) return '';
    if (why) return `${why} The null device plays in its place.`;
    return `“${pair.outputName ?? pair.inputName}” is there again: stop, and it is in use.`;
  }
}
