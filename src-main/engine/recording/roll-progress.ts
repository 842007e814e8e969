import type { RolledLoss, RolledPasses, RollingTake } from '../../../src-shared/protocol/recording.ts';
import {
  type RecordingLogLine,
  type RolledRun,
  rolledRuns,
  stretchOf,
} from '../../../src-shared/session/recording-log.ts';

/** A file of the roll; it begins at the stream frame `fromFrame` of the input. */
type RolledFile = Pick<RollingTake, 'trackId' | 'path' | 'channels'> & { readonly fromFrame: number };

/** How far one roll of the tape has come, for a screen: by the lines of its log, from which its takes are made at the stop. */
export class RollProgress {
  readonly #lines: readonly RecordingLogLine[];
  #runs: readonly RolledRun[] = [];
  #runsTo = -1;
  #seenLines = 0;
  /** The input from which on there is more to tell than there was: an end of a pass is known before it has come in. */
  #nextFrame = Number.POSITIVE_INFINITY;
  #toldPasses: readonly RolledRun[] = [];
  #toldLosses = 0;

  /** @param lines grow with the log. */
  constructor(lines: readonly RecordingLogLine[]) {
    this.#lines = lines;
  }

  /** Whether a pass has ended, or anything happened, since it was looked at. @param toFrame the stream frame behind the newest input. */
  hasNews(toFrame: number): boolean {
    return this.#lines.length !== this.#seenLines || toFrame > this.#nextFrame;
  }

  /** What is over since it was told last; undefined when nothing is. @param toFrame the stream frame behind the newest input. */
  news(roll: string, toFrame: number): RolledPasses | undefined {
    const runs = this.#runsUntil(toFrame);
    const over = runs.slice(0, -1);
    const fromPass = firstOther(this.#toldPasses, over);
    const losses = this.#losses();
    const fromLoss = this.#toldLosses;
    if (fromPass === over.length && over.length === this.#toldPasses.length && fromLoss === losses.length)
      return undefined;
    this.#toldPasses = over;
    this.#toldLosses = losses.length;
    return { roll, fromPass, passes: over.slice(fromPass), fromLoss, losses: losses.slice(fromLoss) };
  }

  /** The files as they stand. @param toFrame the stream frame behind the newest input. */
  takes(roll: string, toFrame: number, files: readonly RolledFile[]): RollingTake[] {
    const runs = this.#runsUntil(toFrame);
    const last = runs[runs.length - 1];
    return files.map(({ fromFrame, ...file }) => {
      const fromAt = fromFrame - this.#roundTripFrames;
      const lengthFrames = Math.max(0, toFrame - fromFrame);
      const [stretch = null] = last ? stretchOf(last, { fromAt, lengthFrames }) : [];
      return { ...file, roll, fromAt, passes: Math.max(0, runs.length - 1), stretch };
    });
  }

  /** Looked through once for what is told together: an hour of short passes has thousands of lines. */
  #runsUntil(toFrame: number): readonly RolledRun[] {
    if (this.#runsTo === toFrame && this.#seenLines === this.#lines.length) return this.#runs;
    this.#runs = rolledRuns(this.#lines, toFrame);
    this.#runsTo = toFrame;
    this.#seenLines = this.#lines.length;
    const ends = this.#lines.map((line) => (line.kind === 'plays' ? line.at + this.#roundTripFrames : 0));
    this.#nextFrame = ends.reduce(
      (next, end) => (end >= toFrame ? Math.min(next, end) : next),
      Number.POSITIVE_INFINITY,
    );
    return this.#runs;
  }

  get #roundTripFrames(): number {
    const [start] = this.#lines;
    return start?.kind === 'start' ? start.roundTripFrames : 0;
  }

  #losses(): RolledLoss[] {
    return this.#lines.flatMap((line) => {
      if (line.kind !== 'lost') return [];
      const { trackId, lengthFrames } = line;
      return [{ at: line.at - this.#roundTripFrames, lengthFrames, ...(trackId !== undefined && { trackId }) }];
    });
  }
}

/** The first place where two lists of runs differ. */
function firstOther(a: readonly RolledRun[], b: readonly RolledRun[]): number {
  const isOther = (run: RolledRun, index: number) =>
    run.fromAt !== a[index]?.fromAt || run.toAt !== a[index]?.toAt || run.sessionFrame !== a[index]?.sessionFrame;
  const at = b.findIndex(isOther);
  return at < 0 ? b.length : at;
}
