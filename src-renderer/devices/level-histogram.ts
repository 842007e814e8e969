/** How often a signal was at which level of late: what was measured counts half as much every few seconds. */

const LOW_DB = -60;
const HIGH_DB = 0;
/** One column a dB. */
const COLUMNS = HIGH_DB - LOW_DB;
const HALVES_SECONDS = 6;
/** Less than this of a second at the commonest level is no picture yet. */
const LEAST_SECONDS = 0.2;

export class LevelHistogram {
  /** Seconds at each level, as they count now. */
  readonly #seconds = new Float64Array(COLUMNS);

  /** It was at that level for so long. Silence, and what lies below the graph, only lets the rest fade. */
  push(levelDb: number, seconds: number): void {
    const kept = 0.5 ** (seconds / HALVES_SECONDS);
    for (let column = 0; column < COLUMNS; column++) this.#seconds[column]! *= kept;
    const column = Math.min(COLUMNS - 1, Math.floor(levelDb) - LOW_DB);
    if (column >= 0) this.#seconds[column]! += seconds;
  }

  /** Every column that holds anything: the level at its left edge, and how common it is beside the commonest, 0…1. */
  *columns(): Generator<{ readonly fromDb: number; readonly share: number }> {
    const most = Math.max(...this.#seconds);
    if (most < LEAST_SECONDS) return;
    for (const [column, seconds] of this.#seconds.entries())
      if (seconds > 0) yield { fromDb: LOW_DB + column, share: seconds / most };
  }
}
