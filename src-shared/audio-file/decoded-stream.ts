import { quoteName } from './audio-file-error.ts';
import type { AudioFormat } from './audio-format.ts';
import type { AudioStream } from './audio-stream.ts';
import { silenceNonFinite } from './pcm/pcm-reader.ts';

/** What a decoder hands over: one array a channel, `frames` samples in each. */
export type PlanarBlock = { readonly channelData: readonly Float32Array[]; readonly frames: number };

export type DecodedStreamSpec = {
  readonly name: string;
  readonly format: AudioFormat;
  /** Frames at the start that the encoder added, not part of the music. */
  readonly skipFrames: number;
  /** Starts decoding from the beginning; may be called again. */
  readonly decode: () => AsyncIterable<PlanarBlock>;
  readonly close: () => void;
};

/**
 * A decoder's blocks as a stream of exactly `format.lengthFrames` frames: what the encoder added
 * is cut off, and what a damaged file lacks at its end is silence, with a warning.
 */
export function streamOfBlocks(spec: DecodedStreamSpec): AudioStream {
  const { format, name } = spec;
  let nonFiniteSamples = 0;
  let missingFrames = 0;

  async function* chunks(): AsyncGenerator<Float32Array> {
    let toSkip = spec.skipFrames;
    let left = format.lengthFrames;
    for await (const block of spec.decode()) {
      const from = Math.min(toSkip, block.frames);
      toSkip -= from;
      const frames = Math.min(left, block.frames - from);
      if (frames > 0) {
        const chunk = interleave(block.channelData, from, frames, format.channels);
        nonFiniteSamples += silenceNonFinite(chunk, chunk.length);
        left -= frames;
        yield chunk;
      }
      if (left === 0) return;
    }
    missingFrames = left;
    for (; left > 0; left -= Math.min(left, 4096)) yield new Float32Array(Math.min(left, 4096) * format.channels);
  }

  return {
    format,
    chunks,
    get nonFiniteSamples() {
      return nonFiniteSamples;
    },
    get warnings() {
      const seconds = (missingFrames / format.sampleRateHz).toFixed(2);
      return missingFrames === 0
        ? format.warnings
        : [...format.warnings, `${quoteName(name)} is damaged: ${seconds} s of it could not be decoded.`];
    },
    close: spec.close,
  };
}

function interleave(planar: readonly Float32Array[], from: number, frames: number, channels: number): Float32Array {
  const chunk = new Float32Array(frames * channels);
  for (let channel = 0; channel < channels; channel++) {
    const samples = planar[channel];
    if (!samples) continue;
    for (let i = 0, at = channel; i < frames; i++, at += channels) chunk[at] = samples[from + i]!;
  }
  return chunk;
}
