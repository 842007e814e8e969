import { describe, expect, it } from 'vitest';
import { FALL_DB_PER_SECOND, MeterNeedle } from './meter-needle.ts';
import { meterColour, meterShare } from './meter-scale.ts';

const SILENT = Number.NEGATIVE_INFINITY;

/** Moves a needle at 60 frames a second and answers where it stands. */
function run(needle: MeterNeedle, peakDb: number, fromSeconds: number, forSeconds: number): boolean {
  let moves = true;
  for (let seconds = fromSeconds; seconds < fromSeconds + forSeconds; seconds += 1 / 60) {
    moves = needle.move(peakDb, peakDb - 10, { seconds, elapsed: 1 / 60 });
  }
  return moves;
}

describe('the scale of a meter', () => {
  it('is that of IEC 60268-18: full at 0 dBFS, half at −20, 15 % at −40', () => {
    expect([0, -10, -20, -30, -40, -50, -60, -70, SILENT].map(meterShare)).toEqual([
      1, 0.75, 0.5, 0.3, 0.15, 0.075, 0.025, 0, 0,
    ]);
    expect([3, Number.NaN].map(meterShare)).toEqual([1, 0]);
  });

  it('rises everywhere', () => {
    for (let db = -69; db < 0; db++) expect(meterShare(db + 1)).toBeGreaterThan(meterShare(db));
  });

  it('changes colour at −18, −6 and −1 dBFS', () => {
    expect([-18, -17.9, -6, -5.9, -1, -0.9].map(meterColour)).toEqual([
      '--m-low',
      '--m-mid',
      '--m-mid',
      '--m-hot',
      '--m-hot',
      '--m-clip',
    ]);
  });
});

describe('the needle', () => {
  it('falls 20 dB in 1.7 s, within a frame', () => {
    const needle = new MeterNeedle();
    run(needle, 0, 0, 0.1);
    run(needle, SILENT, 0.1, 1.7);
    expect(needle.peakDb).toBeCloseTo(-20, 0);
    expect(Math.abs(needle.peakDb + 20)).toBeLessThan(2 * (FALL_DB_PER_SECOND / 60));
  });

  it('holds the highest peak for two seconds, then lets it fall', () => {
    const needle = new MeterNeedle();
    run(needle, -3, 0, 0.1);
    run(needle, SILENT, 0.1, 1.8);
    expect(needle.holdDb).toBe(-3);
    run(needle, SILENT, 1.9, 1);
    expect(needle.holdDb).toBeLessThan(-5);
  });

  it('comes to rest in silence, and says so', () => {
    const needle = new MeterNeedle();
    run(needle, 0, 0, 0.1);
    expect(run(needle, SILENT, 0.1, 12)).toBe(false);
    expect([needle.peakDb, needle.holdDb]).toEqual([SILENT, SILENT]);
  });

  it('keeps the latch until it is cleared', () => {
    const needle = new MeterNeedle();
    run(needle, 0.3, 0, 0.1);
    run(needle, SILENT, 0.1, 12);
    expect(needle.latchDb).toBe(0.3);
    needle.clear();
    expect(needle.latchDb).toBe(SILENT);
  });
});
