import { describe, expect, it } from 'vitest';
import { meterLook } from './draw-meter.ts';
import { FALL_DB_PER_SECOND, MeterNeedle } from './meter-needle.ts';
import { meterColour, meterShare } from './meter-scale.ts';

const SILENT = Number.NEGATIVE_INFINITY;

/** Moves a needle at 60 frames a second and answers whether it still moves. */
function run(needle: MeterNeedle, peakDb: number, fromSeconds: number, forSeconds: number): boolean {
  let moves = true;
  for (let seconds = fromSeconds; seconds < fromSeconds + forSeconds; seconds += 1 / 60) {
    moves = needle.move(peakDb, peakDb - 10, { seconds, elapsed: 1 / 60, restSeconds: 0 });
  }
  return moves;
}

/** The same while nothing is measured. */
function rest(needle: MeterNeedle, fromSeconds: number, forSeconds: number): boolean {
  let moves = true;
  for (let passed = 0; passed < forSeconds; passed += 1 / 60) {
    moves = needle.move(SILENT, SILENT, { seconds: fromSeconds + passed, elapsed: 1 / 60, restSeconds: passed });
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

  it('comes home within two seconds when nothing is measured any more, and the held peak a second after its time', () => {
    const needle = new MeterNeedle();
    run(needle, 0, 0, 0.1);
    rest(needle, 0.1, 1.7);
    expect([needle.peakDb, needle.holdDb]).toEqual([SILENT, 0]);
    expect(rest(needle, 1.8, 1.8)).toBe(false);
    expect(needle.holdDb).toBe(SILENT);
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

describe('the look of a needle', () => {
  it('is another one with every pixel and every colour of the held peak, and 0 in silence', () => {
    const needle = new MeterNeedle();
    expect(meterLook(needle, 60)).toBe(0);
    const lookAt = (peakDb: number, rmsDb: number, holdDb: number) =>
      meterLook(Object.assign(needle, { peakDb, rmsDb, holdDb }), 60);
    const look = lookAt(-20, -30, -6);
    expect(look).toBeGreaterThan(0);
    expect(lookAt(-20.1, -30.1, -6.05)).toBe(look);
    for (const other of [lookAt(-18, -30, -6), lookAt(-20, -26, -6), lookAt(-20, -30, -8), lookAt(-20, -30, -5.95)])
      expect(other).not.toBe(look);
    expect(lookAt(-69.9, SILENT, SILENT)).toBe(0);
  });

  it('changes seldom while it falls: with the pixels that peak and held peak pass, and not with every frame', () => {
    const needle = new MeterNeedle();
    const looks = new Set<number>();
    for (let seconds = 0; seconds < 9; seconds += 1 / 60) {
      needle.move(seconds === 0 ? 0 : SILENT, SILENT, { seconds, elapsed: 1 / 60, restSeconds: 0 });
      looks.add(meterLook(needle, 40));
    }
    // 540 frames; a held peak passes three edges of colours besides.
    expect(looks.size).toBeLessThanOrEqual(2 * 40 + 3);
    expect(meterLook(needle, 40)).toBe(0);
  });
});
