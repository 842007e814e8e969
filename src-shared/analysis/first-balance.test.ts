import { describe, expect, test } from 'vitest';
import { firstBalance } from './first-balance.ts';
import type { StemProfile } from './stem-profile.ts';

function stem(name: string, integratedLufs: number | null, options: Partial<StemProfile> = {}): StemProfile {
  return {
    name,
    channels: 1,
    integratedLufs,
    samplePeakDbfs: -6,
    crestDb: 14,
    lowShare: 0.1,
    highShare: 0.1,
    ...options,
  };
}

/** Loudness of each stem after its fader. */
function balanced(stems: StemProfile[]): Map<string, number> {
  return new Map(
    firstBalance(stems).map(({ name, gainDb, clipGainDb }, index) => [
      name,
      (stems[index]?.integratedLufs ?? 0) + gainDb + clipGainDb,
    ]),
  );
}

describe('first balance', () => {
  const band = [
    stem('Kick', -20, { lowShare: 0.8 }),
    stem('Snare', -30),
    stem('Bass', -12, { lowShare: 0.9 }),
    stem('Guitar L', -18),
    stem('Guitar R', -25),
    stem('Piano', -15, { channels: 2 }),
    stem('Vocal', -28),
    stem('Hats', -35, { highShare: 0.9 }),
  ];

  test('puts the vocal on top whatever the levels were', () => {
    const levels = balanced(band);
    const vocal = levels.get('Vocal') as number;
    for (const [name, level] of levels) if (name !== 'Vocal') expect(level, name).toBeLessThan(vocal);
    expect(vocal - (levels.get('Kick') as number)).toBeCloseTo(4, 0.05);
  });

  test('brings the sum of the stems to its mix level', () => {
    let power = 0;
    for (const level of balanced(band).values()) power += 10 ** (level / 10);
    expect(10 * Math.log10(power)).toBeCloseTo(-20, 0);
  });

  test('keeps lows and lead in the centre and balances the sides', () => {
    const moves = firstBalance(band);
    const pan = (name: string) => moves.find((move) => move.name === name)?.pan;
    for (const name of ['Kick', 'Snare', 'Bass', 'Vocal', 'Piano']) expect(pan(name), name).toBe(0);
    expect(Math.sign(pan('Guitar L') as number)).toBe(-Math.sign(pan('Guitar R') as number));
  });

  test('cuts lows only where there are any and no bass belongs', () => {
    const [kick, , bass, guitar] = firstBalance(band);
    expect(kick?.lowCutHz).toBeNull();
    expect(bass?.lowCutHz).toBeNull();
    expect(guitar?.lowCutHz).toBe(90);
    expect(firstBalance([stem('Guitar', -20, { lowShare: 0 })])[0]?.lowCutHz).toBeNull();
  });

  test('leaves a silent stem alone and says so', () => {
    const [silent] = firstBalance([stem('Ghost', null)]);
    expect(silent).toMatchObject({ gainDb: 0, pan: 0, reasons: ['silent: left as it is'] });
  });

  test('gives a reason for every move', () => {
    for (const move of firstBalance(band)) {
      const moves = 1 + Number(move.pan !== 0) + Number(move.lowCutHz !== null) + Number(move.clipGainDb > 0);
      expect(move.reasons, move.name).toHaveLength(moves);
    }
  });
});
