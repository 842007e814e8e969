import type { AudioTags, BroadcastExtension } from './audio-format.ts';

export type WriteFormat = 'wav' | 'flac' | 'mp3' | 'ogg-opus';

/** `16` and `24` are integers, `32f` is Float32. */
export type WriteBitDepth = '16' | '24' | '32f';

export type WriteOptions = {
  readonly format: WriteFormat;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** WAV: any, FLAC: 16 or 24; ignored by the lossy formats. Default 24. */
  readonly bitDepth?: WriteBitDepth;
  /** Lossy formats, in kbit/s. Defaults: mp3 320, ogg-opus 160. */
  readonly bitrateKbps?: number;
  readonly tags?: AudioTags;
  /** WAV only: writes a `bext` chunk. */
  readonly broadcast?: BroadcastExtension;
};

/**
 * Writes a file from its first frame to its last, in constant memory. Integers are rounded half
 * away from zero and clipped; a sample that is an exact multiple of the step stays exact; what is
 * not a number becomes 0. Await every call. Any failure throws AudioFileError; call `abort` then.
 */
export interface AudioWriter {
  readonly framesWritten: number;
  /** Samples beyond full scale, clipped so far (integer formats only). */
  readonly clippedSamples: number;
  /** Appends `frames` frames from the start of `interleaved`, which may be reused afterwards. */
  write(interleaved: Float32Array, frames: number): void | Promise<void>;
  /** Patches the header and makes the file appear under its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): void;
}
