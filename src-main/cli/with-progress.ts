import type { BounceProgress } from '../bounce/bounce-task.ts';
import { progressLine } from './terminal/progress-line.ts';

export type ProgressHooks = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BounceProgress) => void;
  readonly onPhase: (phase: string) => void;
};

/** Runs long work with a progress line; Ctrl+C cancels it, and what it wrote so far is taken away. */
export async function withProgress<Result>(work: (hooks: ProgressHooks) => Promise<Result>): Promise<Result> {
  const cancel = new AbortController();
  const onInterrupt = () => cancel.abort(new CancelledError());
  process.once('SIGINT', onInterrupt);
  let line = progressLine('bouncing');
  try {
    return await work({
      signal: cancel.signal,
      onProgress: ({ framesDone, framesTotal, secondsLeft }) =>
        line.show(framesTotal > 0 ? framesDone / framesTotal : 0, secondsLeft ?? undefined),
      onPhase(phase) {
        line.clear();
        line = progressLine(phase);
      },
    });
  } finally {
    line.clear();
    process.removeListener('SIGINT', onInterrupt);
  }
}

/** The musician pressed Ctrl+C. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled: nothing was written');
    this.name = 'CancelledError';
  }
}
