/** What a bounce says of a file that does not hold its peaks, and the way out: a sentence each. */
import { formatDb } from '../units/format.ts';

export type Peaks = {
  /** How far the sound rises over full scale where the file cannot hold it, in dB; 0 where it does not. */
  readonly overDb: number;
  /** Of the file as it lies on the disk; null for silence. */
  readonly truePeakDbtp: number | null;
  /** Samples of 32-bit float: it holds whatever comes. */
  readonly isFloat: boolean;
};

/** A tenth that is enough. */
const atLeast = (db: number) => formatDb(Math.ceil(db * 10 - 1e-6) / 10);

/** Why a mix does not come out as it was made; null where it does. */
export function clipSentence({ overDb, truePeakDbtp, isFloat }: Peaks): string | null {
  if (isFloat) return null;
  const ways = 'put a limiter at the end of the master, or bounce to a WAV of 32-bit float';
  if (overDb > 0)
    return `It clips: the mix rises ${atLeast(overDb)} dB over full scale and is cut off there. Turn it down by that much, ${ways}.`;
  if (truePeakDbtp === null || truePeakDbtp <= 0) return null;
  return `No sample is cut off, but between them it rises to +${atLeast(truePeakDbtp)} dBTP, where a converter or an encoder clips. Turn it down by that much, ${ways}.`;
}

/** Which stems are cut off; null where none is. @param names of those. */
export function stemsClipSentence(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const [verb, them] = names.length === 1 ? ['rises', 'it'] : ['rise', 'them'];
  return `${names.join(', ')} ${verb} over full scale and clip${names.length === 1 ? 's' : ''}: turn ${them} down, or bounce the stems to WAVs of 32-bit float.`;
}
