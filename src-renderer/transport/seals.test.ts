import { expect, it } from 'vitest';
import type { HeardComparison } from '../../src-shared/protocol/answers.ts';
import { heardSeal, numbersSeal, rollingCount, takeFiles, takesSeal } from './seals.ts';

const file = { folder: '/s', neverSaved: false, savedAtMs: 0, missingMediaIds: [] };

it('says how many takes are on disk, and warns when one is not', () => {
  const files = ['media-1', 'media-2', 'media-2'];
  expect(takesSeal(files, file)).toMatchObject({ state: '3 of 3 on disk', verdict: 'kept' });
  expect(takesSeal(files, { ...file, missingMediaIds: ['media-1'] })).toMatchObject({
    state: '2 of 3 on disk',
    verdict: 'broken',
  });
  expect(takesSeal([], file)).toMatchObject({ verdict: 'open' });
});

it('counts what is being recorded, every pass of it, beside what is kept', () => {
  const stretch = { startFrames: 0, offsetFrames: 0, lengthFrames: 10 };
  const rolling = rollingCount([
    { passes: 2, stretch },
    { passes: 2, stretch: null },
  ]);
  expect(rolling).toBe(5);
  expect(rollingCount([{ passes: 0, stretch: null }])).toBe(0);
  expect(takesSeal([], file, 1)).toMatchObject({ state: '1 rolling', verdict: 'open' });
  expect(takesSeal(['a', 'b'], file, rolling)).toMatchObject({ state: '2 of 2 on disk + 5 rolling', verdict: 'kept' });
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

it('counts each pass of a loop, and what was brought in', () => {
  const media = { id: 'media-1', name: 'A', path: 'audio/a.wav', channels: 1, lengthFrames: 9 };
  const take = { id: 'take-3', trackId: 'strip-2', mediaId: 'media-1', name: 'A', startFrames: 0, offsetFrames: 0 };
  const whole = { ...take, lengthFrames: 4, roundTripFrames: 0, dropouts: [] };
  const takes = { 'take-3': whole, 'take-4': { ...whole, id: 'take-4', offsetFrames: 4 } };
  const files = takeFiles({ takes, media: { 'media-1': media, 'media-5': { ...media, id: 'media-5' } } });
  expect(files).toEqual(['media-1', 'media-1', 'media-5']);
});
