import { isAiff, openAiff } from './aiff/aiff-reader.ts';
import { AudioFileError, quoteName } from './audio-file-error.ts';
import type { AudioStream } from './audio-stream.ts';
import type { ByteSource } from './byte-source.ts';
import { isFlac, openFlac } from './flac/flac-reader.ts';
import { foreignFormat } from './foreign-format.ts';
import { isMp3, openMp3 } from './mp3/mp3-reader.ts';
import { openOgg } from './ogg/open-ogg.ts';
import { readHead } from './open-pcm.ts';
import { streamOfReader } from './pcm/reader-stream.ts';
import { isWav, openWav } from './wav/wav-reader.ts';

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
