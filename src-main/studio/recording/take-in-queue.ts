import type { Emit } from '../jobs.ts';
import { recordingLogs, type TakingIn } from './take-in.ts';
import { type LeftLogs, takeInLogs } from './take-in-logs.ts';

/** The session that was open when a recording was over: it may be closed when it is the recording's turn. */
export type OpenTakingIn = TakingIn & { readonly isOpen: boolean };

/** Recordings that are taken into the open session, one after the other. What could not be taken in is tried again. */
export class TakeInQueue {
  readonly #emit: Emit;
  #last: Promise<unknown> = Promise.resolve();
  #left: LeftLogs = new Map();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Resolves when all that are over are taken in. */
  async done(): Promise<void> {
    await this.#last;
  }

  /** What a crash left in the folder of a session that is being opened. */
  async begin(into: TakingIn): Promise<void> {
    this.#left = new Map();
    await takeInLogs(await recordingLogs(into.folder), into, { areCutOff: true, emit: this.#emit, left: this.#left });
  }

  /** A recording that is over, by its log; null all that lie in the folder, which an engine that died left. */
  add(into: OpenTakingIn, log: string | null): void {
    // Which lie there is seen at once: the engine that comes next may record again before it is their turn.
    const logs = log === null ? recordingLogs(into.folder) : [log];
    void this.#add(into, logs, log === null);
  }

  get hasLeft(): boolean {
    return this.#left.size > 0;
  }

  /** What the musician did about it, such as to free space, is noticed. */
  addLeft(into: OpenTakingIn): Promise<unknown> {
    return this.#add(into, [...this.#left.keys()], false);
  }

  #add(into: OpenTakingIn, logs: readonly string[] | Promise<readonly string[]>, areCutOff: boolean): Promise<unknown> {
    this.#last = this.#last.then(async () => {
      const found = await logs;
      if (into.isOpen) await takeInLogs(found, into, { areCutOff, emit: this.#emit, left: this.#left });
    });
    return this.#last;
  }
}
