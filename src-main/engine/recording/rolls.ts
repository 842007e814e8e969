/** The rolls that are not closed yet: what comes in goes to the disk as long as there is one. */
import type { FromEngine } from '../../../src-shared/protocol/engine-messages.ts';
import type { RolledPasses, RollingTake } from '../../../src-shared/protocol/recording.ts';
import type { InputRing } from './input-ring.ts';
import type { Roll } from './roll.ts';
import type { StreamLog } from './stream-log.ts';

/** How often what came in goes to the disk: a kill costs at most this, and what is under way. */
const WORK_MS = 100;
/** Where nothing has come in for this long after a stop, nothing more comes. */
const PATIENCE_MS = 1_500;

export type RollsParts = {
  readonly tell: (message: FromEngine) => void;
  /** Samples that went to the disk. */
  readonly onWritten: (samples: number) => void;
  /** Called after each writing while it rolls. */
  readonly onWork: () => void;
  /** Which of them roll is another, or one of them has ended. */
  readonly onChange: () => void;
};

/** A roll, what tells it what happens, and the newest input that it was seen to have, with when. */
type Rolling = { readonly roll: Roll; readonly stream: StreamLog; inputFrame: number; seenAtMs: number };

export class Rolls {
  readonly #parts: RollsParts;
  /** The last one records as long as it has no end; those before it are being closed. */
  #rolling: readonly Rolling[] = [];
  #working: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RollsParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#rolling.length === 0;
  }

  /** The one that records; undefined while none does. */
  get recording(): Roll | undefined {
    const last = this.#rolling[this.#rolling.length - 1]?.roll;
    return last && last.endFrame === Number.POSITIVE_INFINITY ? last : undefined;
  }

  get rings(): readonly InputRing[] {
    return this.#rolling.flatMap(({ roll }) => roll.rings);
  }

  get dropouts(): number {
    return this.#rolling.reduce((sum, { roll }) => sum + roll.dropouts, 0);
  }

  /** A pass ended or sound was lost, and nobody was told. @param nowFrame the stream frame behind the newest input. */
  hasNews(nowFrame: number): boolean {
    return this.#rolling.some(({ roll }) => roll.hasNews(nowFrame));
  }

  /** What is over since the last call. @param nowFrame the stream frame behind the newest input. */
  passes(nowFrame: number): RolledPasses[] {
    // What was played until now is known before it is said what was recorded of it.
    for (const { roll, stream } of this.#rolling) stream.tell(roll);
    return this.#rolling.flatMap(({ roll }) => roll.passes(nowFrame) ?? []);
  }

  takes(nowFrame: number): RollingTake[] {
    return this.#rolling.flatMap(({ roll }) => roll.takes(nowFrame));
  }

  /** Another one records. @param stream tells it what happens. */
  add(roll: Roll, stream: StreamLog): void {
    stream.tell(roll);
    this.#change([...this.#rolling, { roll, stream, inputFrame: Number.NaN, seenAtMs: 0 }]);
    this.#timer ??= setInterval(() => void this.work(), WORK_MS);
    void this.work();
  }

  /** The one that records ends before a stream frame of the input. */
  end(frame: number): void {
    const { recording } = this;
    if (recording) recording.endFrame = frame;
  }

  /** Takes to the disk what came in, and closes what has ended. @param isLast nothing more comes in. */
  work({ isLast = false } = {}): Promise<void> {
    this.#working ??= this.#work(isLast).finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** Closes all that ended. */
  async finish(): Promise<void> {
    while (!this.isEmpty) await this.work({ isLast: true });
  }

  async #work(isLast: boolean): Promise<void> {
    for (const rolling of this.#rolling) {
      const { roll, stream } = rolling;
      stream.tell(roll);
      await this.#written(roll, () => roll.work());
      const isEnded = roll.endFrame < Number.POSITIVE_INFINITY;
      const isDone = roll.isComplete || isLast || hasDried(rolling) || roll.failure !== undefined;
      if (isEnded && isDone) await this.#close(roll, stream);
    }
    for (const { roll } of this.#rolling) this.#tellColumns(roll);
    this.#parts.onWork();
  }

  async #close(roll: Roll, stream: StreamLog): Promise<void> {
    stream.tell(roll);
    const { failure: toldOf } = roll;
    await this.#written(roll, () => roll.close());
    const { failure } = roll;
    if (failure && !toldOf) {
      const sentence = `${failure.message} What was recorded until then is kept.`;
      this.#parts.tell({ kind: 'notice', level: 'warning', sentence });
    }
    this.#tellColumns(roll);
    // How long its takes have become is known before they are taken in.
    this.#parts.onChange();
    this.#parts.tell({ kind: 'recorded', log: roll.logName });
    this.#change(this.#rolling.filter((other) => other.roll !== roll));
  }

  async #written(roll: Roll, write: () => Promise<void>): Promise<void> {
    const before = roll.writtenSamples;
    await write();
    this.#parts.onWritten(roll.writtenSamples - before);
  }

  #tellColumns(roll: Roll): void {
    for (const columns of roll.columns()) this.#parts.tell({ kind: 'columns', columns });
  }

  #change(rolling: readonly Rolling[]): void {
    this.#rolling = rolling;
    if (this.isEmpty) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.#parts.onChange();
  }
}

/** Whether nothing has come in for so long that nothing will. */
function hasDried(rolling: Rolling): boolean {
  const inputFrame = Math.max(...rolling.roll.rings.map(({ toFrame }) => toFrame));
  if (inputFrame !== rolling.inputFrame) {
    rolling.inputFrame = inputFrame;
    rolling.seenAtMs = performance.now();
  }
  return performance.now() - rolling.seenAtMs > PATIENCE_MS;
}
