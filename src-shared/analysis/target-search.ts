/**
 * Finds the gain into the limiter at which a master has its target's loudness. Loudness rises with that gain, ever
 * slower as the limiter takes more, so a bracketed secant (regula falsi with the Illinois step; Dowell & Jarratt 1971)
 * needs a handful of renders.
 */
export type MasterMeasure = { readonly integratedLufs: number | null; readonly truePeakDbtp: number | null };

export type TargetSearch = {
  readonly inputGainDb: number;
  readonly measured: MasterMeasure;
  readonly renders: number;
  /** Why the target was not reached; absent when it was. */
  readonly whyNot?: string;
};

export type TargetSearchOptions = {
  readonly targetLufs: number;
  /** Stop when this near, in LU: tighter than what is promised, for a file is dithered or coded afterwards. */
  readonly toleranceLu: number;
  readonly gainRangeDb: readonly [minimum: number, maximum: number];
  readonly startGainDb: number;
  readonly maxRenders: number;
  /** Renders the master with this gain into its limiter and measures it. */
  measureAt(inputGainDb: number): Promise<MasterMeasure>;
};

type Try = { gainDb: number; errorLu: number; measured: MasterMeasure };

export async function searchTarget(options: TargetSearchOptions): Promise<TargetSearch> {
  const { targetLufs, toleranceLu, gainRangeDb, maxRenders } = options;
  const [lowestDb, highestDb] = gainRangeDb;
  const limited = (gainDb: number) => Math.max(lowestDb, Math.min(highestDb, gainDb));
  let under: Try | undefined;
  let over: Try | undefined;
  let best: Try | undefined;
  let gainDb = limited(options.startGainDb);
  let renders = 0;
  while (renders < maxRenders) {
    const measured = await options.measureAt(gainDb);
    renders++;
    if (measured.integratedLufs === null) {
      return {
        inputGainDb: gainDb,
        measured,
        renders,
        whyNot: 'it is silent, or shorter than the 0.4 s that loudness needs',
      };
    }
    const made: Try = { gainDb, errorLu: measured.integratedLufs - targetLufs, measured };
    if (!best || Math.abs(made.errorLu) < Math.abs(best.errorLu)) best = made;
    if (Math.abs(made.errorLu) <= toleranceLu) break;
    if (made.errorLu < 0) under = made;
    else over = made;
    const next = limited(nextGain(made, under, over));
    // At the end of the range and still on the wrong side of the target: more is not to be had.
    if (next === gainDb) break;
    gainDb = next;
  }
  const { gainDb: inputGainDb, errorLu, measured } = best as Try;
  const found = { inputGainDb, measured, renders };
  if (Math.abs(errorLu) <= toleranceLu) return found;
  const end = inputGainDb >= highestDb ? ` with the limiter's input gain at its maximum of ${highestDb} dB` : '';
  const low = inputGainDb <= lowestDb ? ` with the limiter's input gain at its minimum of ${lowestDb} dB` : '';
  const came = `it comes to ${(targetLufs + errorLu).toFixed(1)} LUFS${end}${low}`;
  return {
    ...found,
    whyNot: `${came}, ${Math.abs(errorLu).toFixed(1)} LU ${errorLu < 0 ? 'under' : 'over'} the target`,
  };
}

function nextGain(last: Try, under: Try | undefined, over: Try | undefined): number {
  if (!under || !over) {
    // Outside the bracket: the limiter gives back less than one LU a dB, so step a little farther than the error.
    return last.gainDb - last.errorLu * (last.errorLu < 0 ? 1.25 : 1);
  }
  const slope = (over.errorLu - under.errorLu) / (over.gainDb - under.gainDb);
  return under.gainDb - under.errorLu / slope;
}
