import type { FLACDecodedAudio } from '@wasm-audio-decoders/flac';
import { AudioFileError, quoteName } from '../audio-file-error.ts';
import type { AudioFormat, AudioTags } from '../audio-format.ts';
import type { AudioStream } from '../audio-stream.ts';
import type { ByteSource } from '../byte-source.ts';
import { ByteView, readBytes } from '../byte-view.ts';
import { countFrames, type PlanarBlock, streamOfBlocks } from '../decoded-stream.ts';
import { id3v2Length } from '../tags/id3.ts';
import { parseVorbisComment } from '../tags/vorbis-comment.ts';
import { endsWithFrame } from './flac-frame.ts';

const FEED_BYTES = 1 << 16;
const MAX_TEXT_BYTES = 1 << 20;
const BLOCK_STREAMINFO = 0;
const BLOCK_COMMENT = 4;
const BLOCK_INVALID = 127;

/** The fields of STREAMINFO (RFC 9639 §8.2) that a reader needs. */
export type FlacStreamInfo = {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitDepth: number;
  /** Frames a block, except the last, where all are alike. */
  readonly blockFrames: number;
  /** 0 where the encoder did not know. */
  readonly totalFrames: number;
};

/** True for `fLaC`, also behind an ID3 tag. */
export function isFlac(source: ByteSource, head: ByteView): boolean {
  const start = id3v2Length(head);
  return new ByteView(readBytes(source, start, 4)).fourCc(0) === 'fLaC';
}

/** Opens a FLAC file. Rejects with AudioFileError (`damaged`, `empty`). */
export async function openFlac(source: ByteSource, name: string): Promise<AudioStream> {
  const startBytes = id3v2Length(new ByteView(readBytes(source, 0, 10)));
  const { info, tags } = readMetadata(source, startBytes, name);
  const decode = () => decodeFlac(source, startBytes, info.bitDepth);
  const isWhole = info.totalFrames > 0 && endsWithFrame(source, info);
  const lengthFrames = isWhole
    ? info.totalFrames
    : await countFrames(decode(), name, info.totalFrames || Number.POSITIVE_INFINITY);
  const file = quoteName(name);
  if (lengthFrames === 0) throw new AudioFileError('empty', `${file} holds no audio that can be decoded.`);
  const format: AudioFormat = {
    container: 'flac',
    sampleRateHz: info.sampleRateHz,
    channels: info.channels,
    lengthFrames,
    encoding: 'flac',
    bitDepth: info.bitDepth,
    tags,
    markers: [],
    loops: [],
    warnings:
      lengthFrames < info.totalFrames
        ? [
            `${file} is cut off: only ${Math.floor((lengthFrames / info.totalFrames) * 100)} % of the audio that its header announces is there.`,
          ]
        : [],
  };
  return streamOfBlocks({ name, format, skipFrames: 0, decode, close: () => source.close() });
}

function readMetadata(source: ByteSource, startBytes: number, name: string): { info: FlacStreamInfo; tags: AudioTags } {
  let info: FlacStreamInfo | undefined;
  let tags: AudioTags = {};
  let isLast = false;
  for (let at = startBytes + 4; !isLast && at + 4 <= source.sizeBytes; ) {
    const head = new ByteView(readBytes(source, at, 4));
    const type = head.u8(0) & 0x7f;
    const size = head.u32(0, false) & 0xffffff;
    isLast = head.u8(0) >= 0x80;
    if (type === BLOCK_INVALID) break;
    if (type === BLOCK_STREAMINFO) info ??= parseStreamInfo(new ByteView(readBytes(source, at + 4, 34)));
    if (type === BLOCK_COMMENT)
      tags = parseVorbisComment(new ByteView(readBytes(source, at + 4, Math.min(size, MAX_TEXT_BYTES))), 0);
    at += 4 + size;
  }
  if (!info || info.sampleRateHz === 0)
    throw new AudioFileError('damaged', `${quoteName(name)} is a FLAC file with a damaged header: export it again.`);
  return { info, tags };
}

function parseStreamInfo(view: ByteView): FlacStreamInfo {
  return {
    blockFrames: view.u16(0, false),
    sampleRateHz: view.u32(10, false) >>> 12,
    channels: ((view.u8(12) >> 1) & 7) + 1,
    bitDepth: (((view.u8(12) & 1) << 4) | (view.u8(13) >> 4)) + 1,
    totalFrames: (view.u8(13) & 15) * 0x100000000 + view.u32(14, false),
  };
}

async function* decodeFlac(source: ByteSource, startBytes: number, bitDepth: number): AsyncGenerator<PlanarBlock> {
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const feed = new Uint8Array(FEED_BYTES);
    for (let at = startBytes; at < source.sizeBytes; at += FEED_BYTES) {
      const read = source.readSync(at, feed);
      yield* rescaled(await decoder.decode(feed.slice(0, read)), bitDepth);
    }
    yield* rescaled(await decoder.flush(), bitDepth);
  } finally {
    decoder.free();
  }
}

/**
 * The decoder divides by 2^(bits−1) − 1, so that the lowest integer lies below −1. Here the
 * integers are found again, exactly up to 24 bits, and divided by 2^(bits−1).
 */
function* rescaled(decoded: FLACDecodedAudio, bitDepth: number): Generator<PlanarBlock> {
  const highest = 2 ** (bitDepth - 1) - 1;
  const step = 2 ** (1 - bitDepth);
  for (const samples of decoded.channelData) {
    for (let i = 0; i < samples.length; i++) samples[i] = Math.round(samples[i]! * highest) * step;
  }
  if (decoded.samplesDecoded > 0) yield { channelData: decoded.channelData, frames: decoded.samplesDecoded };
}
