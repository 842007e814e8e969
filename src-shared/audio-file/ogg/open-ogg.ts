import { AudioFileError, quoteName } from '../audio-file-error.ts';
import type { AudioStream } from '../audio-stream.ts';
import type { ByteSource } from '../byte-source.ts';
import { latin1 } from '../byte-view.ts';
import { walkPages } from './ogg-pages.ts';
import { openOpus } from './opus-reader.ts';
import { openVorbis } from './vorbis-reader.ts';

/** Header pages of all streams stand in front; more than this is no music file. */
const MAX_STREAMS = 16;

/** Opens the first Vorbis or Opus stream of an Ogg file. Rejects with AudioFileError. */
export async function openOgg(source: ByteSource, name: string): Promise<AudioStream> {
  let seen = 0;
  for (const page of walkPages(source)) {
    if (!page.isFirst || seen++ >= MAX_STREAMS) break;
    const packet = page.bytes.subarray(27 + page.bytes[26]!);
    if (latin1(packet.subarray(0, 8)) === 'OpusHead') return openOpus(source, name, page);
    if (latin1(packet.subarray(0, 7)) === '\u0001vorbis') return openVorbis(source, name, page);
  }
  const file = quoteName(name);
  throw seen > 0
    ? new AudioFileError(
        'unsupported',
        `${file} is an Ogg file without Vorbis or Opus audio, which Mixdown cannot read: convert it to WAV or FLAC.`,
      )
    : new AudioFileError('damaged', `${file} is an Ogg file whose first page is damaged: export it again.`);
}
