import { describe, expect, test } from 'vitest';
import { type DeliveryTarget, deliveryTarget } from '../../src-shared/analysis/delivery-target.ts';
import { deliveryVerdict } from './delivery-verdict.ts';

const place = (name: string) => deliveryTarget(name) as DeliveryTarget;

describe('what a place does with a master', () => {
  test('passes what lies within what it asks for', () => {
    const verdict = deliveryVerdict(place('spotify'), { integratedLufs: -14.1, truePeakDbtp: -1 });
    expect(verdict).toMatchObject({ kind: 'pass', result: 'Pass' });
    expect(verdict.gainDb).toBeCloseTo(0, 6);
  });

  test('says by how much a loud master is turned down, and a quiet one up as far as its peaks allow', () => {
    const loud = deliveryVerdict(place('apple-music'), { integratedLufs: -9, truePeakDbtp: -1.2 });
    expect(loud).toMatchObject({ gainDb: -7, kind: 'note', result: '6.0 LU loud' });
    expect(loud.sentence).toMatch(/turns it down by 7\.0 dB/);
    const quiet = deliveryVerdict(place('spotify'), { integratedLufs: -20, truePeakDbtp: -5 });
    expect(quiet).toMatchObject({ gainDb: 4, kind: 'note', result: '5.0 LU quiet' });
  });

  test('warns of a peak over the cap first, whatever the loudness', () => {
    const verdict = deliveryVerdict(place('amazon'), { integratedLufs: -14, truePeakDbtp: -1.2 });
    expect(verdict).toMatchObject({ kind: 'warn', result: 'Peak 0.8 over' });
  });

  test('what rounds to the cap on screen is not over it', () => {
    expect(deliveryVerdict(place('spotify'), { integratedLufs: -14, truePeakDbtp: -0.96 }).kind).toBe('pass');
    expect(deliveryVerdict(place('spotify'), { integratedLufs: -14, truePeakDbtp: -0.9 }).kind).toBe('warn');
  });

  test('a CD is played as it is', () => {
    const verdict = deliveryVerdict(place('cd'), { integratedLufs: -10, truePeakDbtp: -0.2 });
    expect(verdict).toMatchObject({ gainDb: 0, kind: 'pass' });
    expect(verdict.sentence).toMatch(/plays it as it is/);
  });
});
