import type { WriteFormat } from '../../src-shared/audio-file/audio-writer.ts';

/** The highest rate that a lossy format holds. */
const LOSSY_RATE_HZ = 48_000;

/** The rate of a file that is wanted at `wantedHz`: Opus is always at 48 kHz, and MP3 holds no higher rate. */
export function fileRateHz(format: WriteFormat, wantedHz: number): number {
  if (format === 'ogg-opus') return LOSSY_RATE_HZ;
  if (format !== 'mp3' || wantedHz <= LOSSY_RATE_HZ) return wantedHz;
  return wantedHz % 44_100 === 0 ? 44_100 : LOSSY_RATE_HZ;
}
