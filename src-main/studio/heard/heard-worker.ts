/** The thread in which the engine plays for a comparison, so that it holds up no command and no sound. */
import { parentPort, workerData } from 'node:worker_threads';
import { compareLive, type LiveDifference, type LiveTask } from './compare-live.ts';

export type HeardMessage =
  | { readonly kind: 'progress'; readonly frames: number }
  | { readonly kind: 'finished'; readonly difference: LiveDifference }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };

const post = (message: HeardMessage) => parentPort?.postMessage(message);

compareLive(workerData as LiveTask, (frames) => post({ kind: 'progress', frames })).then(
  (difference) => post({ kind: 'finished', difference }),
  ({ name, message }: Error) => post({ kind: 'failed', name, message }),
);
