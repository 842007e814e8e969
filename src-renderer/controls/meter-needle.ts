/** What a meter shows of what it hears: the fall, the held peak, and the latch that says it was over. */
import type { Frame } from './frame-loop.ts';

/** IEC 60268-18: the reading falls 20 dB in 1.7 s. */
export const FALL_DB_PER_SECOND = 20 / 1.7;
/** How long the line of the highest peak stays before it falls. */
export const HOLD_SECONDS = 2;
/** When nothing is measured any more for so long, it comes home over its whole scale in a second. */
const REST_SECONDS = 0.5;
const RETURN_DB_PER_SECOND = 70;

/** One channel's needle. Rise is immediate: what it is given is measured already. */
export class MeterNeedle {
  peakDb = Number.NEGATIVE_INFINITY;
  rmsDb = Number.NEGATIVE_INFINITY;
  holdDb = Number.NEGATIVE_INFINITY;
  /** The highest peak since the last `clear`: over 0 dBFS it stays lit. */
  latchDb = Number.NEGATIVE_INFINITY;
  #heldUntil = 0;

  /** Moves it to `seconds` with the newest peak and RMS; answers whether it still moves. */
  move(peakDb: number, rmsDb: number, { seconds, elapsed, restSeconds }: Frame): boolean {
    const before = this.peakDb + this.rmsDb + this.holdDb;
    const fallDb = (restSeconds > REST_SECONDS ? RETURN_DB_PER_SECOND : FALL_DB_PER_SECOND) * elapsed;
    this.peakDb = floor(Math.max(peakDb, this.peakDb - fallDb));
    this.rmsDb = floor(rmsDb);
    this.latchDb = Math.max(this.latchDb, peakDb);
    if (peakDb >= this.holdDb) {
      this.holdDb = floor(peakDb);
      this.#heldUntil = seconds + HOLD_SECONDS;
    } else if (seconds > this.#heldUntil) {
      this.holdDb = floor(Math.max(this.peakDb, this.holdDb - fallDb));
    }
    return before !== this.peakDb + this.rmsDb + this.holdDb || this.holdDb > Number.NEGATIVE_INFINITY;
  }

  /** Forgets the highest peak and the held one. */
  clear(): void {
    this.latchDb = Number.NEGATIVE_INFINITY;
    this.holdDb = this.peakDb;
  }
}

/** Below the scale is silence, so that a needle comes to rest. */
function floor(db: number): number {
  return db > -70 ? db : Number.NEGATIVE_INFINITY;
}
