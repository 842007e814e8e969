/** The entry of a thread of a bounce. */
import { parentPort, workerData } from 'node:worker_threads';
import { AudioFileError } from '../../src-shared/audio-file/audio-file-error.ts';
import { BounceControl } from './bounce-control.ts';
import type { PartJob, PartMessage } from './part-job.ts';
import { renderPart } from './render-part.ts';

const job = workerData as PartJob;
const post = (message: PartMessage): void => parentPort?.postMessage(message);

renderPart(job, post).catch((error: unknown) => {
  new BounceControl(job.control).cancel();
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  post({ kind: 'failed', code: error instanceof AudioFileError ? error.code : null, message, stack });
});
