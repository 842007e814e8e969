import type { WriteBitDepth } from '../audio-writer.ts';

/** What `packSamples` did: bytes stand in `bytes`, `clipped` samples lay beyond full scale. */
export type SamplePacker = {
  readonly bytesPerSample: number;
  /** Packs the first `samples` of `from` to little-endian bytes in `into`; returns the clipped ones. */
  pack(from: Float32Array, samples: number, into: Uint8Array): number;
};

/** `into` must start on a 4-byte boundary of its buffer. */
export function samplePacker(depth: WriteBitDepth): SamplePacker {
  if (depth === '16') return { bytesPerSample: 2, pack: pack16 };
  return depth === '24' ? { bytesPerSample: 3, pack: pack24 } : { bytesPerSample: 4, pack: packFloat };
}

/**
 * The integer nearest to `sample · fullScale`, halves away from zero, clipped to the range of the
 * depth; 0 for what is not a number. `fullScale` is 2^(bits−1).
 */
export function quantise(sample: number, fullScale: number): number {
  const scaled = sample * fullScale;
  if (scaled >= fullScale - 1) return fullScale - 1;
  if (scaled <= -fullScale) return -fullScale;
  return (scaled < 0 ? scaled - 0.5 : scaled + 0.5) | 0;
}

function pack16(from: Float32Array, samples: number, into: Uint8Array): number {
  const words = new Int16Array(into.buffer, into.byteOffset, samples);
  let clipped = 0;
  for (let i = 0; i < samples; i++) {
    const sample = from[i]!;
    if (sample >= 1 || sample < -1) clipped++;
    words[i] = quantise(sample, 0x8000);
  }
  return clipped;
}

function pack24(from: Float32Array, samples: number, into: Uint8Array): number {
  const fours = samples & ~3;
  // Four samples are three words: a third of the stores.
  const words = new Int32Array(into.buffer, into.byteOffset, (fours / 4) * 3);
  let clipped = 0;
  for (let i = 0, at = 0; i < fours; i += 4, at += 3) {
    const a = from[i]!;
    const b = from[i + 1]!;
    const c = from[i + 2]!;
    const d = from[i + 3]!;
    if (a >= 1 || a < -1) clipped++;
    if (b >= 1 || b < -1) clipped++;
    if (c >= 1 || c < -1) clipped++;
    if (d >= 1 || d < -1) clipped++;
    const second = quantise(b, 0x800000);
    const third = quantise(c, 0x800000);
    words[at] = (quantise(a, 0x800000) & 0xffffff) | (second << 24);
    words[at + 1] = ((second >> 8) & 0xffff) | (third << 16);
    words[at + 2] = ((third >> 16) & 0xff) | (quantise(d, 0x800000) << 8);
  }
  for (let i = fours, at = fours * 3; i < samples; i++, at += 3) {
    const sample = from[i]!;
    if (sample >= 1 || sample < -1) clipped++;
    const value = quantise(sample, 0x800000);
    into[at] = value;
    into[at + 1] = value >> 8;
    into[at + 2] = value >> 16;
  }
  return clipped;
}

function packFloat(from: Float32Array, samples: number, into: Uint8Array): number {
  into.set(new Uint8Array(from.buffer, from.byteOffset, samples * 4));
  return 0;
}
