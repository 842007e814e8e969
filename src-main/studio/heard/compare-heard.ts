/** Bounces a stretch of a session and has the engine play it: is what is heard what is bounced? */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bounce } from '../../bounce/bounce.ts';
import type { BounceTask } from '../../bounce/bounce-task.ts';
import { workerFile } from '../../program/app-files.ts';
import type { LiveDifference, LiveTask } from './compare-live.ts';
import type { HeardMessage } from './heard-worker.ts';

export type HeardTask = Omit<BounceTask, 'onProgress' | 'signal'> & {
  readonly signal: AbortSignal;
  /** Frames of one block of the engine. */
  readonly bufferFrames: number;
  /** Says what goes on. */
  readonly onPhase: (phase: string) => void;
  /** How much of all of it is done, 0…1. */
  readonly onShare: (share: number) => void;
};

/** The bounce has all cores, the engine one. */
const BOUNCE_SHARE = 0.3;

/** Rejects as `bounce` does, with the signal's reason when it is aborted, and with the engine's sentence. */
export async function compareHeard(task: HeardTask): Promise<LiveDifference> {
  const { session, sessionFolder, bufferFrames, fromFrame: fromFrames = 0, onPhase, onShare } = task;
  const folder = await mkdtemp(join(tmpdir(), 'mixdown-'));
  try {
    const file = join(folder, 'bounce.wav');
    onPhase('Bouncing it');
    const { frames } = await bounce({
      ...task,
      files: [{ path: file, format: 'wav', bitDepth: '32f' }],
      onProgress: ({ framesDone, framesTotal }) => onShare((BOUNCE_SHARE * framesDone) / Math.max(1, framesTotal)),
    });
    onPhase('Playing it');
    const onFrames = (done: number) => onShare(BOUNCE_SHARE + (1 - BOUNCE_SHARE) * (done / Math.max(1, frames)));
    return await play({ session, sessionFolder, bufferFrames, file, fromFrames }, task.signal, onFrames);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function play(task: LiveTask, signal: AbortSignal, onFrames: (frames: number) => void): Promise<LiveDifference> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(workerFile('heard-worker'), { workerData: task });
    const cancel = () => void worker.terminate();
    signal.addEventListener('abort', cancel, { once: true });
    worker.on('message', (message: HeardMessage) => {
      if (message.kind === 'progress') onFrames(message.frames);
      else if (message.kind === 'finished') resolve(message.difference);
      else reject(Object.assign(new Error(message.message), { name: message.name }));
    });
    worker.on('error', reject);
    // After the others this does nothing.
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', cancel);
      reject(signal.aborted ? (signal.reason as Error) : new Error(`the thread that plays ended with ${code}`));
    });
  });
}
