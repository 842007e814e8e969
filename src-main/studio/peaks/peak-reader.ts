import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Peaks } from '../../../src-shared/protocol/answers.ts';
import { workerFile } from '../../program/app-files.ts';
import { PEAKS_FOLDER } from '../session-folder/session-store.ts';
import { StudioRefusal } from '../studio-error.ts';
import type { PeakFiles } from './peak-library.ts';
import type { PeakMessage } from './peak-worker.ts';
import type { ColumnsWanted } from './read-columns.ts';

/** A sound file of a session: the session's folder, its path as the session names it, and where it lies. */
export type PeakMedia = { readonly folder: string; readonly path: string; readonly file: string };

type Answer = { readonly id: number; readonly peaks?: Peaks; readonly failure?: { name: string; message: string } };
type Waiting = { readonly resolve: (peaks: Peaks) => void; readonly reject: (error: Error) => void };

/** Peaks by way of the thread that makes them; a thread that dies is replaced at the next question. */
export class PeakReader {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  /** Rejects with StudioRefusal when the sound file cannot be read. */
  read(media: PeakMedia, wanted: ColumnsWanted): Promise<Peaks> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ kind: 'read', id, files: filesOf(media), wanted });
    });
  }

  /** Makes peaks in the background. */
  prepare(media: readonly PeakMedia[]): void {
    if (media.length > 0) this.#post({ kind: 'prepare', files: media.map(filesOf) });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #post(message: PeakMessage): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(workerFile('peak-worker'));
    worker.unref();
    worker.on('message', (answer: Answer) => this.#receive(answer));
    worker.on('error', (error) => console.error(error));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(new StudioRefusal('The waveform could not be read.'));
      this.#waiting.clear();
    });
    return worker;
  }

  #receive({ id, peaks, failure }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (peaks) waiting?.resolve(peaks);
    else if (failure?.name === 'AudioFileError') waiting?.reject(new StudioRefusal(failure.message));
    else waiting?.reject(new Error(failure?.message ?? 'the peak thread answered nothing'));
  }
}

/** Named after the path in the session: a file's name may hold what another system does not allow. */
function filesOf({ folder, path, file }: PeakMedia): PeakFiles {
  const name = createHash('sha256').update(path).digest('hex').slice(0, 24);
  return { file, peaks: join(folder, PEAKS_FOLDER, `${name}.peaks`) };
}
