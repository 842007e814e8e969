/**
 * Layout of a peak file: a head, then levels from the finest to the coarsest, each a column after the other, in each
 * column lowest sample, highest sample and RMS of every channel, as little-endian Float32. It is a cache: a file that
 * does not fit its sound file in size and date is made anew.
 */
export const PEAK_FIELDS = 3;
/** Frames of a column of the finest level; each level has four times as many as the one before. */
export const FINEST_FRAMES = 64;
const LEVEL_FACTOR = 4;
const MAGIC = 0x4b_50_58_4d;
const VERSION = 1;
export const HEAD_BYTES = 64;

export type PeakSource = {
  readonly channels: number;
  readonly lengthFrames: number;
  /** Size and date of the sound file. */
  readonly bytes: number;
  readonly changedMs: number;
};

export type PeakLevel = {
  readonly framesPerColumn: number;
  readonly columns: number;
  /** Where it begins, in floats after the head. */
  readonly atFloats: number;
};

/** Finest first; the last has one column, or all frames fit into one of the finest. */
export function peakLevels({ channels, lengthFrames }: Pick<PeakSource, 'channels' | 'lengthFrames'>): PeakLevel[] {
  const levels: PeakLevel[] = [];
  let atFloats = 0;
  for (let framesPerColumn = FINEST_FRAMES; ; framesPerColumn *= LEVEL_FACTOR) {
    const columns = Math.ceil(lengthFrames / framesPerColumn);
    levels.push({ framesPerColumn, columns, atFloats });
    atFloats += columns * channels * PEAK_FIELDS;
    if (columns <= 1) return levels;
  }
}

export function peakFileBytes(source: Pick<PeakSource, 'channels' | 'lengthFrames'>): number {
  const columns = peakLevels(source).reduce((sum, level) => sum + level.columns, 0);
  return HEAD_BYTES + columns * source.channels * PEAK_FIELDS * Float32Array.BYTES_PER_ELEMENT;
}

export function writeHead({ channels, lengthFrames, bytes, changedMs }: PeakSource): Uint8Array {
  const head = new DataView(new ArrayBuffer(HEAD_BYTES));
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, VERSION, true);
  head.setUint32(8, channels, true);
  for (const [index, value] of [lengthFrames, bytes, changedMs].entries()) head.setFloat64(16 + 8 * index, value, true);
  return new Uint8Array(head.buffer);
}

/** Whether a head is that of a peak file for this sound file. */
export function fitsHead(head: Uint8Array, source: PeakSource): boolean {
  const wanted = writeHead(source);
  return head.length === wanted.length && wanted.every((byte, index) => byte === head[index]);
}
