import type { Pointer } from '../dsp/core/kernels.ts';

/** Sound of a media file, ready at once: offline from the file, live from a read-ahead buffer. */
export interface MediaSource {
  readonly channels: number;
  /**
   * Fills kernel memory at `into` with `frames` frames from `startFrame`, interleaved Float32, `channels` a frame:
   * silence where the file has nothing. Neither allocates nor throws for what is in the file.
   */
  read(startFrame: number, frames: number, into: Pointer): void;
}

/** The sources of the media that a plan names, by media id. */
export type MediaSources = ReadonlyMap<string, MediaSource>;
