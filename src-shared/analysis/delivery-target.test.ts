import { expect, test } from 'vitest';
import { deliveryTarget, deliveryTargets, playbackGain } from './delivery-target.ts';

test('a target is found by its name in any case, and its own loudness lies in what it accepts', () => {
  expect(deliveryTarget('Spotify')?.integratedLufs).toBe(-14);
  expect(deliveryTarget('nowhere')).toBeUndefined();
  for (const { name, integratedLufs, acceptedLufs } of deliveryTargets) {
    expect(integratedLufs, name).toBeGreaterThanOrEqual(acceptedLufs[0]);
    expect(integratedLufs, name).toBeLessThanOrEqual(acceptedLufs[1]);
  }
});

test('a quiet master is turned up only as far as its peaks allow (the example on the page of Spotify: −20 to −16)', () => {
  const spotify = deliveryTarget('spotify');
  if (!spotify) throw new Error('no spotify');
  expect(playbackGain(spotify, { integratedLufs: -20, truePeakDbtp: -5 })).toEqual({ gainDb: 4, truePeakDbtp: -1 });
  expect(playbackGain(spotify, { integratedLufs: -9, truePeakDbtp: -1 })).toEqual({ gainDb: -5, truePeakDbtp: -6 });
  expect(playbackGain(spotify, { integratedLufs: -16, truePeakDbtp: 0 }).gainDb).toBe(0);
});

test('a CD plays what lies on it', () => {
  const cd = deliveryTarget('cd');
  if (!cd) throw new Error('no cd');
  expect(playbackGain(cd, { integratedLufs: -16, truePeakDbtp: -0.5 })).toEqual({ gainDb: 0, truePeakDbtp: -0.5 });
});
