/** The thread that makes and reads peaks, so that no drawing holds up a command. */
import { parentPort } from 'node:worker_threads';
import { type PeakFiles, PeakLibrary } from './peak-library.ts';
import type { ColumnsWanted } from './read-columns.ts';

export type PeakMessage =
  | { readonly kind: 'read'; readonly id: number; readonly files: PeakFiles; readonly wanted: ColumnsWanted }
  | { readonly kind: 'prepare'; readonly files: readonly PeakFiles[] };

const library = new PeakLibrary();

parentPort?.on('message', (message: PeakMessage) => {
  if (message.kind === 'prepare') for (const files of message.files) void library.prepare(files);
  else void answer(message);
});

async function answer({ id, files, wanted }: PeakMessage & { kind: 'read' }): Promise<void> {
  try {
    const peaks = await library.read(files, wanted);
    parentPort?.postMessage({ id, peaks }, [peaks.columns.buffer as ArrayBuffer]);
  } catch (error) {
    const { name, message } = error as Error;
    parentPort?.postMessage({ id, failure: { name, message } });
  }
}
