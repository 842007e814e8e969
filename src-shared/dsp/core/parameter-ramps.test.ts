import { describe, expect, test } from 'vitest';
import { processors } from '../processors.ts';
import { ParameterRamps } from './parameter-ramps.ts';

/** Where a glide of four steps stands after each of them. */
function glide(from: number, to: number, byRatio: boolean): number[] {
  const ramps = new ParameterRamps([byRatio]);
  ramps.glide(0, from, 0);
  ramps.glide(0, to, 4);
  return [1, 2, 3, 4].map(() => {
    ramps.step();
    return ramps.current[0] as number;
  });
}

describe('a glide', () => {
  test('of decibels goes by differences, of Hz by ratios; it leaves and arrives slowly, and exactly', () => {
    // 3x² − 2x³ at a quarter, a half, three quarters.
    expect(glide(0, 32, false)).toEqual([5, 16, 27, 32]);
    const octaves = glide(100, 100 * 2 ** 32, true).map((hz) => Math.log2(hz / 100));
    for (const [index, octave] of [5, 16, 27, 32].entries()) expect(octaves[index]).toBeCloseTo(octave, 9);
    expect(glide(20, 400, true)[3]).toBe(400);
  });

  test('that is turned round goes on from where it stands', () => {
    const ramps = new ParameterRamps([true]);
    ramps.glide(0, 100, 0);
    ramps.glide(0, 400, 2);
    ramps.step();
    ramps.glide(0, 50, 2);
    ramps.step();
    expect(ramps.current[0]).toBeCloseTo(100, 9);
    expect(ramps.settled).toBe(false);
    ramps.step();
    expect([ramps.current[0], ramps.settled]).toEqual([50, true]);
  });

  test('by ratios is possible wherever a control is logarithmic: no such range holds zero', () => {
    const specs = Object.values(processors).flatMap(({ parameters }) => Object.values(parameters));
    const logarithmic = specs.filter((spec) => spec.kind === 'number' && spec.taper === 'logarithmic');
    expect(logarithmic.length).toBeGreaterThan(20);
    for (const spec of logarithmic) expect(spec).toSatisfy((of: { minimum: number }) => of.minimum > 0);
  });
});
