/** A thread that brings stems of the demo song into a session's folder, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AddMedia } from '../../../src-shared/session/commands/media.ts';
import { importAudio } from '../import-audio.ts';

export type StemWork = { readonly files: readonly string[]; readonly folder: string; readonly sampleRateHz: number };
export type StemAnswer =
  | { readonly media: readonly AddMedia[] }
  | { readonly failure: { readonly name: string; readonly message: string } };

async function work({ files, ...options }: StemWork): Promise<StemAnswer> {
  try {
    const media: AddMedia[] = [];
    for (const file of files) media.push((await importAudio(file, options)).media);
    return { media };
  } catch (error) {
    const { name, message } = error as Error;
    return { failure: { name, message } };
  }
}

void work(workerData as StemWork).then((answer) => parentPort?.postMessage(answer));
