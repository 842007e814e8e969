/**
 * The threads of bounces. A thread takes about as long to start as a session takes to be read: a program that knows
 * that it will bounce starts its threads first. This file loads next to nothing, so that they start at once.
 */
import * as os from 'node:os';
import { Worker } from 'node:worker_threads';
import { kernelModule, workerFile } from '../program/app-files.ts';
import type { PartJob } from './part-job.ts';

const waiting: Worker[] = [];

/** What this machine can do at once. Node 16, which the oldest Electron brings, has no name for it. */
export function cores(): number {
  return (os.availableParallelism as (() => number) | undefined)?.() ?? os.cpus().length;
}

/** Starts threads for the next bounce, one for each core or fewer. Those that it does not need end with the program. */
export function startThreadsAhead(most = cores()): void {
  while (waiting.length < Math.min(most, cores())) waiting.push(start());
}

/** A thread that renders one part and ends. */
export function takeThread(job: PartJob): Worker {
  const worker = waiting.shift() ?? start();
  worker.ref();
  worker.postMessage(job);
  return worker;
}

function start(): Worker {
  const worker = new Worker(workerFile('bounce-worker'), { workerData: kernelModule(), name: 'bounce' });
  worker.unref();
  return worker;
}
