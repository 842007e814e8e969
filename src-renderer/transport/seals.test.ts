import { expect, it } from 'vitest';
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
  expect(heardSeal(null)).toMatchObject({ state: 'not checked yet', verdict: 'open' });
  expect(heardSeal({ differenceDb: Number.NEGATIVE_INFINITY })).toMatchObject({ state: 'null −∞ dB', verdict: 'kept' });
  expect(heardSeal({ differenceDb: -42.04 })).toMatchObject({ state: 'differs, −42.0 dB', verdict: 'broken' });
});

it('says when a number is an estimate', () => {
  expect(numbersSeal(0).verdict).toBe('kept');
  expect(numbersSeal(2)).toMatchObject({ state: '2 estimated ≈', verdict: 'open' });
});
