import type { ByteView } from '../byte-view.ts';

/** The identification header of Ogg Opus (RFC 7845 §5.1). */
export type OpusHead = {
  readonly channels: number;
  /** Frames at 48 kHz to drop at the start. */
  readonly preSkipFrames: number;
  /** What was recorded, for information; decoding is at 48 kHz. */
  readonly inputRateHz: number;
  readonly outputGainDb: number;
  readonly streams: number;
  readonly coupledStreams: number;
  readonly mapping: readonly number[];
};

export const OPUS_RATE_HZ = 48_000;

/** Undefined where the header is damaged. */
export function parseOpusHead(view: ByteView): OpusHead | undefined {
  if (view.fourCc(0) !== 'Opus' || view.fourCc(4) !== 'Head' || view.u8(8) >= 16 || view.length < 19) return undefined;
  const channels = view.u8(9);
  const family = view.u8(18);
  const isSimple = family === 0;
  const mapping = isSimple ? [0, 1].slice(0, channels) : [...view.bytes.subarray(21, 21 + channels)];
  const streams = isSimple ? 1 : view.u8(19);
  const coupledStreams = isSimple ? channels - 1 : view.u8(20);
  const isSound =
    channels > 0 &&
    (!isSimple || channels <= 2) &&
    mapping.length === channels &&
    streams > 0 &&
    coupledStreams <= streams &&
    streams + coupledStreams <= 255 &&
    mapping.every((index) => index < streams + coupledStreams || index === 255);
  if (!isSound) return undefined;
  return {
    channels,
    preSkipFrames: view.u16(10),
    inputRateHz: view.u32(12),
    outputGainDb: view.i16(16) / 256,
    streams,
    coupledStreams,
    mapping,
  };
}

/** Frames at 48 kHz in a packet, from its first bytes (RFC 6716 §3.1); 0 where it is none. */
export function opusPacketFrames(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const code = toc & 3;
  const size =
    config < 12 ? [480, 960, 1920, 2880][config & 3]! : config < 16 ? (config & 1 ? 960 : 480) : 120 << (config & 3);
  const count = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
  const frames = size * count;
  return frames <= 5760 ? frames : 0;
}
