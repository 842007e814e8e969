import { AudioFileError, quoteName } from '../audio-file-error.ts';
import type { AudioFormat, AudioLoop, AudioMarker, AudioTags } from '../audio-format.ts';
import type { PcmReader } from '../audio-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import type { ByteView } from '../byte-view.ts';
import { createPcmReader } from '../pcm/pcm-reader.ts';
import { encodingName, isDecodable, type SampleEncoding } from '../pcm/sample-encoding.ts';
import { compactTags, type FoundTags } from '../tags/clean-tags.ts';
import { parseId3v2 } from '../tags/id3.ts';
import { type Chunk, readChunk, walkChunks } from '../wav/riff-chunks.ts';

const MAX_TEXT_BYTES = 1 << 20;

/** `COMM`: Audio Interchange File Format 1.3 §5.0, and AIFF-C (draft of 1991) §3. */
type AiffComm = {
  readonly channels: number;
  readonly lengthFrames: number;
  readonly bitDepth: number;
  readonly sampleRateHz: number;
  /** Four characters; `NONE` in plain AIFF. */
  readonly compression: string;
};

type AiffChunks = {
  comm?: AiffComm;
  sound?: Chunk;
  tags: FoundTags;
  markers: Map<number, AudioMarker>;
  instrument?: ByteView;
};

/** True for AIFF and AIFF-C. */
export function isAiff(head: ByteView): boolean {
  return head.fourCc(0) === 'FORM' && ['AIFF', 'AIFC'].includes(head.fourCc(8));
}

/** Opens AIFF or AIFF-C for synchronous random access. Throws AudioFileError. */
export function openAiff(source: ByteSource, name: string): PcmReader {
  const file = quoteName(name);
  const chunks = collectChunks(source);
  const { comm, sound } = chunks;
  if (!comm)
    throw new AudioFileError(
      'damaged',
      `${file} is an AIFF file without a format description: it is damaged; export it again.`,
    );
  const encoding = checkComm(comm, file);
  if (!sound)
    throw new AudioFileError(
      'damaged',
      `${file} has an AIFF header but no audio data: it was cut off or never finished; export it again.`,
    );
  const bytesPerFrame = encoding.bytesPerSample * comm.channels;
  const skipBytes = 8 + readChunk(source, sound, 8).u32(0, false);
  const announced = sound.sizeBytes - skipBytes;
  const present = Math.max(0, sound.availableBytes - skipBytes);
  const framesPresent = Math.floor(present / bytesPerFrame);
  // Writers that never came back leave 0 frames; the sound chunk knows better.
  const lengthFrames = comm.lengthFrames === 0 ? framesPresent : Math.min(comm.lengthFrames, framesPresent);
  if (lengthFrames === 0) throw new AudioFileError('empty', `${file} holds no audio: its length is zero.`);
  const isCutOff = present < announced || framesPresent < comm.lengthFrames;
  const format: AudioFormat = {
    container: 'aiff',
    sampleRateHz: comm.sampleRateHz,
    channels: comm.channels,
    lengthFrames,
    encoding: encodingName(encoding),
    bitDepth: encoding.kind === 'float' ? encoding.bytesPerSample * 8 : comm.bitDepth,
    tags: compactTags(chunks.tags),
    markers: [...chunks.markers.values()].filter((marker) => marker.positionFrames <= lengthFrames),
    loops: chunks.instrument ? instrumentLoops(chunks.instrument, chunks.markers) : [],
    warnings: isCutOff
      ? [
          `${file} is cut off: only ${Math.floor((lengthFrames / Math.max(comm.lengthFrames, 1)) * 100)} % of the audio that its header announces is there.`,
        ]
      : [],
  };
  return createPcmReader(source, {
    format,
    sampleEncoding: encoding,
    dataOffsetBytes: sound.offsetBytes + skipBytes,
    bytesPerFrame,
  });
}

function collectChunks(source: ByteSource): AiffChunks {
  const chunks: AiffChunks = { tags: {}, markers: new Map() };
  const isStreaming = (id: string, size: number) => id === 'SSND' && (size === 0 || size === 0xffffffff);
  const resolveSize = (id: string, size: number, offset: number) =>
    isStreaming(id, size) ? source.sizeBytes - offset : size;
  for (const chunk of walkChunks(source, { littleEndian: false, startBytes: 12, resolveSize })) {
    const content = () => readChunk(source, chunk, MAX_TEXT_BYTES);
    if (chunk.id === 'COMM') chunks.comm ??= parseComm(content());
    if (chunk.id === 'SSND') chunks.sound ??= chunk;
    if (chunk.id === 'MARK') chunks.markers = parseMarkers(content());
    if (chunk.id === 'INST') chunks.instrument = content();
    if (chunk.id === 'ID3 ' || chunk.id === 'id3 ') Object.assign(chunks.tags, parseId3v2(content().bytes));
    const key = TEXT_KEYS[chunk.id];
    if (key) chunks.tags[key] ??= content().text(0, MAX_TEXT_BYTES);
  }
  return chunks;
}

const TEXT_KEYS: Record<string, keyof AudioTags> = {
  NAME: 'title',
  AUTH: 'artist',
  '(c) ': 'copyright',
  ANNO: 'comment',
};

function parseComm(view: ByteView): AiffComm {
  return {
    channels: view.u16(0, false),
    lengthFrames: view.u32(2, false),
    bitDepth: view.u16(6, false),
    sampleRateHz: Math.round(extended80(view, 8)),
    compression: view.length >= 22 ? view.fourCc(18) : 'NONE',
  };
}

/** IEEE 754 80-bit extended, the sign aside: a rate is never negative. */
function extended80(view: ByteView, at: number): number {
  const exponent = view.u16(at, false) & 0x7fff;
  const mantissa = view.u32(at + 2, false) * 0x100000000 + view.u32(at + 6, false);
  const value = mantissa * 2 ** (exponent - 16_383 - 63);
  return value < 0x100000000 ? value : 0;
}

function checkComm(comm: AiffComm, file: string): SampleEncoding {
  if (comm.channels === 0)
    throw new AudioFileError('no-channels', `${file} says that it has 0 channels: it is damaged; export it again.`);
  if (comm.sampleRateHz === 0)
    throw new AudioFileError('damaged', `${file} says that its sample rate is 0 Hz: it is damaged; export it again.`);
  const encoding = sampleEncoding(comm);
  if (!encoding || !isDecodable(encoding)) {
    throw new AudioFileError(
      'unsupported',
      `${file} is an AIFF file coded as ${quoteName(comm.compression.trim())} with ${comm.bitDepth} bits, which Mixdown cannot read: export it as plain AIFF or WAV.`,
    );
  }
  return encoding;
}

function sampleEncoding({ compression, bitDepth }: AiffComm): SampleEncoding | undefined {
  const bytesPerSample = Math.ceil(bitDepth / 8);
  const integer = (bytes: number, littleEndian: boolean): SampleEncoding => ({
    kind: 'signed',
    bytesPerSample: bytes,
    littleEndian,
  });
  switch (compression.toLowerCase()) {
    case 'none':
    case 'twos':
      return integer(bytesPerSample, false);
    case 'sowt':
      return integer(bytesPerSample, true);
    case 'in24':
      return integer(3, false);
    case 'in32':
      return integer(4, false);
    case '42ni':
      return integer(3, true);
    case '23ni':
      return integer(4, true);
    case 'raw ':
      return { kind: 'unsigned', bytesPerSample: 1, littleEndian: false };
    case 'fl32':
      return { kind: 'float', bytesPerSample: 4, littleEndian: false };
    case 'fl64':
      return { kind: 'float', bytesPerSample: 8, littleEndian: false };
    case 'alaw':
      return { kind: 'alaw', bytesPerSample: 1, littleEndian: false };
    case 'ulaw':
      return { kind: 'mulaw', bytesPerSample: 1, littleEndian: false };
    default:
      return undefined;
  }
}

/** `MARK`: a count, then id, position and a Pascal string each, padded to even. */
function parseMarkers(view: ByteView): Map<number, AudioMarker> {
  const markers = new Map<number, AudioMarker>();
  const count = view.u16(0, false);
  for (let i = 0, at = 2; i < count && at + 7 <= view.length; i++) {
    const length = view.u8(at + 6);
    markers.set(view.u16(at, false), { positionFrames: view.u32(at + 2, false), name: view.text(at + 7, length) });
    at += 7 + length + ((length + 1) % 2);
  }
  return markers;
}

/** The sustain and release loops of `INST`, whose ends are markers. */
function instrumentLoops(view: ByteView, markers: Map<number, AudioMarker>): AudioLoop[] {
  return [8, 14].flatMap((at) => {
    const start = markers.get(view.u16(at + 2, false));
    const end = markers.get(view.u16(at + 4, false));
    const isLoop = view.u16(at, false) !== 0 && start && end && end.positionFrames > start.positionFrames;
    return isLoop ? [{ startFrame: start.positionFrames, endFrame: end.positionFrames - 1 }] : [];
  });
}
