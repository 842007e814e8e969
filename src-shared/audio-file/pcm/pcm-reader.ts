import type { AudioFormat } from '../audio-format.ts';
import type { PcmReader } from '../audio-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { type SampleEncoding, sampleDecoder } from './sample-encoding.ts';

/** Where the samples of a file lie. */
export type PcmLayout = {
  readonly format: AudioFormat;
  readonly sampleEncoding: SampleEncoding;
  /** Offset of frame 0 in the source. */
  readonly dataOffsetBytes: number;
  readonly bytesPerFrame: number;
};

const STAGING_BYTES = 1 << 18;

/**
 * Reads uncompressed samples of WAV and AIFF. Memory: one staging buffer of 256 KiB, none for
 * Float32 little-endian, whose bytes go straight into the target.
 */
export function createPcmReader(source: ByteSource, layout: PcmLayout): PcmReader {
  const { format, sampleEncoding, dataOffsetBytes, bytesPerFrame } = layout;
  const { channels, lengthFrames } = format;
  const isFloat = sampleEncoding.kind === 'float';
  const isDirect = isFloat && sampleEncoding.bytesPerSample === 4 && sampleEncoding.littleEndian;
  const stagingFrames = Math.max(1, Math.floor(STAGING_BYTES / bytesPerFrame));
  const decode = sampleDecoder(sampleEncoding);
  let staging: Uint8Array | undefined;
  let nonFiniteSamples = 0;

  function readRaw(startFrame: number, frames: number, into: Uint8Array): number {
    const wanted = Math.max(0, Math.min(frames, lengthFrames - startFrame));
    const bytes = into.subarray(0, wanted * bytesPerFrame);
    const read = source.readSync(dataOffsetBytes + startFrame * bytesPerFrame, bytes);
    return read - (read % bytesPerFrame);
  }

  function readStaged(startFrame: number, frames: number, into: Float32Array): number {
    staging ??= new Uint8Array(stagingFrames * bytesPerFrame);
    let done = 0;
    while (done < frames) {
      const read = readRaw(startFrame + done, Math.min(frames - done, stagingFrames), staging);
      if (read === 0) break;
      const readFrames = read / bytesPerFrame;
      decode(staging, readFrames * channels, done === 0 ? into : into.subarray(done * channels));
      done += readFrames;
    }
    return done;
  }

  return {
    format,
    sampleEncoding,
    bytesPerFrame,
    dataOffsetBytes,
    get nonFiniteSamples() {
      return nonFiniteSamples;
    },
    readRaw,
    read(startFrame, frames, into) {
      const wanted = Math.min(frames, Math.floor(into.length / channels));
      const done = isDirect
        ? readRaw(startFrame, wanted, new Uint8Array(into.buffer, into.byteOffset, wanted * bytesPerFrame)) /
          bytesPerFrame
        : readStaged(startFrame, wanted, into);
      if (isFloat) nonFiniteSamples += silenceNonFinite(into, done * channels);
      return done;
    },
    close: () => source.close(),
  };
}

/** Replaces what is not a number or infinite in the first `samples` of `into` by 0; returns how many. */
export function silenceNonFinite(into: Float32Array, samples: number): number {
  // x − x is 0 for every finite x and NaN otherwise: four sums keep the adders busy.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < samples; i += 4) {
    a += into[i]! - into[i]!;
    b += into[i + 1]! - into[i + 1]!;
    c += into[i + 2]! - into[i + 2]!;
    d += into[i + 3]! - into[i + 3]!;
  }
  for (; i < samples; i++) a += into[i]! - into[i]!;
  if (a + b + c + d === 0) return 0;
  let replaced = 0;
  for (let at = 0; at < samples; at++) {
    if (Number.isFinite(into[at])) continue;
    into[at] = 0;
    replaced++;
  }
  return replaced;
}
