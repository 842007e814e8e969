import { isAiff, openAiff } from './aiff/aiff-reader.ts';
import { AudioFileError, quoteName } from './audio-file-error.ts';
import type { PcmReader } from './audio-reader.ts';
import type { AudioStream } from './audio-stream.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteView, readBytes } from './byte-view.ts';
import { isFlac, openFlac } from './flac/flac-reader.ts';
import { foreignFormat } from './foreign-format.ts';
import { isMp3, openMp3 } from './mp3/mp3-reader.ts';
import { openOgg } from './ogg/open-ogg.ts';
import { streamOfReader } from './pcm/reader-stream.ts';
import { isWav, openWav } from './wav/wav-reader.ts';

const HEAD_BYTES = 512;

/**
 * Opens uncompressed audio (WAV, AIFF) for synchronous random access. The kind is told by the
 * content, never by the name, which is only for messages. Throws AudioFileError.
 */
export function openPcm(source: ByteSource, name: string): PcmReader {
  const head = readHead(source, name);
  if (isWav(head)) return openWav(source, name);
  if (isAiff(head)) return openAiff(source, name);
  throw new AudioFileError('unsupported', `${quoteName(name)} is neither a WAV nor an AIFF file.`);
}

/**
 * Opens any audio file that Mixdown reads, as a stream; the kind is told by the content. Rejects
 * with AudioFileError, and then leaves `source` open for the caller to close.
 */
export async function openAudio(source: ByteSource, name: string): Promise<AudioStream> {
  const head = readHead(source, name);
  if (isWav(head)) return streamOfReader(openWav(source, name), name);
  if (isAiff(head)) return streamOfReader(openAiff(source, name), name);
  if (head.fourCc(0) === 'OggS') return openOgg(source, name);
  if (isFlac(source, head)) return openFlac(source, name);
  const foreign = foreignFormat(head);
  if (foreign) throw new AudioFileError(foreign.code, `${quoteName(name)} ${foreign.clause}.`);
  if (isMp3(source)) return openMp3(source, name);
  throw new AudioFileError(
    'not-audio',
    `${quoteName(name)} is not an audio file that Mixdown knows: it reads WAV, AIFF, FLAC, MP3, Ogg Vorbis and Opus.`,
  );
}

function readHead(source: ByteSource, name: string): ByteView {
  if (source.sizeBytes === 0) {
    throw new AudioFileError('empty', `${quoteName(name)} is empty: it has no bytes at all; export or copy it again.`);
  }
  return new ByteView(readBytes(source, 0, HEAD_BYTES));
}
