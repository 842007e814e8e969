import type { WriteBitDepth } from '../audio-writer.ts';
import { SUBFORMAT_TAIL, WAVE_EXTENSIBLE, WAVE_FLOAT, WAVE_PCM } from './wav-fmt-chunk.ts';

/** What the head of a WAV file depends on. */
export type WavHeaderSpec = {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitDepth: WriteBitDepth;
  /** Whole chunks, even in length, to stand before the data. */
  readonly metadata: readonly Uint8Array[];
  /** A larger file is RF64; default what 32 bits hold. Lower only in tests. */
  readonly largestRiffBytes?: number;
};

/** The largest size a 32-bit header holds; 0xFFFFFFFF itself means "see ds64". */
const MAX_SIZE_32 = 0xfffffffe;
const DS64_BYTES = 28;

/** Bytes of one frame. */
export function frameBytes({ bitDepth, channels }: Pick<WavHeaderSpec, 'bitDepth' | 'channels'>): number {
  return (bitDepth === '16' ? 2 : bitDepth === '24' ? 3 : 4) * channels;
}

/**
 * The head of the file for `dataBytes` of samples; always of the same length for the same spec.
 * A JUNK chunk keeps the place where ds64 goes once the file passes 4 GB (EBU Tech 3306 §3.5);
 * then the head begins with RF64. The pad byte after odd data counts into the RIFF size.
 */
export function buildWavHeader(spec: WavHeaderSpec, dataBytes: number): Uint8Array {
  const bytesPerFrame = frameBytes(spec);
  const bytesPerSample = bytesPerFrame / spec.channels;
  const metadataBytes = spec.metadata.reduce((sum, chunk) => sum + chunk.length, 0);
  const fmt = buildFmt(spec, bytesPerSample);
  const isFloat = spec.bitDepth === '32f';
  const length = 12 + 8 + DS64_BYTES + fmt.length + (isFloat ? 12 : 0) + metadataBytes + 8;
  const header = new Uint8Array(length);
  const view = new DataView(header.buffer);
  const riffBytes = length - 8 + dataBytes + (dataBytes % 2);
  const frames = dataBytes / bytesPerFrame;
  const is64 = riffBytes > (spec.largestRiffBytes ?? MAX_SIZE_32);

  putId(header, 0, is64 ? 'RF64' : 'RIFF');
  view.setUint32(4, is64 ? 0xffffffff : riffBytes, true);
  putId(header, 8, 'WAVE');
  putId(header, 12, is64 ? 'ds64' : 'JUNK');
  view.setUint32(16, DS64_BYTES, true);
  if (is64) {
    putU64(view, 20, riffBytes);
    putU64(view, 28, dataBytes);
    putU64(view, 36, frames);
  }
  let at = 20 + DS64_BYTES;
  header.set(fmt, at);
  at += fmt.length;
  if (isFloat) {
    putId(header, at, 'fact');
    view.setUint32(at + 4, 4, true);
    view.setUint32(at + 8, Math.min(frames, 0xffffffff), true);
    at += 12;
  }
  for (const chunk of spec.metadata) {
    header.set(chunk, at);
    at += chunk.length;
  }
  putId(header, at, 'data');
  view.setUint32(at + 4, is64 ? 0xffffffff : dataBytes, true);
  return header;
}

/** `fmt `: plain for mono and stereo, which every program reads; EXTENSIBLE above. */
function buildFmt(spec: WavHeaderSpec, bytesPerSample: number): Uint8Array {
  const tag = spec.bitDepth === '32f' ? WAVE_FLOAT : WAVE_PCM;
  const isExtensible = spec.channels > 2;
  const size = isExtensible ? 40 : tag === WAVE_FLOAT ? 18 : 16;
  const chunk = new Uint8Array(8 + size);
  const view = new DataView(chunk.buffer, 8);
  putId(chunk, 0, 'fmt ');
  new DataView(chunk.buffer).setUint32(4, size, true);
  view.setUint16(0, isExtensible ? WAVE_EXTENSIBLE : tag, true);
  view.setUint16(2, spec.channels, true);
  view.setUint32(4, spec.sampleRateHz, true);
  view.setUint32(8, spec.sampleRateHz * spec.channels * bytesPerSample, true);
  view.setUint16(12, spec.channels * bytesPerSample, true);
  view.setUint16(14, bytesPerSample * 8, true);
  if (isExtensible) {
    view.setUint16(16, 22, true);
    view.setUint16(18, bytesPerSample * 8, true);
    view.setUint16(24, tag, true);
    chunk.set(SUBFORMAT_TAIL, 8 + 26);
  }
  return chunk;
}

function putId(bytes: Uint8Array, at: number, id: string): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = id.charCodeAt(i);
}

function putU64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 0x100000000, true);
  view.setUint32(at + 4, Math.floor(value / 0x100000000), true);
}
