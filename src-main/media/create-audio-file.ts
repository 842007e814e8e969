import type { AudioWriter, WriteOptions } from '../../src-shared/audio-file/audio-writer.ts';
import type { ByteSink } from '../../src-shared/audio-file/byte-source.ts';
import { createWriter } from '../../src-shared/audio-file/create-writer.ts';
import { createWavWriter, type WavWriter } from '../../src-shared/audio-file/wav/wav-writer.ts';
import { createFileByteSink, type FileSinkOptions } from './file-byte-sink.ts';

/** Starts an audio file at `path`. Throws AudioFileError; then nothing is left behind. */
export function createAudioFile(path: string, options: WriteOptions & FileSinkOptions): AudioWriter {
  return startWriter(path, options, (sink) => createWriter(sink, options));
}

/** Starts a WAV file at `path`, with the writer's take and loudness functions. */
export function createWavFile(path: string, options: Omit<WriteOptions, 'format'> & FileSinkOptions): WavWriter {
  return startWriter(path, options, (sink) => createWavWriter(sink, { ...options, format: 'wav' }));
}

function startWriter<W>(path: string, options: FileSinkOptions, start: (sink: ByteSink) => W): W {
  const sink = createFileByteSink(path, options);
  try {
    return start(sink);
  } catch (error) {
    sink.discard();
    throw error;
  }
}
