import { openPcmFile } from '../../media/open-pcm-file.ts';
import type { MakeNull } from './device-host.ts';
import { NullDevice } from './null-device.ts';

/** Blocks that a loopback takes: as a card with one buffer each way. */
const LOOPBACK_BLOCKS = 2;

/**
 * What the null device hears, so that recording can be tried on a machine without a card (`MIXDOWN_NULL_INPUT`): a WAV or AIFF
 * file again and again, from the moment the device opens; `loopback`, what it plays, as if by a cable; undefined nothing.
 * Throws AudioFileError.
 */
export function nullDeviceThatHears(what: string | undefined): MakeNull {
  if (!what) return (options) => new NullDevice(options);
  if (what === 'loopback')
    return (options) =>
      new NullDevice({ ...options, loopback: { roundTripFrames: LOOPBACK_BLOCKS * options.bufferFrames } });
  const reader = openPcmFile(what);
  const { channels, lengthFrames: frames } = reader.format;
  const samples = new Float32Array(frames * channels);
  reader.read(0, frames, samples);
  reader.close();
  return (options) => {
    const block = new Float32Array(options.bufferFrames * channels);
    const input = (blockFrames: number, fromFrame: number) => {
      for (let frame = 0; frame < blockFrames; frame++) {
        const from = ((fromFrame + frame) % frames) * channels;
        for (let channel = 0; channel < channels; channel++)
          block[frame * channels + channel] = samples[from + channel] as number;
      }
      return block;
    };
    return new NullDevice({ ...options, inputChannels: channels, input });
  };
}
