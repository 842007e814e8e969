import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import { decayCurve, deEsserCurves, echoes, roomReflections, saturationShape } from './shape-plots.ts';

const values = (type: string, given = {}) => withDefaults(processors[type]!.parameters, given);

describe('what is drawn of a device', () => {
  it('saturation: nothing at mix 0, odd for tape, uneven for tube, and never past the ceiling of its curve', () => {
    const dry = saturationShape(values('saturation', { mix: 0 }));
    expect([-1, -0.3, 0.7].map(dry)).toEqual([-1, -0.3, 0.7]);
    const tape = saturationShape(values('saturation', { character: 'tape', driveDb: 24, autoLevel: false }));
    expect(tape(0.6)).toBeCloseTo(-tape(-0.6), 12);
    expect(tape(1)).toBeLessThan(1);
    const tube = saturationShape(values('saturation', { character: 'tube', driveDb: 12 }));
    expect(Math.abs(tube(0.8) + tube(-0.8))).toBeGreaterThan(0.01);
  });

  it('delay: a repeat every time, each quieter by the feedback, from side to side in ping-pong', () => {
    const all = echoes(values('delay', { mix: 1, timeSeconds: 0.25, feedback: 0.5, pingPong: true }), 120);
    expect(all.slice(0, 3).map(({ seconds, side }) => [seconds, side])).toEqual([
      [0.25, -1],
      [0.5, 1],
      [0.75, -1],
    ]);
    expect(all[1]!.db - all[0]!.db).toBeCloseTo(-6.02, 2);
    expect(all.at(-1)!.db).toBeGreaterThanOrEqual(-60);
    expect(echoes(values('delay', { mix: 1, sync: true, timeBeats: 1 }), 60)[0]!.seconds).toBe(1);
    expect(echoes(values('delay', { mix: 0 }), 120)).toEqual([]);
    expect(echoes(values('delay', { feedback: 0 }), 120)).toHaveLength(1);
  });

  it('reverb: reflections after the pre-delay, later in a larger room; the treble dies first', () => {
    const small = roomReflections(values('reverb', { size: 0.5, preDelaySeconds: 0.02 }));
    const large = roomReflections(values('reverb', { size: 2, preDelaySeconds: 0.02 }));
    expect(Math.min(...small.map(({ seconds }) => seconds))).toBeGreaterThan(0.02);
    expect(large[0]!.seconds).toBeGreaterThan(small[0]!.seconds);
    expect(small.every(({ side }) => Math.abs(side) <= 1)).toBe(true);
    const [middle, treble] = decayCurve(
      values('reverb', { decaySeconds: 2, highDecayRatio: 0.3 }),
      [1_000, 15_000],
      48_000,
    );
    expect(middle).toBeGreaterThan(1.5);
    expect(treble).toBeLessThan(middle! * 0.5);
  });

  it('de-esser: only above its frequency in split, everything in wide', () => {
    const at = { reductionDb: 6, sampleRateHz: 48_000 };
    const split = deEsserCurves(values('deEsser', { frequencyHz: 5_000 }), [200, 18_000], at).response;
    expect(split[0]).toBeCloseTo(0, 3);
    expect(split[1]).toBeCloseTo(-6, 0);
    expect(deEsserCurves(values('deEsser', { mode: 'wide' }), [200], at).response).toEqual([-6]);
  });
});
