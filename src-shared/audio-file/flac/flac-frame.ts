import type { ByteSource } from '../byte-source.ts';
import { readBytes } from '../byte-view.ts';
import type { FlacStreamInfo } from './flac-reader.ts';

/** No frame of real music is longer: 8 channels × 4 bytes × 16384 samples. */
const TAIL_BYTES = 1 << 19;

/**
 * True when the last frame that `info` announces begins near the end of the file: then next to
 * nothing is cut off, and the announced length can be trusted without decoding all of it.
 */
export function endsWithFrame(source: ByteSource, info: FlacStreamInfo): boolean {
  const tail = readBytes(source, Math.max(0, source.sizeBytes - TAIL_BYTES), TAIL_BYTES);
  for (let at = tail.length - 6; at >= 0; at--) {
    if (tail[at] !== 0xff || (tail[at + 1]! & 0xfe) !== 0xf8) continue;
    const frame = parseFrameHeader(tail, at);
    if (!frame) continue;
    const first = frame.isVariable ? frame.number : frame.number * info.blockFrames;
    if (first + frame.blockFrames === info.totalFrames) return true;
  }
  return false;
}

type FrameHeader = { isVariable: boolean; number: number; blockFrames: number };

/** A frame header (RFC 9639 §9.1) at `start`, or undefined when its checksum denies it. */
function parseFrameHeader(bytes: Uint8Array, start: number): FrameHeader | undefined {
  const sizeCode = bytes[start + 2]! >> 4;
  const rateCode = bytes[start + 2]! & 15;
  const coded = readCodedNumber(bytes, start + 4);
  if (!coded || sizeCode === 0 || rateCode === 15) return undefined;
  let at = coded.end;
  let blockFrames = sizeCode === 1 ? 192 : sizeCode < 6 ? 576 << (sizeCode - 2) : 256 << (sizeCode - 8);
  if (sizeCode === 6) blockFrames = bytes[at++]! + 1;
  if (sizeCode === 7) {
    blockFrames = ((bytes[at]! << 8) | bytes[at + 1]!) + 1;
    at += 2;
  }
  at += rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0;
  if (at >= bytes.length || crc8(bytes, start, at) !== bytes[at]) return undefined;
  return { isVariable: (bytes[start + 1]! & 1) === 1, number: coded.value, blockFrames };
}

/** The number coded like UTF-8, up to 36 bits (§9.1.5). */
function readCodedNumber(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  const lead = bytes[at]!;
  if (lead < 0x80) return { value: lead, end: at + 1 };
  const ones = Math.clz32(~(lead << 24));
  if (ones < 2 || ones > 7 || at + ones > bytes.length) return undefined;
  let value = lead & (0x7f >> ones);
  for (let i = 1; i < ones; i++) {
    if ((bytes[at + i]! & 0xc0) !== 0x80) return undefined;
    value = value * 64 + (bytes[at + i]! & 0x3f);
  }
  return { value, end: at + ones };
}

/** Polynomial x^8 + x^2 + x + 1 (§9.1.8). */
function crc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}
