import { Worker } from 'node:worker_threads';
import type { AddMedia } from '../../../src-shared/session/commands/media.ts';
import { workerFile } from '../../program/app-files.ts';
import type { StemAnswer, StemWork } from './stem-worker.ts';

/** Each compiles the decoder for itself: with more, that would cost what they win. */
const THREADS = 2;

/**
 * Brings the stems into a session's folder; resolves to the media of each. In threads: at the first start of the app the
 * window is drawn meanwhile. Rejects with an error named AudioFileError when one cannot be read.
 */
export async function importStems({ files, ...options }: StemWork): Promise<ReadonlyMap<string, AddMedia>> {
  const shares = Array.from({ length: THREADS }, (_, thread) => files.filter((_file, at) => at % THREADS === thread));
  // All of them end before a failure is told: who hears of it removes the folder.
  const ended = await Promise.allSettled(shares.map((share) => importShare({ files: share, ...options })));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return new Map(ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
}

function importShare(work: StemWork): Promise<readonly (readonly [file: string, media: AddMedia])[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile('stem-worker'), { workerData: work });
    worker.once('message', (answer: StemAnswer) => {
      if ('failure' in answer) reject(Object.assign(new Error(answer.failure.message), { name: answer.failure.name }));
      else resolve(work.files.map((file, at) => [file, answer.media[at] as AddMedia] as const));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread that reads the demo song ended')));
  });
}
