import { ByteView } from '../byte-view.ts';
import { type MpegHeader, parseMpegHeader } from './mpeg-frame.ts';

/** What the tag of an MP3 says, so that a player can cut off what the encoder added. */
export type InfoFrameSpec = {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitrateKbps: number;
  readonly delayFrames: number;
  readonly paddingFrames: number;
  /** Coded frames (of 1152 or 576 samples), without this one. */
  readonly mpegFrames: number;
  /** All bytes from this frame to the last. */
  readonly streamBytes: number;
};

/** The least size that holds the whole tag. */
const MIN_BYTES = 4 + 32 + 120 + 36;

/**
 * An "Info" frame (http://gabriel.mp3-tech.org/mp3infotag.html): a silent frame of constant bit
 * rate that carries length, delay and padding. The wasm build of LAME does not write one.
 */
export function buildInfoFrame(spec: InfoFrameSpec): Uint8Array {
  const { bytes: head, header } = buildHeader(spec.sampleRateHz, spec.channels);
  const frame = new Uint8Array(header.sizeBytes);
  const view = new DataView(frame.buffer);
  const encoder = new TextEncoder();
  frame.set(head);
  const at = header.tagOffset;
  frame.set(encoder.encode('Info'), at);
  view.setUint32(at + 4, 15, false);
  view.setUint32(at + 8, spec.mpegFrames, false);
  view.setUint32(at + 12, spec.streamBytes, false);
  for (let i = 0; i < 100; i++) frame[at + 16 + i] = Math.floor((i * 256) / 100);
  view.setUint32(at + 116, 100, false);
  const lame = at + 120;
  frame.set(encoder.encode('LAME3.100'), lame);
  frame[lame + 9] = 1;
  frame[lame + 20] = Math.min(255, spec.bitrateKbps);
  const packed = (Math.min(spec.delayFrames, 0xfff) << 12) | Math.min(spec.paddingFrames, 0xfff);
  frame.set([packed >> 16, (packed >> 8) & 255, packed & 255], lame + 21);
  view.setUint32(lame + 28, spec.streamBytes, false);
  view.setUint16(lame + 34, crc16(frame.subarray(0, lame + 34)), false);
  return frame;
}

/** The smallest frame header of these channels and rate whose frame has room for the tag. */
function buildHeader(sampleRateHz: number, channels: number): { bytes: Uint8Array; header: MpegHeader } {
  for (let bitrateIndex = 1; bitrateIndex < 15; bitrateIndex++) {
    for (const version of [3, 2, 0]) {
      for (let rateIndex = 0; rateIndex < 3; rateIndex++) {
        const mode = channels === 1 ? 0xc0 : 0;
        const bytes = Uint8Array.of(0xff, 0xe3 | (version << 3), (bitrateIndex << 4) | (rateIndex << 2), mode);
        const header = parseMpegHeader(new ByteView(bytes), 0);
        if (header?.sampleRateHz === sampleRateHz && header.sizeBytes >= MIN_BYTES) return { bytes, header };
      }
    }
  }
  throw new RangeError(`no MP3 frame has ${sampleRateHz} Hz`);
}

/** CRC-16/ARC, as the tag's description asks. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
