import type { AudioFormat } from './audio-format.ts';
import type { SampleEncoding } from './pcm/sample-encoding.ts';

/** Random access by frame, synchronous, in constant memory. */
export interface AudioReader {
  readonly format: AudioFormat;
  /**
   * Fills `into` from its start with interleaved samples (`format.channels` a frame, full scale
   * ±1) of `frames` frames from `startFrame`. Returns the frames read: fewer than asked only at
   * the end. Samples that are not a number or infinite arrive as 0 and are counted.
   */
  read(startFrame: number, frames: number, into: Float32Array): number;
  close(): void;
}

/** A reader of uncompressed samples, which also hands out the file's own bytes. */
export interface PcmReader extends AudioReader {
  readonly sampleEncoding: SampleEncoding;
  readonly bytesPerFrame: number;
  /** Where frame 0 stands in the file: for those who read it ahead by themselves. */
  readonly dataOffsetBytes: number;
  /** Samples replaced by 0 so far because they were not a number or infinite. */
  readonly nonFiniteSamples: number;
  /**
   * Fills `into` with the undecoded bytes of `frames` frames from `startFrame`. Returns the
   * bytes read, a whole number of frames.
   */
  readRaw(startFrame: number, frames: number, into: Uint8Array): number;
}
