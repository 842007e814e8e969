/**
 * A mastering chain for a mix, each move with what was found and why: tonal balance within a tolerance of what
 * listeners are used to, glue where the mix is loose, a limiter that makes the target. Small moves: half of what lies
 * outside the tolerance, 2.5 dB at the most. It proposes; every value can be changed.
 *
 * The expected balance is a reading of the average spectrum of commercial recordings (Pestana, Ma, Reiss, Barbosa &
 * Black, "Spectral characteristics of popular commercial recordings 1950–2010", AES 135, 2013): energy per octave about
 * level from 60 Hz to 200 Hz, falling by some 1.5 dB an octave to 4 kHz and by 4 dB an octave above.
 */
import type { ParameterValues } from '../dsp/core/parameter-spec.ts';
import { powerToDb } from '../units/decibel.ts';
import type { Band } from './band-energy.ts';

export type ProposedDevice = {
  readonly type: 'masterEq' | 'busCompressor' | 'limiter';
  readonly values: ParameterValues;
  /** What was found and why it moves, a sentence each. */
  readonly reasons: readonly string[];
};

type TonalBand = Band & { readonly name: string; readonly key: string; readonly centreHz: number };

/** What the four controls of the mastering equaliser reach; the middle of the spectrum is what they are compared with. */
export const TONAL_BANDS: readonly TonalBand[] = [
  { name: 'lows', key: 'lowShelf', lowHz: 30, highHz: 120, centreHz: 60 },
  { name: 'low mids', key: 'lowMid', lowHz: 200, highHz: 500, centreHz: 316 },
  { name: 'presence', key: 'highMid', lowHz: 2_000, highHz: 5_000, centreHz: 3_160 },
  { name: 'air', key: 'highShelf', lowHz: 8_000, highHz: Number.POSITIVE_INFINITY, centreHz: 11_000 },
];

/** How far a band may lie from the expected balance before it is moved. */
export const TONAL_TOLERANCE_DB = 4;
const LARGEST_MOVE_DB = 2.5;
/** Peak over loudness above which a mix is loose enough to be glued, in dB. */
const LOOSE_CREST_DB = 15;

/** Expected energy per octave at `hz`, in dB against that at 100 Hz. */
export function expectedOctaveDb(hz: number): number {
  if (hz <= 200) return hz >= 60 ? 0 : 6 * Math.log2(hz / 60);
  const toFourKilohertz = -1.5 * Math.log2(Math.min(hz, 4_000) / 200);
  return hz <= 4_000 ? toFourKilohertz : toFourKilohertz - 4 * Math.log2(hz / 4_000);
}

export type MixFindings = {
  /** Share of all energy in each of `TONAL_BANDS`. */
  readonly bandShares: readonly number[];
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
};

/** How far each band lies above (+) or below (−) the expected balance, in dB; their mean is 0. */
export function tonalDeviationsDb(bandShares: readonly number[]): number[] {
  const raw = TONAL_BANDS.map(({ lowHz, highHz, centreHz }, index) => {
    const octaves = Math.log2(Math.min(highHz, 18_000) / lowHz);
    return powerToDb((bandShares[index] as number) / octaves) - expectedOctaveDb(centreHz);
  });
  // A band of nothing (a bass alone, a telephone voice) is not a fault to mend: boosting it lifts noise.
  const heard = raw.filter((level) => level > Math.max(...raw) - 30);
  const mean = heard.reduce((sum, level) => sum + level, 0) / Math.max(1, heard.length);
  return raw.map((level) => (heard.includes(level) ? level - mean : 0));
}

/** The chain, in signal order. `ceilingDbtp` is the target's true-peak cap. */
export function proposeMaster(findings: MixFindings, ceilingDbtp: number): ProposedDevice[] {
  return [proposeEq(findings.bandShares), proposeCompressor(findings), proposeLimiter(ceilingDbtp)];
}

function proposeEq(bandShares: readonly number[]): ProposedDevice {
  const values: Record<string, number | boolean> = { 'lowCut.enabled': true, 'lowCut.frequencyHz': 25 };
  const reasons = ['low cut at 25 Hz: what lies below is not heard and costs level'];
  for (const [index, deviation] of tonalDeviationsDb(bandShares).entries()) {
    const beyond = Math.abs(deviation) - TONAL_TOLERANCE_DB;
    if (beyond <= 0) continue;
    const { name, key } = TONAL_BANDS[index] as TonalBand;
    const move = Math.round(-Math.sign(deviation) * Math.min(LARGEST_MOVE_DB, beyond / 2) * 10) / 10;
    if (move === 0) continue;
    values[`${key}.gainDb`] = move;
    reasons.push(
      `${name} ${Math.abs(deviation).toFixed(1)} dB ${deviation > 0 ? 'over' : 'under'} the expected balance: ${move > 0 ? '+' : '−'}${Math.abs(move).toFixed(1)} dB`,
    );
  }
  if (reasons.length === 1) reasons.push('tonal balance within 4 dB of what is expected: left alone');
  return { type: 'masterEq', values, reasons };
}

function proposeCompressor({ integratedLufs, truePeakDbtp }: MixFindings): ProposedDevice {
  if (integratedLufs === null || truePeakDbtp === null) {
    return {
      type: 'busCompressor',
      values: { ratio: 1.5, thresholdDb: 0 },
      reasons: ['no loudness to work on: the compressor rests'],
    };
  }
  const crestDb = truePeakDbtp - integratedLufs;
  const loose = crestDb > LOOSE_CREST_DB;
  // The threshold a little above the mean level: it works on what stands out and lets the rest be.
  const thresholdDb = Math.round(Math.max(-40, Math.min(0, integratedLufs + (loose ? 3 : 6))) * 10) / 10;
  const found = `peaks ${crestDb.toFixed(1)} dB over the loudness`;
  const why = loose ? `${found}: loose, glued with 2 : 1` : `${found}: dense already, held with 1.5 : 1`;
  return {
    type: 'busCompressor',
    values: { ratio: loose ? 2 : 1.5, thresholdDb },
    reasons: [`${why} above ${thresholdDb.toFixed(1).replace('-', '−')} dBFS`],
  };
}

function proposeLimiter(ceilingDbtp: number): ProposedDevice {
  return {
    type: 'limiter',
    values: { ceilingDbtp },
    reasons: [`ceiling at ${String(ceilingDbtp).replace('-', '−')} dBTP`],
  };
}
