import { AudioFileError } from './audio-file-error.ts';
import type { AudioFormat } from './audio-format.ts';

/** Any readable file from its first frame to its last, whatever its container. */
export interface AudioStream {
  readonly format: AudioFormat;
  /** `format.warnings`, and what reading has found wrong so far; complete after the last chunk. */
  readonly warnings: readonly string[];
  /** Samples replaced by 0 so far because they were not a number or infinite. */
  readonly nonFiniteSamples: number;
  /**
   * Interleaved Float32 chunks (full scale ±1) of `format.channels` a frame, of any length above
   * zero, `format.lengthFrames` frames in all. **A chunk is valid until the next is asked for.**
   * May be called again to start over, not twice at once. Throws AudioFileError.
   */
  chunks(): AsyncIterable<Float32Array>;
  /** Closes the source as well. */
  close(): void;
}

/** Throws AudioFileError `damaged` with the first warning, where there is one. */
export function refuseDamaged({ warnings }: Pick<AudioStream, 'warnings'>): void {
  const [sentence] = warnings;
  if (sentence !== undefined) throw new AudioFileError('damaged', sentence);
}
