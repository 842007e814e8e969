/** What saturation, delay, reverb and de-esser do, drawn from their own functions. */
import type { ParameterValues } from '../../src-shared/dsp/core/parameter-spec.ts';
import { deEsserDetectorDb, deEsserResponseDb } from '../../src-shared/dsp/dynamics/de-esser.ts';
import {
  autoLevelGain,
  type SaturationCharacter,
  saturationCurve,
} from '../../src-shared/dsp/saturation/saturation.ts';
import { echoSeconds } from '../../src-shared/dsp/space/delay.ts';
import { mixGains } from '../../src-shared/dsp/space/mix-gains.ts';
import { reverbDecaySecondsAt } from '../../src-shared/dsp/space/reverb.ts';
import { earlyReflections } from '../../src-shared/dsp/space/room.ts';
import { dbToGain, gainToDb } from '../../src-shared/units/decibel.ts';

/** What a sample of −1…1 becomes: the curve with drive, level and mix, where the tone is flat. */
export function saturationShape(values: ParameterValues): (input: number) => number {
  const all = values as { [key: string]: number };
  const character = values['character'] as SaturationCharacter;
  const drive = dbToGain(all['driveDb']!);
  const level =
    dbToGain(all['outputDb']!) * (values['autoLevel'] === true ? autoLevelGain(character, all['driveDb']!) : 1);
  const mix = all['mix']!;
  return (input) => (1 - mix) * input + mix * level * saturationCurve(character, input * drive);
}

/** One repeat: when, how loud against the dry sound at mix 1, and on which side (−1 left, 0 both, 1 right). */
export type Echo = { readonly seconds: number; readonly db: number; readonly side: -1 | 0 | 1 };

/** The repeats of a click down to −60 dB, at most `most`; levels in the middle of the spectrum, where the filters take nothing. */
export function echoes(values: ParameterValues, tempoBpm: number, most = 64): Echo[] {
  const { feedback, mix } = values as { [key: string]: number };
  const [, wet] = mixGains(mix!);
  const every = echoSeconds(values, tempoBpm);
  const found: Echo[] = [];
  for (let repeat = 1; repeat <= most; repeat++) {
    const db = gainToDb(wet * feedback! ** (repeat - 1));
    if (db < -60) break;
    const side = values['pingPong'] === true ? (repeat % 2 === 1 ? -1 : 1) : 0;
    found.push({ seconds: every * repeat, db, side });
  }
  return found;
}

/** The first reflections, in time after the sound, with their level and where they come from (−1 left … 1 right). */
export function roomReflections(values: ParameterValues): readonly { seconds: number; db: number; side: number }[] {
  const { size, preDelaySeconds } = values as { [key: string]: number };
  return earlyReflections(size!).map(({ delaySeconds, left, right }) => {
    const power = left * left + right * right;
    return {
      seconds: preDelaySeconds! + delaySeconds,
      db: 10 * Math.log10(power),
      side: (right * right - left * left) / power,
    };
  });
}

/** Reverberation time over frequency. */
export function decayCurve(values: ParameterValues, hz: readonly number[], sampleRateHz: number): number[] {
  return hz.map((at) => reverbDecaySecondsAt(values, at, sampleRateHz));
}

/** What a de-esser does to each frequency while it turns down by so much, and what its detector hears. */
export function deEsserCurves(
  values: ParameterValues,
  hz: readonly number[],
  { reductionDb, sampleRateHz }: { readonly reductionDb: number; readonly sampleRateHz: number },
): { readonly response: number[]; readonly detector: number[] } {
  const frequencyHz = values['frequencyHz'] as number;
  const isWide = values['mode'] === 'wide';
  return {
    response: hz.map((at) => (isWide ? -reductionDb : deEsserResponseDb(frequencyHz, reductionDb, at, sampleRateHz))),
    detector: hz.map((at) => deEsserDetectorDb(frequencyHz, at, sampleRateHz)),
  };
}
