/** Whether an input has a good level: about −18 dBFS on average, peaks at −6 dBFS or less. Nothing alters the input itself. */
import { formatDb } from '../../src-shared/units/format.ts';

/** Under this nobody plays. */
const SILENT_DB = -60;
const SOFT_DB = -36;
const LOUD_PEAK_DB = -6;
const CLIPPED_DB = -0.01;

/** @param peakDb of the last moment. @param rmsDb on average. */
export function levelHint(peakDb: number, rmsDb: number): string {
  if (peakDb < SILENT_DB) return 'Nothing to hear yet. Play as loud as you will.';
  const level = `${formatDb(rmsDb)} dBFS on average`;
  if (peakDb >= CLIPPED_DB) return 'It clips: turn the gain of the interface down.';
  if (peakDb > LOUD_PEAK_DB) return `${level}, peaks over −6: turn the gain down a little.`;
  if (rmsDb < SOFT_DB) return `${level}. That is soft: about −18 is best.`;
  return `${level}. That is a good level.`;
}

/** What an input hears before a chirp is: it is found in what comes in, so little else is best. */
export function quietHint(peakDb: number): string {
  if (peakDb < SILENT_DB) return 'It is quiet, as it should be for this.';
  return `${formatDb(peakDb)} dBFS come in already: the quieter it is, the surer the chirp is found.`;
}
