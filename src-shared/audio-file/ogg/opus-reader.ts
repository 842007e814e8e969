import type { OpusDecoder } from 'opus-decoder';
import { AudioFileError, quoteName } from '../audio-file-error.ts';
import type { AudioFormat } from '../audio-format.ts';
import type { AudioStream } from '../audio-stream.ts';
import type { ByteSource } from '../byte-source.ts';
import { ByteView } from '../byte-view.ts';
import { type PlanarBlock, streamOfBlocks } from '../decoded-stream.ts';
import { parseVorbisComment } from '../tags/vorbis-comment.ts';
import { inWavOrder } from './channel-order.ts';
import { cutOffWarnings, lastPage, type OggPage, walkPackets } from './ogg-pages.ts';
import { OPUS_RATE_HZ, type OpusHead, opusPacketFrames, parseOpusHead } from './opus-head.ts';

const PACKETS_A_FEED = 50;
const HEADER_PACKETS = 2;

/**
 * Opens Ogg Opus, decoded at 48 kHz whatever was recorded. The pre-skip is dropped, the end cut
 * where the last page says, the header's gain applied (RFC 7845). Rejects with AudioFileError.
 */
export async function openOpus(source: ByteSource, name: string, first: OggPage): Promise<AudioStream> {
  const file = quoteName(name);
  const packets = walkPackets(source, first.serial);
  const head = parseOpusHead(new ByteView(packets.next().value?.bytes ?? new Uint8Array(0)));
  if (!head) throw new AudioFileError('damaged', `${file} is an Opus file with a damaged header: export it again.`);
  const comment = new ByteView(packets.next().value?.bytes ?? new Uint8Array(0));
  const end = lastPage(source, first.serial)?.granule ?? 0;
  const lengthFrames = end - startGranule(source, first.serial) - head.preSkipFrames;
  if (lengthFrames <= 0) throw new AudioFileError('empty', `${file} is an Opus file that holds no audio.`);
  const format: AudioFormat = {
    container: 'ogg-opus',
    sampleRateHz: OPUS_RATE_HZ,
    channels: head.channels,
    lengthFrames,
    encoding: 'opus',
    bitDepth: null,
    tags: comment.fourCc(0) === 'Opus' ? parseVorbisComment(comment, 8) : {},
    markers: [],
    loops: [],
    warnings: cutOffWarnings(source, name),
  };
  return streamOfBlocks({
    name,
    format,
    skipFrames: head.preSkipFrames,
    decode: () => decodeOpus(source, first.serial, head),
    close: () => source.close(),
  });
}

/** Where the first packet begins: not 0 in a piece cut from a live stream (RFC 7845 §4.3). */
function startGranule(source: ByteSource, serial: number): number {
  let frames = 0;
  let index = 0;
  for (const packet of walkPackets(source, serial)) {
    if (index++ < HEADER_PACKETS) continue;
    frames += opusPacketFrames(packet.bytes);
    if (packet.granule >= 0) return Math.max(0, packet.granule - frames);
  }
  return 0;
}

async function* decodeOpus(source: ByteSource, serial: number, head: OpusHead): AsyncGenerator<PlanarBlock> {
  const opus = await import('opus-decoder');
  const decoder = new opus.OpusDecoder({
    channels: head.channels,
    streamCount: head.streams,
    coupledStreamCount: head.coupledStreams,
    channelMappingTable: [...head.mapping],
    preSkip: 0,
  });
  await decoder.ready;
  const gain = 10 ** (head.outputGainDb / 20);
  try {
    let batch: Uint8Array[] = [];
    let index = 0;
    for (const packet of walkPackets(source, serial)) {
      if (index++ < HEADER_PACKETS) continue;
      if (packet.bytes.length > 0 && opusPacketFrames(packet.bytes) > 0) batch.push(packet.bytes);
      if (batch.length < PACKETS_A_FEED) continue;
      yield* decodeBatch(decoder, batch, gain);
      batch = [];
    }
    yield* decodeBatch(decoder, batch, gain);
  } finally {
    decoder.free();
  }
}

function* decodeBatch(decoder: OpusDecoder, batch: Uint8Array[], gain: number): Generator<PlanarBlock> {
  if (batch.length === 0) return;
  const { channelData, samplesDecoded } = decoder.decodeFrames(batch);
  if (gain !== 1) {
    for (const samples of channelData) for (let i = 0; i < samples.length; i++) samples[i]! *= gain;
  }
  if (samplesDecoded > 0) yield { channelData: inWavOrder(channelData), frames: samplesDecoded };
}
