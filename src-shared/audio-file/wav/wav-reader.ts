import { AudioFileError, quoteName } from '../audio-file-error.ts';
import type { AudioFormat, AudioTags, BroadcastExtension } from '../audio-format.ts';
import type { PcmReader } from '../audio-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { ByteView, readBytes } from '../byte-view.ts';
import { createPcmReader } from '../pcm/pcm-reader.ts';
import { encodingName, isDecodable } from '../pcm/sample-encoding.ts';
import { parseId3v2 } from '../tags/id3.ts';
import { parseRiffInfo } from '../tags/riff-info.ts';
import { parseBroadcast } from './broadcast-chunk.ts';
import { markersFrom, parseAdtlLabels, parseCue, parseSmplLoops } from './cue-chunks.ts';
import { type Chunk, readChunk, walkChunks } from './riff-chunks.ts';
import { codeName, isPlainCode, parseWavFmt, type WavFmt } from './wav-fmt-chunk.ts';

/** Text chunks are read up to this size: a picture in a tag is not worth more memory. */
const MAX_TEXT_BYTES = 1 << 20;
const SIZE_UNKNOWN = 0xffffffff;

type WavChunks = {
  fmt?: WavFmt;
  data?: Chunk;
  /** The data chunk says "I do not know": a header written before the end was known. */
  isStreaming: boolean;
  tags: AudioTags;
  broadcast?: BroadcastExtension;
  cue: Map<number, number>;
  labels: Map<number, string>;
  smpl?: ByteView;
};

/** True for RIFF/WAVE, RF64 and BW64. */
export function isWav(head: ByteView): boolean {
  return ['RIFF', 'RF64', 'BW64'].includes(head.fourCc(0)) && head.fourCc(8) === 'WAVE';
}

/**
 * Opens a WAV, RF64 or BW64 file for synchronous random access. Throws AudioFileError:
 * `unsupported` for a compressed code, `no-channels`, `damaged`, `empty`.
 */
export function openWav(source: ByteSource, name: string): PcmReader {
  const chunks = collectChunks(source);
  const fmt = checkFmt(chunks.fmt, name);
  if (!chunks.data) {
    throw new AudioFileError(
      'damaged',
      `${quoteName(name)} has a WAV header but no audio data: it was cut off or never finished; export it again.`,
    );
  }
  const dataOffsetBytes = chunks.data.offsetBytes;
  const lengthFrames = Math.floor(chunks.data.availableBytes / fmt.bytesPerFrame);
  if (lengthFrames === 0) {
    throw new AudioFileError('empty', `${quoteName(name)} holds no audio: its length is zero.`);
  }
  const format: AudioFormat = {
    container: 'wav',
    sampleRateHz: fmt.sampleRateHz,
    channels: fmt.channels,
    lengthFrames,
    encoding: encodingName(fmt.encoding),
    bitDepth: fmt.bitDepth,
    tags: chunks.tags,
    markers: markersFrom(chunks.cue, chunks.labels, lengthFrames),
    loops: chunks.smpl ? parseSmplLoops(chunks.smpl, lengthFrames) : [],
    ...(chunks.broadcast && { broadcast: chunks.broadcast }),
    warnings: lengthWarnings(chunks.data, chunks.isStreaming, name),
  };
  return createPcmReader(source, {
    format,
    sampleEncoding: fmt.encoding,
    dataOffsetBytes,
    bytesPerFrame: fmt.bytesPerFrame,
  });
}

function collectChunks(source: ByteSource): WavChunks {
  const head = new ByteView(readBytes(source, 0, 12));
  const is64 = head.fourCc(0) !== 'RIFF';
  const chunks: WavChunks = { isStreaming: false, tags: {}, cue: new Map(), labels: new Map() };
  const ds64 = new Map<string, number>();
  const resolveSize = (id: string, size32: number, offset: number): number => {
    const size64 = is64 && size32 === SIZE_UNKNOWN ? ds64.get(id) : undefined;
    if (size64) return size64;
    if (id !== 'data' || chunks.data) return size32;
    const toEnd = source.sizeBytes - offset;
    // A RIFF size that fits the file says that a zero is meant; else nobody came back to fill it in.
    const isMeant = size32 === 0 && !is64 && head.u32(4) + 8 === source.sizeBytes;
    chunks.isStreaming =
      size32 === SIZE_UNKNOWN || (size32 === 0 && !isMeant) || (size32 >= 0x7f000000 && size32 > toEnd);
    return chunks.isStreaming ? toEnd : size32;
  };
  for (const chunk of walkChunks(source, { littleEndian: true, startBytes: 12, resolveSize })) {
    takeChunk(source, chunk, chunks, ds64);
  }
  return chunks;
}

function takeChunk(source: ByteSource, chunk: Chunk, chunks: WavChunks, ds64: Map<string, number>): void {
  const content = () => readChunk(source, chunk, MAX_TEXT_BYTES);
  switch (chunk.id) {
    case 'ds64':
      readDs64(content(), ds64);
      break;
    case 'fmt ':
      if (chunk.availableBytes >= 16) chunks.fmt ??= parseWavFmt(content());
      break;
    case 'data':
      chunks.data ??= chunk;
      break;
    case 'bext':
      chunks.broadcast ??= parseBroadcast(content());
      break;
    case 'cue ':
      chunks.cue = parseCue(content());
      break;
    case 'smpl':
      chunks.smpl ??= content();
      break;
    case 'id3 ':
    case 'ID3 ':
      chunks.tags = { ...parseId3v2(content().bytes), ...chunks.tags };
      break;
    case 'LIST':
      takeList(content(), chunks);
      break;
  }
}

function takeList(list: ByteView, chunks: WavChunks): void {
  if (list.fourCc(0) === 'INFO') chunks.tags = { ...chunks.tags, ...parseRiffInfo(list) };
  if (list.fourCc(0) === 'adtl') chunks.labels = parseAdtlLabels(list);
}

/** 64-bit sizes of RF64 (EBU Tech 3306 §3): RIFF, data, frame count, then a table of others. */
function readDs64(view: ByteView, sizes: Map<string, number>): void {
  sizes.set('data', view.u64(8));
  const entries = Math.min(view.u32(24), Math.floor((view.length - 28) / 12));
  for (let i = 0; i < entries; i++) sizes.set(view.fourCc(28 + i * 12), view.u64(32 + i * 12));
}

function checkFmt(fmt: WavFmt | undefined, name: string): WavFmt {
  const file = quoteName(name);
  if (!fmt)
    throw new AudioFileError(
      'damaged',
      `${file} is a WAV file without a format description: it is damaged; export it again.`,
    );
  if (!isPlainCode(fmt.formatTag)) {
    throw new AudioFileError(
      'unsupported',
      `${file} is a WAV file compressed as ${codeName(fmt.formatTag)}, which Mixdown cannot read: export it as plain PCM WAV.`,
    );
  }
  if (fmt.channels === 0)
    throw new AudioFileError('no-channels', `${file} says that it has 0 channels: it is damaged; export it again.`);
  if (fmt.sampleRateHz === 0)
    throw new AudioFileError('damaged', `${file} says that its sample rate is 0 Hz: it is damaged; export it again.`);
  if (!isDecodable(fmt.encoding)) {
    throw new AudioFileError(
      'unsupported',
      `${file} has samples of ${fmt.bitDepth} bits, which Mixdown cannot read: export it as 24-bit or 32-bit float WAV.`,
    );
  }
  return fmt;
}

function lengthWarnings(data: Chunk, isStreaming: boolean, name: string): string[] {
  const file = quoteName(name);
  if (isStreaming) return [];
  if (data.sizeBytes > data.availableBytes) {
    const percent = Math.floor((data.availableBytes / data.sizeBytes) * 100);
    return [`${file} is cut off: only ${percent} % of the audio that its header announces is there.`];
  }
  return [];
}
