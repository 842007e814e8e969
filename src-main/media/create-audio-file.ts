import type { AudioWriter, WriteOptions } from '../../src-shared/audio-file/audio-writer.ts';
import { createWriter } from '../../src-shared/audio-file/create-writer.ts';
import type { FileSinkOptions } from './file-byte-sink.ts';
import { startWriter } from './start-writer.ts';

/** Starts an audio file at `path`. Throws AudioFileError; then nothing is left behind. */
export function createAudioFile(path: string, options: WriteOptions & FileSinkOptions): AudioWriter {
  return startWriter(path, options, (sink) => createWriter(sink, options));
}
