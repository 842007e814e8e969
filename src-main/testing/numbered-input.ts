/** An input whose every sample says which one it is, so that one that is lost, doubled or swapped is seen. */
import { createWavFile } from '../media/create-wav-file.ts';
import { openPcmFile } from '../media/open-pcm-file.ts';

/** After so many it begins anew. A power of two, so that every number is exact in Float32. */
const NUMBERS = 1 << 18;
/** Between the numbers of two channels at one time. */
const CHANNEL_STEP = 4_099;

/** Writes the sound file that the null device is to hear (`MIXDOWN_NULL_INPUT`). */
export async function writeNumberedInput(path: string, channels: number): Promise<void> {
  const samples = new Float32Array(NUMBERS * channels);
  for (let sample = 0; sample < samples.length; sample++) {
    const number = (Math.floor(sample / channels) + (sample % channels) * CHANNEL_STEP) % NUMBERS;
    samples[sample] = (number + 0.5) / NUMBERS - 0.5;
  }
  const writer = createWavFile(path, { sampleRateHz: 48_000, channels, bitDepth: '32f', overwrite: true });
  writer.write(samples, NUMBERS);
  await writer.finish();
}

/** The frame of the input that a sample of a channel (counted from 0) is, modulo its length. */
export function numberOf(sample: number, channel: number): number {
  return (Math.round((sample + 0.5) * NUMBERS - 0.5) - channel * CHANNEL_STEP + NUMBERS * CHANNEL_STEP) % NUMBERS;
}

/** Read at once. */
const CHUNK_FRAMES = 1 << 18;

/**
 * How many frames of a file follow each other as they came in, on all its channels: all that were asked for, or up to the
 * first that is wrong. @param channels of the interface, counted from 0. Throws AudioFileError.
 */
export function unbrokenFrames(
  path: string,
  channels: readonly number[],
  { fromFrame = 0, frames = Number.POSITIVE_INFINITY } = {},
): number {
  const reader = openPcmFile(path);
  try {
    const wanted = Math.min(frames, reader.format.lengthFrames - fromFrame);
    const chunk = new Float32Array(CHUNK_FRAMES * channels.length);
    let first = Number.NaN;
    for (let done = 0; done < wanted; done += CHUNK_FRAMES) {
      const count = reader.read(fromFrame + done, Math.min(CHUNK_FRAMES, wanted - done), chunk);
      if (done === 0) first = numberOf(chunk[0] as number, channels[0] as number);
      for (let sample = 0; sample < count * channels.length; sample++) {
        const frame = done + Math.floor(sample / channels.length);
        const number = numberOf(chunk[sample] as number, channels[sample % channels.length] as number);
        if (number !== (first + frame) % NUMBERS) return frame;
      }
    }
    return wanted;
  } finally {
    reader.close();
  }
}
