import { VirtualDevice } from './virtual-device.ts';

/** How far it renders ahead of its clock, so that a timer that comes late costs nothing. */
const AHEAD_SECONDS = 0.03;
const LEAST_TIMER_MS = 5;
/** Later than this, it lost time that a real device would not have waited for. */
const LATE_SECONDS = 0.1;

/**
 * Plays to nowhere in real time: for machines without a sound card, and for tests. While nothing plays it does nothing. Its
 * input is silence, or what it is given (virtual-input.ts).
 */
export class NullDevice extends VirtualDevice {
  readonly #block = new Float32Array(this.bufferFrames * 2);
  #timer: NodeJS.Timeout | undefined;
  #startedAtMs = 0;
  #renderedFrames = 0;

  get outputLatencyFrames(): number {
    return this.bufferFrames + Math.round(AHEAD_SECONDS * this.sampleRateHz);
  }

  setAwake(isAwake: boolean): void {
    if (isAwake && !this.#timer && this.isStarted) {
      this.#startClock();
      this.#timer = setInterval(
        () => this.#tick(),
        Math.max(LEAST_TIMER_MS, (1000 * this.bufferFrames) / this.sampleRateHz),
      );
      this.#tick();
    } else if (!isAwake) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  override close(): Promise<void> {
    this.setAwake(false);
    return super.close();
  }

  #startClock(): void {
    this.#startedAtMs = performance.now();
    this.#renderedFrames = 0;
  }

  #tick(): void {
    let elapsedFrames = ((performance.now() - this.#startedAtMs) / 1000) * this.sampleRateHz;
    const lateFrames = elapsedFrames - this.#renderedFrames;
    // A machine that was put to sleep and woken elsewhere may have a clock that stands before where it stood.
    if (Math.abs(lateFrames) > LATE_SECONDS * this.sampleRateHz + this.bufferFrames) {
      this.dropouts++;
      this.#startClock();
      elapsedFrames = 0;
    }
    const dueFrames = elapsedFrames + AHEAD_SECONDS * this.sampleRateHz;
    while (this.#timer && this.#renderedFrames + this.bufferFrames <= dueFrames) {
      this.processBlock(this.#block);
      this.#renderedFrames += this.bufferFrames;
    }
  }
}
