/** The entry of a thread of a bounce: it is given the kernels at its start and its part of the work when that is known. */
import { parentPort, workerData } from 'node:worker_threads';
import { AudioFileError } from '../../src-shared/audio-file/audio-file-error.ts';
import { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import { BounceControl } from './bounce-control.ts';
import type { PartJob, PartMessage } from './part-job.ts';
import { renderPart } from './render-part.ts';

const kernels = new Kernels(workerData as WebAssembly.Module);
const post = (message: PartMessage): void => parentPort?.postMessage(message);

parentPort?.once('message', (job: PartJob) => {
  renderPart(job, kernels, post).catch((error: unknown) => {
    new BounceControl(job.control).cancel();
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    post({ kind: 'failed', code: error instanceof AudioFileError ? error.code : null, message, stack });
  });
});
