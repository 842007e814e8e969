import { AudioFileError } from './audio-file-error.ts';
import type { AudioWriter, WriteOptions } from './audio-writer.ts';
import type { ByteSink } from './byte-source.ts';
import { createFlacWriter } from './flac/flac-writer.ts';
import { createMp3Writer } from './mp3/mp3-writer.ts';
import { createOpusWriter } from './ogg/opus-writer.ts';
import { createWavWriter } from './wav/wav-writer.ts';

/**
 * Starts a file of `options.format` in `sink`. Throws AudioFileError (`unsupported`) when the
 * format cannot hold these channels, this rate or this depth.
 */
export function createWriter(sink: ByteSink, options: WriteOptions): AudioWriter {
  const { channels, sampleRateHz } = options;
  if (!(channels >= 1 && Number.isInteger(channels)))
    throw new AudioFileError('no-channels', `A file cannot have ${channels} channels.`);
  if (!(sampleRateHz >= 1 && Number.isInteger(sampleRateHz)))
    throw new AudioFileError('unsupported', `A file cannot have a sample rate of ${sampleRateHz} Hz.`);
  switch (options.format) {
    case 'wav':
      return createWavWriter(sink, options);
    case 'flac':
      return createFlacWriter(sink, options);
    case 'mp3':
      return createMp3Writer(sink, options);
    case 'ogg-opus':
      return createOpusWriter(sink, options);
  }
}
