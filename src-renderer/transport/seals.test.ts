import { expect, it } from 'vitest';
import type { HeardComparison } from '../../src-shared/protocol/answers.ts';
import { heardSeal, numbersSeal, takesSeal } from './seals.ts';

const file = { folder: '/s', neverSaved: false, savedAtMs: 0, missingMediaIds: [] };

it('says how many takes are on disk, and warns when one is not', () => {
  expect(takesSeal(3, file)).toMatchObject({ state: '3 of 3 on disk', verdict: 'kept' });
  expect(takesSeal(3, { ...file, missingMediaIds: ['media-1'] })).toMatchObject({
    state: '2 of 3 on disk',
    verdict: 'broken',
  });
  expect(takesSeal(0, file)).toMatchObject({ verdict: 'open' });
});

it('never claims a comparison that was not made', () => {
  const facts = { comparison: null, isOfNow: false, runningShare: null, hears: null };
  const comparison: HeardComparison = {
    checksum: 'a',
    atMs: 0,
    fromFrames: 48_000,
    // Ten seconds but for the fade that a start within the song begins with.
    frames: 480_000 - 256,
    sampleRateHz: 48_000,
    largestDifferenceDbfs: null,
    firstDifferenceFrames: null,
  };
  expect(heardSeal(facts)).toMatchObject({ state: 'not checked yet', verdict: 'open' });
  expect(heardSeal({ ...facts, runningShare: 0.314 })).toMatchObject({ state: 'comparing, 31 %', verdict: 'open' });
  const now = { ...facts, comparison, isOfNow: true };
  expect(heardSeal(now)).toMatchObject({ state: 'identical, 10 s checked', verdict: 'kept' });
  expect(heardSeal({ ...now, hears: 'before' })).toMatchObject({ state: 'before the chain', verdict: 'open' });
  expect(heardSeal({ ...now, hears: 'take' })).toMatchObject({ state: 'a take alone', verdict: 'open' });
  expect(heardSeal({ ...now, isOfNow: false })).toMatchObject({ state: 'changed since', verdict: 'open' });
  const off = { ...comparison, largestDifferenceDbfs: -42.04, firstDifferenceFrames: 96_000 };
  expect(heardSeal({ ...now, comparison: off })).toMatchObject({ state: 'differs, −42.0 dBFS', verdict: 'broken' });
  expect(heardSeal({ ...now, comparison: off }).why).toMatch(/from 00:02.* on, by −42.0 dBFS/);
});

it('says when a number is an estimate', () => {
  expect(numbersSeal(0).verdict).toBe('kept');
  expect(numbersSeal(2)).toMatchObject({ state: '2 estimated ≈', verdict: 'open' });
});
