/** What a file is, before any of its samples is read. */

export type AudioContainer = 'wav' | 'aiff' | 'flac' | 'mp3' | 'ogg-vorbis' | 'ogg-opus' | 'm4a';

/** Text about the music. Every field is plain text, Unicode, without control characters. */
export type AudioTags = {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  /** International Standard Recording Code, 12 characters without hyphens (ISO 3901). */
  readonly isrc?: string;
  /** The year, or a date that begins with it: `2026` or `2026-11-22`. */
  readonly year?: string;
  readonly genre?: string;
  readonly track?: string;
  readonly comment?: string;
  readonly copyright?: string;
  readonly software?: string;
};

/** A named place in the file. */
export type AudioMarker = { readonly positionFrames: number; readonly name: string };

/** A loop of a sampler instrument; both ends are played. */
export type AudioLoop = { readonly startFrame: number; readonly endFrame: number };

/**
 * The Broadcast Wave extension (EBU Tech 3285 v2). Loudness fields are absent when the file
 * has none. `timeReferenceFrames` is the place of the first frame counted from midnight.
 */
export type BroadcastExtension = {
  readonly description?: string;
  readonly originator?: string;
  readonly originatorReference?: string;
  /** `yyyy-mm-dd` */
  readonly originationDate?: string;
  /** `hh:mm:ss` */
  readonly originationTime?: string;
  readonly timeReferenceFrames?: number;
  readonly codingHistory?: string;
  readonly loudness?: BroadcastLoudness;
};

/** What bext stores about loudness, each rounded to 0.01 in the file (EBU Tech 3285 v2 §2.4). */
export type BroadcastLoudness = {
  readonly integratedLufs?: number;
  readonly loudnessRangeLu?: number;
  readonly truePeakDbtp?: number;
  readonly maxMomentaryLufs?: number;
  readonly maxShortTermLufs?: number;
};

export type AudioFormat = {
  readonly container: AudioContainer;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Exact number of frames that a read to the end delivers. */
  readonly lengthFrames: number;
  /** `pcm8`, `pcm16`, `pcm24`, `pcm32`, `float32`, `float64`, `alaw`, `mulaw`, `flac`, `mp3`, `vorbis`, `opus`, `aac`. */
  readonly encoding: string;
  /** Bits that carry the sample, or null for a lossy code. */
  readonly bitDepth: number | null;
  readonly tags: AudioTags;
  readonly markers: readonly AudioMarker[];
  readonly loops: readonly AudioLoop[];
  readonly broadcast?: BroadcastExtension;
  /** One sentence for each thing that is wrong in a file which can be read all the same. */
  readonly warnings: readonly string[];
};
