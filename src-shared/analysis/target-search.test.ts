import { describe, expect, test } from 'vitest';
import { type MasterMeasure, searchTarget } from './target-search.ts';

/** A limiter that gives back less and less: loudness saturates at `ceilingLufs`. */
function saturating(mixLufs: number, ceilingLufs: number) {
  return async (gainDb: number): Promise<MasterMeasure> => {
    const loud = mixLufs + gainDb;
    const integratedLufs = -10 * Math.log10(10 ** (-loud / 10) + 10 ** (-ceilingLufs / 10));
    return { integratedLufs, truePeakDbtp: -1 };
  };
}

const options = { targetLufs: -14, toleranceLu: 0.05, gainRangeDb: [-24, 24] as const, startGainDb: 0, maxRenders: 8 };

describe('target search', () => {
  test.each([-40, -30, -20, -14, -8, 2])(
    'reaches −14 LUFS from a mix at %f LUFS in at most 8 renders',
    async (mixLufs) => {
      const found = await searchTarget({ ...options, gainRangeDb: [-30, 40], measureAt: saturating(mixLufs, -8) });
      expect(found.whyNot).toBeUndefined();
      expect(Math.abs((found.measured.integratedLufs as number) + 14)).toBeLessThanOrEqual(0.05);
      expect(found.renders).toBeLessThanOrEqual(8);
    },
  );

  test('says how near it comes when the limiter cannot give more', async () => {
    const found = await searchTarget({ ...options, targetLufs: -6, measureAt: saturating(-20, -8) });
    expect(found.whyNot).toMatch(
      /comes to -8\.\d LUFS with the limiter's input gain at its maximum of 24 dB, 2\.\d LU under/,
    );
    expect(found.inputGainDb).toBe(24);
  });

  test('says that silence has no loudness', async () => {
    const measureAt = async () => ({ integratedLufs: null, truePeakDbtp: null });
    expect((await searchTarget({ ...options, measureAt })).whyNot).toMatch(/silent/);
  });
});
