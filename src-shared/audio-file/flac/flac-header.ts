const STREAMINFO_BYTES = 34;

/** What libFLAC knows at the end. */
export type FlacTotals = {
  readonly min_blocksize: number;
  readonly max_blocksize: number;
  readonly min_framesize: number;
  readonly max_framesize: number;
  /** 32 hexadecimal digits. */
  readonly md5sum: string;
};

export type StreamInfoSpec = {
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bits: number;
  readonly frames: number;
  readonly totals?: FlacTotals | undefined;
};

/** `fLaC`, STREAMINFO (its content at byte 8) and the comments as the last block (RFC 9639 §8). */
export function buildFlacHead(spec: StreamInfoSpec, comment: Uint8Array): Uint8Array {
  const head = new Uint8Array(8 + STREAMINFO_BYTES + 4 + comment.length);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode('fLaC'));
  view.setUint32(4, STREAMINFO_BYTES, false);
  head.set(buildStreamInfo(spec), 8);
  view.setUint32(8 + STREAMINFO_BYTES, (0x84000000 | comment.length) >>> 0, false);
  head.set(comment, 8 + STREAMINFO_BYTES + 4);
  return head;
}

/** The content of STREAMINFO (RFC 9639 §8.2). */
export function buildStreamInfo({ channels, sampleRateHz, bits, frames, totals }: StreamInfoSpec): Uint8Array {
  const info = new Uint8Array(STREAMINFO_BYTES);
  const view = new DataView(info.buffer);
  const framesHigh = Math.floor(frames / 0x100000000);
  view.setUint16(0, totals?.min_blocksize ?? 4096, false);
  view.setUint16(2, totals?.max_blocksize ?? 4096, false);
  view.setUint32(4, (totals?.min_framesize ?? 0) << 8, false);
  view.setUint32(7, (totals?.max_framesize ?? 0) << 8, false);
  view.setUint32(10, ((sampleRateHz << 12) | ((channels - 1) << 9) | ((bits - 1) << 4) | framesHigh) >>> 0, false);
  view.setUint32(14, frames % 0x100000000, false);
  for (let i = 0; i < 16; i++) info[18 + i] = Number.parseInt(totals?.md5sum.slice(i * 2, i * 2 + 2) ?? '0', 16);
  return info;
}
