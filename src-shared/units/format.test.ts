import { describe, expect, it } from 'vitest';
import {
  formatClock,
  formatDb,
  formatHz,
  formatPan,
  formatQuantity,
  formatSeconds,
  formatSigned,
  parsePan,
  parseQuantity,
  quantityText,
  type Scale,
} from './format.ts';

const fader: Scale = { unit: 'dB', minimum: Number.NEGATIVE_INFINITY, maximum: 6 };
const cutoff: Scale = { unit: 'Hz', minimum: 20, maximum: 20_000 };
const attack: Scale = { unit: 's', minimum: 0.0001, maximum: 1 };
const mix: Scale = { unit: 'ratio', minimum: 0, maximum: 1 };
const ratio: Scale = { unit: 'ratio', minimum: 1, maximum: 100 };
const bell: Scale = { unit: 'dB', minimum: -24, maximum: 24 };

describe('quantities as a musician reads them', () => {
  it('have a true minus, and no sign on zero', () => {
    expect([-6.23, 0, -0.04, 3, Number.NEGATIVE_INFINITY].map(formatDb)).toEqual(['−6.2', '0.0', '0.0', '3.0', '−∞']);
    expect([1.9, -2.1, 0.01].map((db) => formatSigned(db, 1))).toEqual(['+1.9', '−2.1', '0.0']);
  });

  it('change to the larger unit where it reads better', () => {
    expect([20, 85.4, 999.4, 999.6, 2710, 11_000].map((hz) => quantityText(formatHz(hz)))).toEqual([
      '20 Hz',
      '85.4 Hz',
      '999 Hz',
      '1.00 kHz',
      '2.71 kHz',
      '11.0 kHz',
    ]);
    expect([0, 0.00005, 0.0012, 0.012, 0.14, 1.25].map((s) => quantityText(formatSeconds(s)))).toEqual([
      '0 ms',
      '0.05 ms',
      '1.2 ms',
      '12 ms',
      '140 ms',
      '1.25 s',
    ]);
  });

  it('take their form from the parameter', () => {
    expect(quantityText(formatQuantity(mix, 0.85))).toBe('85 %');
    expect(quantityText(formatQuantity(ratio, 3.2))).toBe('3.2 : 1');
    expect(quantityText(formatQuantity(bell, 1.9))).toBe('+1.9 dB');
    expect([6, 0, -6, Number.NEGATIVE_INFINITY].map((db) => quantityText(formatQuantity(fader, db)))).toEqual([
      '+6.0 dB',
      '0.0 dB',
      '−6.0 dB',
      '−∞ dB',
    ]);
  });

  it('show a place in time that is never ahead', () => {
    expect([0, 93.75, 59.9999, 3661.5].map(formatClock)).toEqual([
      '00:00.000',
      '01:33.750',
      '00:59.999',
      '01:01:01.500',
    ]);
  });

  it('show pan by its side', () => {
    expect([-0.32, 0, 0.004, 1].map(formatPan)).toEqual(['32L', 'C', 'C', '100R']);
  });
});

describe('what somebody types', () => {
  it('is understood with its unit, without it, and with either minus', () => {
    expect(['-6.2', '−6.2 dB', '-inf', '−∞', '+3db', '-1,5'].map((typed) => parseQuantity(fader, typed))).toEqual([
      -6.2,
      -6.2,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      3,
      -1.5,
    ]);
    expect(['2.71k', '2.71 kHz', '440'].map((typed) => parseQuantity(cutoff, typed))).toEqual([2710, 2710, 440]);
    expect(['12', '12 ms', '0.5 s'].map((typed) => parseQuantity(attack, typed))).toEqual([0.012, 0.012, 0.5]);
    expect(['85', '85 %'].map((typed) => parseQuantity(mix, typed))).toEqual([0.85, 0.85]);
    expect(parseQuantity(ratio, '3.2 : 1')).toBe(3.2);
  });

  it('is refused when it is no such quantity', () => {
    expect(['', 'loud', '3 Hz', '1 2'].map((typed) => parseQuantity(fader, typed))).toEqual(Array(4).fill(undefined));
  });

  it('reads a pan back as it is shown', () => {
    expect(['32L', 'L32', '-32', 'c', '100R'].map(parsePan)).toEqual([-0.32, -0.32, -0.32, 0, 1]);
  });

  it('reads every shown value back to what is shown', () => {
    for (const scale of [fader, cutoff, attack, mix, ratio, bell]) {
      const low = Number.isFinite(scale.minimum) ? scale.minimum : -60;
      for (let step = 0; step <= 50; step++) {
        const shown = quantityText(formatQuantity(scale, low + ((scale.maximum - low) * step) / 50));
        const back = parseQuantity(scale, shown);
        expect(back, shown).toBeDefined();
        expect(quantityText(formatQuantity(scale, back ?? Number.NaN))).toBe(shown);
      }
    }
  });
});
