import { createWavWriter, type WavWriteOptions, type WavWriter } from '../../src-shared/audio-file/wav/wav-writer.ts';
import type { FileSinkOptions } from './file-byte-sink.ts';
import { startWriter } from './start-writer.ts';

/** Starts a WAV file at `path`, with the writer’s loudness function. Loads no encoder of another format. */
export function createWavFile(path: string, options: Omit<WavWriteOptions, 'format'> & FileSinkOptions): WavWriter {
  return startWriter(path, options, (sink) => createWavWriter(sink, { ...options, format: 'wav' }));
}
