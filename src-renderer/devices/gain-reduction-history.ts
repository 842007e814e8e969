/** How a device worked over the last seconds: columns of equal time, each with its worst reduction and its loudest level. */

export const HISTORY_SECONDS = 12;
/** Records come a little apart, and each tells of the time since the last: so long a value holds. */
const HOLDS_SECONDS = 0.4;
/** Less than this is at rest. */
const ACTIVE_FROM_DB = 0.1;

export type HistoryFigures = {
  readonly nowDb: number;
  /** Of the time in which it turned down. */
  readonly averageDb: number;
  readonly mostDb: number;
  /** The share of the time in which it turned down, 0…1. */
  readonly active: number;
};

export class GainReductionHistory {
  /** The worst reduction in each column, ≤ 0 dB, the oldest first from `start` on. */
  readonly reductionsDb: Float32Array;
  /** The loudest level before it, and after it where that is known. */
  readonly levelsDb: Float32Array;
  readonly outputsDb: Float32Array;
  readonly #columnSeconds: number;
  /** Index of the column that is being filled; those before it are older. */
  #at = 0;
  #filled = 0;
  #columnEnds = Number.NaN;
  #nowDb = 0;
  #lastSeconds = Number.NEGATIVE_INFINITY;

  constructor(columns: number, seconds = HISTORY_SECONDS) {
    this.reductionsDb = new Float32Array(columns);
    this.levelsDb = new Float32Array(columns).fill(Number.NEGATIVE_INFINITY);
    this.outputsDb = this.levelsDb.slice();
    this.#columnSeconds = seconds / columns;
  }

  /** @param seconds on a clock that only goes on while it plays. */
  push(seconds: number, reductionDb: number, levelDb: number, outputDb = Number.NEGATIVE_INFINITY): void {
    if (Number.isNaN(this.#columnEnds)) this.#columnEnds = seconds + this.#columnSeconds;
    const holds = seconds - this.#lastSeconds < HOLDS_SECONDS;
    this.#lastSeconds = seconds;
    while (seconds >= this.#columnEnds) {
      this.#at = (this.#at + 1) % this.reductionsDb.length;
      this.reductionsDb[this.#at] = holds ? reductionDb : 0;
      this.levelsDb[this.#at] = holds ? levelDb : Number.NEGATIVE_INFINITY;
      this.outputsDb[this.#at] = holds ? outputDb : Number.NEGATIVE_INFINITY;
      this.#filled = Math.min(this.#filled + 1, this.reductionsDb.length - 1);
      this.#columnEnds += this.#columnSeconds;
    }
    this.#nowDb = reductionDb;
    this.reductionsDb[this.#at] = Math.min(this.reductionsDb[this.#at]!, reductionDb);
    this.levelsDb[this.#at] = Math.max(this.levelsDb[this.#at]!, levelDb);
    this.outputsDb[this.#at] = Math.max(this.outputsDb[this.#at]!, outputDb);
  }

  /** The reduction so many columns ago; 0 is now. */
  reductionDb(columnsAgo: number): number {
    return columnsAgo > this.#filled ? 0 : this.reductionsDb[this.#index(columnsAgo)]!;
  }

  levelDb(columnsAgo: number): number {
    return columnsAgo > this.#filled ? Number.NEGATIVE_INFINITY : this.levelsDb[this.#index(columnsAgo)]!;
  }

  outputDb(columnsAgo: number): number {
    return columnsAgo > this.#filled ? Number.NEGATIVE_INFINITY : this.outputsDb[this.#index(columnsAgo)]!;
  }

  get figures(): HistoryFigures {
    let [sum, active, mostDb] = [0, 0, 0];
    for (let ago = 0; ago <= this.#filled; ago++) {
      const db = this.reductionDb(ago);
      mostDb = Math.min(mostDb, db);
      if (db > -ACTIVE_FROM_DB) continue;
      active++;
      sum += db;
    }
    return {
      nowDb: this.#nowDb,
      averageDb: active === 0 ? 0 : sum / active,
      mostDb,
      active: active / (this.#filled + 1),
    };
  }

  #index(columnsAgo: number): number {
    const { length } = this.reductionsDb;
    return (this.#at - columnsAgo + length) % length;
  }
}
