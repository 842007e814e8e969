import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import { gainNowDb, levelCurve, thresholdOf } from './level-curve.ts';

const values = (type: string, given = {}) => withDefaults(processors[type]!.parameters, given);
const hard = { thresholdDb: -20, ratio: 4, kneeDb: 0 };

describe('the static curve', () => {
  it('of a compressor is its ratio above the threshold, with its make-up', () => {
    const curve = levelCurve('compressor', values('compressor', hard))!;
    expect([-40, -20, 0].map(curve)).toEqual([-40, -20, -15]);
    const louder = levelCurve('compressor', values('compressor', { ...hard, autoMakeup: true, makeupDb: 1 }))!;
    expect(louder(-40)).toBeCloseTo(-40 + 1 + 7.5, 9);
  });

  it('of parallel compression lies between dry and compressed, and is dry at mix 0', () => {
    const half = levelCurve('busCompressor', values('busCompressor', { ...hard, mix: 0.5 }))!(0);
    expect(half).toBeGreaterThan(-15);
    expect(half).toBeLessThan(0);
    expect(levelCurve('compressor', values('compressor', { ...hard, mix: 0 }))!(0)).toBeCloseTo(0, 9);
  });

  it('of a gate falls below the threshold down to its range, of a limiter ends under the ceiling', () => {
    const gate = levelCurve('gate', values('gate', { thresholdDb: -40, ratio: 100, rangeDb: 30 }))!;
    expect([gate(-20), gate(-60)]).toEqual([-20, -90]);
    const limiter = levelCurve('limiter', values('limiter', { ceilingDbtp: -1, inputGainDb: 6 }))!;
    expect(limiter(-20)).toBe(-14);
    expect(limiter(3)).toBeLessThanOrEqual(-1);
    expect(thresholdOf('limiter', values('limiter', { ceilingDbtp: -1, inputGainDb: 6 }))).toBe(-7);
  });

  it('agrees with the gain now, once the level stands still', () => {
    for (const given of [hard, { ...hard, makeupDb: 3 }, { ...hard, mix: 0.4, autoMakeup: true }]) {
      const all = values('compressor', given);
      expect(-8 + gainNowDb('compressor', all, -9)).toBeCloseTo(levelCurve('compressor', all)!(-8), 9);
    }
    expect(gainNowDb('limiter', values('limiter', { inputGainDb: 6 }), -2)).toBe(4);
    expect(gainNowDb('gate', values('gate'), -60)).toBe(-60);
    expect(gainNowDb('eq', values('eq'), 0)).toBeNaN();
  });

  it('is not drawn for what has none', () => {
    expect(levelCurve('reverb', values('reverb'))).toBeUndefined();
  });
});
