import type { RecordingState, RolledPasses } from '../../../src-shared/protocol/recording.ts';

/** All that is over of the tapes that roll, as the engine tells it bit by bit: for a client that comes later. */
export class KeptPasses {
  readonly #rolls = new Map<string, RolledPasses>();

  get all(): readonly RolledPasses[] {
    return [...this.#rolls.values()];
  }

  add(more: RolledPasses): void {
    const { roll, fromPass, passes, fromLoss, losses } = more;
    const known = this.#rolls.get(roll);
    this.#rolls.set(roll, {
      roll,
      fromPass: 0,
      passes: [...(known?.passes.slice(0, fromPass) ?? []), ...passes],
      fromLoss: 0,
      losses: [...(known?.losses.slice(0, fromLoss) ?? []), ...losses],
    });
  }

  /** Of tapes that do not roll any more nothing is kept. */
  keep({ takes }: RecordingState): void {
    for (const roll of this.#rolls.keys()) if (!takes.some((take) => take.roll === roll)) this.#rolls.delete(roll);
  }
}
