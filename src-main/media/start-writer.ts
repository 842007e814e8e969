import type { ByteSink } from '../../src-shared/audio-file/byte-source.ts';
import { createFileByteSink, type FileSinkOptions } from './file-byte-sink.ts';

/** Starts a writer over a new file at `path`. Throws AudioFileError; then nothing is left behind. */
export function startWriter<Writer>(path: string, options: FileSinkOptions, start: (sink: ByteSink) => Writer): Writer {
  const sink = createFileByteSink(path, options);
  try {
    return start(sink);
  } catch (error) {
    sink.discard();
    throw error;
  }
}
