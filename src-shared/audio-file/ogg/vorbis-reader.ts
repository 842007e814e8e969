import { AudioFileError, quoteName } from '../audio-file-error.ts';
import type { AudioFormat } from '../audio-format.ts';
import type { AudioStream } from '../audio-stream.ts';
import type { ByteSource } from '../byte-source.ts';
import { ByteView } from '../byte-view.ts';
import { countFrames, type PlanarBlock, streamOfBlocks } from '../decoded-stream.ts';
import { parseVorbisComment } from '../tags/vorbis-comment.ts';
import { inWavOrder } from './channel-order.ts';
import { cutOffWarnings, lastPage, type OggPage, walkPackets, walkPages } from './ogg-pages.ts';

/** The longest block of Vorbis I. */
const MAX_BLOCK_FRAMES = 8192;

/** Opens Ogg Vorbis; the end is cut where the last page says. Rejects with AudioFileError. */
export async function openVorbis(source: ByteSource, name: string, first: OggPage): Promise<AudioStream> {
  const file = quoteName(name);
  const packets = walkPackets(source, first.serial);
  const head = new ByteView(packets.next().value?.bytes ?? new Uint8Array(0));
  const comment = new ByteView(packets.next().value?.bytes ?? new Uint8Array(0));
  const channels = head.u8(11);
  const sampleRateHz = head.u32(12);
  if (head.length < 30 || sampleRateHz === 0)
    throw new AudioFileError('damaged', `${file} is an Ogg Vorbis file with a damaged header: export it again.`);
  if (channels === 0)
    throw new AudioFileError('no-channels', `${file} says that it has 0 channels: it is damaged; export it again.`);
  const decode = () => decodeVorbis(source, first.serial);
  const lengthFrames = isLateStart(source, first.serial)
    ? await countFrames(decode(), name, Number.POSITIVE_INFINITY)
    : (lastPage(source, first.serial)?.granule ?? 0);
  if (lengthFrames === 0) throw new AudioFileError('empty', `${file} is an Ogg Vorbis file that holds no audio.`);
  const format: AudioFormat = {
    container: 'ogg-vorbis',
    sampleRateHz,
    channels,
    lengthFrames,
    encoding: 'vorbis',
    bitDepth: null,
    tags: comment.u8(0) === 3 ? parseVorbisComment(comment, 7) : {},
    markers: [],
    loops: [],
    warnings: cutOffWarnings(source, name),
  };
  return streamOfBlocks({ name, format, skipFrames: 0, decode, close: () => source.close() });
}

/** True for a piece cut from a live stream, whose positions do not begin at 0. */
function isLateStart(source: ByteSource, serial: number): boolean {
  for (const page of walkPages(source)) {
    if (page.serial === serial && page.granule > 0) return page.granule > page.partBytes.length * MAX_BLOCK_FRAMES;
  }
  return false;
}

async function* decodeVorbis(source: ByteSource, serial: number): AsyncGenerator<PlanarBlock> {
  const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  try {
    for (const page of walkPages(source)) {
      if (page.serial !== serial) continue;
      const { channelData, samplesDecoded } = await decoder.decode(page.bytes.slice());
      if (samplesDecoded > 0) yield { channelData: inWavOrder(channelData), frames: samplesDecoded };
    }
    const { channelData, samplesDecoded } = await decoder.flush();
    if (samplesDecoded > 0) yield { channelData: inWavOrder(channelData), frames: samplesDecoded };
  } finally {
    decoder.free();
  }
}
