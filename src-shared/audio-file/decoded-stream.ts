import { AudioFileError, quoteName } from './audio-file-error.ts';
import type { AudioFormat } from './audio-format.ts';
import type { AudioStream } from './audio-stream.ts';
import { silenceNonFinite } from './pcm/pcm-reader.ts';

/** A file that lacks more than this, and more than half, lies about its length: no silence is made up for it. */
const MAX_LOST_SECONDS = 60;

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
 * is cut off, and what a damaged file lacks at its end is silence, with a warning; where most is lacking, an error.
 */
export function streamOfBlocks(spec: DecodedStreamSpec): AudioStream {
  const { format, name } = spec;
  let nonFiniteSamples = 0;
  let missingFrames = 0;

  async function* chunks(): AsyncGenerator<Float32Array> {
    let toSkip = spec.skipFrames;
    let left = format.lengthFrames;
    for await (const block of untilFailure(spec.decode(), name)) {
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
    const isMostlyLost = left > format.lengthFrames / 2 && left > MAX_LOST_SECONDS * format.sampleRateHz;
    if (left === format.lengthFrames || isMostlyLost) throw undecodable(name);
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

/** How many frames a decoder gives in all: for files that do not say. At most `limit`. */
export async function countFrames(blocks: AsyncIterable<PlanarBlock>, name: string, limit: number): Promise<number> {
  let frames = 0;
  for await (const block of untilFailure(blocks, name)) frames += block.frames;
  return Math.min(frames, limit);
}

/** The blocks up to where a decoder gives up on damaged data; an error when that is at once. */
async function* untilFailure(blocks: AsyncIterable<PlanarBlock>, name: string): AsyncGenerator<PlanarBlock> {
  let isDecoding = false;
  try {
    for await (const block of blocks) {
      yield block;
      isDecoding = true;
    }
  } catch (error) {
    if (error instanceof AudioFileError) throw error;
    if (!isDecoding) throw undecodable(name, error);
  }
}

function undecodable(name: string, cause?: unknown): AudioFileError {
  return new AudioFileError('damaged', `${quoteName(name)} is damaged and cannot be decoded: export it again.`, {
    cause,
  });
}
