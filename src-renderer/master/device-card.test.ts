import { describe, expect, test } from 'vitest';
import { withDefaults } from '../../src-shared/dsp/core/parameter-spec.ts';
import { reductionDb } from '../../src-shared/dsp/dynamics/compressor-curve.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import { cardKnobs, deviceFact } from './device-card.ts';
import { levelForReduction } from './draw-device.ts';
import { scopePoint } from './draw-scope.ts';

const valuesOf = (type: string, given = {}) => withDefaults(processors[type]?.parameters ?? {}, given);

describe('a card', () => {
  test('has knobs for every kind of device, each a number of its parameters', () => {
    for (const type of Object.keys(processors)) {
      const knobs = cardKnobs(type);
      expect(knobs.length, type).toBeGreaterThan(1);
      for (const { key } of knobs) expect(processors[type]?.parameters[key]?.kind, `${type} ${key}`).toBe('number');
    }
  });

  test('says in one line what the device is set to', () => {
    for (const type of Object.keys(processors))
      expect(deviceFact(type, valuesOf(type)), type).not.toMatch(/NaN|undefined/);
    expect(deviceFact('masterEq', valuesOf('masterEq'))).toBe('flat: nothing is changed');
    expect(deviceFact('masterEq', valuesOf('masterEq', { 'highShelf.gainDb': -1.2, 'lowCut.enabled': true }))).toBe(
      'cut below 25 Hz, air −1.2',
    );
    expect(deviceFact('limiter', valuesOf('limiter', { inputGainDb: 6.4 }))).toBe('+6.4 dB into ceiling −1.0 dBTP');
  });
});

test('the dot on a compressor’s curve stands where that curve turns down as much as it does now', () => {
  const curve = { thresholdDb: -18, ratio: 3, kneeDb: 6 };
  for (const wantedDb of [0.2, 1, 4, 9])
    expect(reductionDb(curve, levelForReduction(curve, wantedDb))).toBeCloseTo(wantedDb, 6);
});

describe('a point of the vectorscope', () => {
  test('stands upright for mono, lies flat for opposite sides, and leans to the louder one', () => {
    expect(scopePoint(1, 1)).toEqual([0, 1]);
    expect(scopePoint(-1, 1)).toEqual([1, 0]);
    const [x, y] = scopePoint(0, 0.5);
    expect(x).toBeGreaterThan(0);
    expect(x).toBeCloseTo(y, 9);
  });

  test('is the middle in silence, and stays within the rim', () => {
    expect(scopePoint(0, 0)).toEqual([0, 0]);
    expect(Math.hypot(...scopePoint(4, 4))).toBe(1);
    expect(Math.hypot(...scopePoint(1e-5, 1e-5))).toBe(0);
  });
});
