import type { AudioWriter, WriteOptions } from './audio-writer.ts'
import type { ByteSink } from './byte-source.ts'
import { createWavWriter } from './wav/wav-writer.ts'

/** Starts a file of `options.format` in `sink`. Throws AudioFileError. */
export function createWriter(sink: ByteSink, options: WriteOptions): AudioWriter {
  if (options.format === 'wav') return createWavWriter(sink, options)
  throw new Error(`not yet: ${options.format}`)
}
