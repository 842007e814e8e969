const SPAN_MS = 60_000;
const MOST = 3;

/** Tells crashes that happen from those that go on: more than three within a minute. */
export class CrashCount {
  #times: number[] = [];

  /** @returns whether another try is worth it without asking. */
  another(nowMs: number): boolean {
    this.#times = [...this.#times.filter((time) => nowMs - time < SPAN_MS), nowMs];
    return this.#times.length <= MOST;
  }
}
