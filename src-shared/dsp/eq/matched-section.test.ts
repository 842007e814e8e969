import { describe, expect, test } from 'vitest';
import { type Biquad, biquadResponseDb, poleRadius } from '../core/biquad.ts';
import { type AnalogPower, analogPowerAt } from './magnitude-match.ts';
import {
  bell,
  bellPrototype,
  HIGHEST_SHELF_Q,
  highPass,
  highPassPrototype,
  highShelf,
  highShelfPrototype,
  lowPass,
  lowPassPrototype,
  lowShelf,
  lowShelfPrototype,
  notch,
  notchPrototype,
} from './matched-section.ts';

const FREQUENCIES_HZ = [20, 50, 100, 300, 1_000, 3_000, 6_000, 10_000, 12_000, 15_000, 18_000, 20_000];
const QS = [0.1, 0.3, Math.SQRT1_2, 1, 2, 5, 10, 30];
const GAINS_DB = [-24, -12, -6, -1, 1, 6, 12, 24];

type Design = (frequencyHz: number, q: number, gainDb: number, sampleRateHz: number) => Biquad;
type Family = {
  design: Design;
  prototype: (q: number, gainDb: number) => AnalogPower;
  qs: readonly number[];
  gainsDb: readonly number[];
};

const shelfQs = QS.filter((q) => q <= HIGHEST_SHELF_Q);
/** What Butterworth cascades of up to 48 dB/oct ask for. */
const passQs = [0.5, 0.54, Math.SQRT1_2, 1, 1.3, 2.6];

const families = {
  bell: { design: bell, prototype: bellPrototype, qs: QS, gainsDb: GAINS_DB },
  lowShelf: { design: lowShelf, prototype: lowShelfPrototype, qs: shelfQs, gainsDb: GAINS_DB },
  highShelf: { design: highShelf, prototype: highShelfPrototype, qs: shelfQs, gainsDb: GAINS_DB },
  notch: { design: (hz, q, _gainDb, rate) => notch(hz, q, rate), prototype: notchPrototype, qs: QS, gainsDb: [0] },
  lowPass: {
    design: (hz, q, _gainDb, rate) => lowPass(hz, q, rate),
    prototype: lowPassPrototype,
    qs: passQs,
    gainsDb: [0],
  },
  highPass: {
    design: (hz, q, _gainDb, rate) => highPass(hz, q, rate),
    prototype: highPassPrototype,
    qs: passQs,
    gainsDb: [0],
  },
} satisfies Record<string, Family>;

/** Greatest deviation from the prototype up to 20 kHz, in dB, where the prototype passes more than −60 dB. */
function deviationDb(section: Biquad, prototype: AnalogPower, frequencyHz: number, sampleRateHz: number): number {
  let greatest = 0;
  for (const hz of [...spread(10, 20_000, 120), ...spread(frequencyHz * 0.9, frequencyHz * 1.1, 12)]) {
    const wantedDb = 10 * Math.log10(analogPowerAt(prototype, hz / frequencyHz));
    if (hz > 20_000 || wantedDb < -60) continue;
    greatest = Math.max(greatest, Math.abs(biquadResponseDb(section, hz, sampleRateHz) - wantedDb));
  }
  return greatest;
}

function spread(fromHz: number, toHz: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, index) => fromHz * (toHz / fromHz) ** (index / count));
}

/** Every setting of a family at one rate. */
function* settings({ qs, gainsDb }: Family): Generator<{ hz: number; q: number; gainDb: number }> {
  for (const hz of FREQUENCIES_HZ) for (const q of qs) for (const gainDb of gainsDb) yield { hz, q, gainDb };
}

function greatestDeviationDb(family: Family, sampleRateHz: number, mostGainDb: number): number {
  let greatest = 0;
  for (const { hz, q, gainDb } of settings(family)) {
    if (Math.abs(gainDb) > mostGainDb) continue;
    const section = family.design(hz, q, gainDb, sampleRateHz);
    greatest = Math.max(greatest, deviationDb(section, family.prototype(q, gainDb), hz, sampleRateHz));
  }
  return greatest;
}

describe('matched sections', () => {
  test('at 48 kHz a +6 dB bell at 15 kHz, Q 1, keeps its analog shape up to 20 kHz', () => {
    const section = bell(15_000, 1, 6, 48_000);
    expect(deviationDb(section, bellPrototype(1, 6), 15_000, 48_000)).toBeLessThan(0.1);
    expect(biquadResponseDb(section, 15_000, 48_000)).toBeCloseTo(6, 6);
  });

  // Deviation in dB up to 20 kHz over the whole grid of f0 20 Hz–20 kHz, Q 0.1–30 (shelves to 1.5, passes as in cascades).
  test.each([
    ['bell', 44_100, { sixDb: 0.21, all: 0.62 }],
    ['bell', 48_000, { sixDb: 0.13, all: 0.42 }],
    ['bell', 96_000, { sixDb: 0.01, all: 0.02 }],
    ['bell', 192_000, { sixDb: 0.002, all: 0.002 }],
    ['lowShelf', 44_100, { sixDb: 0.08, all: 0.25 }],
    ['lowShelf', 48_000, { sixDb: 0.05, all: 0.16 }],
    ['lowShelf', 96_000, { sixDb: 0.01, all: 0.01 }],
    ['lowShelf', 192_000, { sixDb: 0.001, all: 0.001 }],
    ['highShelf', 44_100, { sixDb: 0.08, all: 0.25 }],
    ['highShelf', 48_000, { sixDb: 0.05, all: 0.16 }],
    ['highShelf', 96_000, { sixDb: 0.01, all: 0.01 }],
    ['highShelf', 192_000, { sixDb: 0.001, all: 0.001 }],
    ['notch', 44_100, { sixDb: 1.6, all: 1.6 }],
    ['notch', 48_000, { sixDb: 0.7, all: 0.7 }],
    ['notch', 96_000, { sixDb: 0.05, all: 0.05 }],
    ['lowPass', 44_100, { sixDb: 0.45, all: 0.45 }],
    ['lowPass', 48_000, { sixDb: 0.25, all: 0.25 }],
    ['lowPass', 96_000, { sixDb: 0.05, all: 0.05 }],
    ['highPass', 44_100, { sixDb: 0.95, all: 0.95 }],
    ['highPass', 48_000, { sixDb: 0.6, all: 0.6 }],
    ['highPass', 96_000, { sixDb: 0.1, all: 0.1 }],
  ] as const)('%s at %i Hz follows its prototype', (name, sampleRateHz, { sixDb, all }) => {
    const family: Family = families[name];
    expect(greatestDeviationDb(family, sampleRateHz, 6)).toBeLessThan(sixDb);
    expect(greatestDeviationDb(family, sampleRateHz, 24)).toBeLessThan(all);
  });

  test.each(Object.keys(families) as (keyof typeof families)[])(
    '%s is finite, stable and of minimum phase at every extreme',
    (name) => {
      const family: Family = { ...families[name], qs: QS };
      for (const sampleRateHz of [8_000, 44_100, 48_000, 96_000, 192_000]) {
        for (const { hz, q, gainDb } of settings(family)) {
          const section = family.design(hz, q, gainDb, sampleRateHz);
          const setting = `${hz} Hz, Q ${q}, ${gainDb} dB at ${sampleRateHz} Hz`;
          expect(Object.values(section).every(Number.isFinite), setting).toBe(true);
          expect(poleRadius(section), setting).toBeLessThan(1);
          expect(poleRadius({ a1: section.b1 / section.b0, a2: section.b2 / section.b0 }), setting).toBeLessThan(
            1 + 1e-9,
          );
          expect(section.b1 === 0 && section.a1 === 0, `${setting} has a filter`).toBe(false);
        }
      }
    },
  );

  test('a cut undoes its boost, and 0 dB is the identity', () => {
    for (const design of [bell, lowShelf, highShelf]) {
      const boost = design(6_000, 0.9, 9, 48_000);
      const cut = design(6_000, 0.9, -9, 48_000);
      for (const hz of [50, 3_000, 6_000, 18_000]) {
        expect(biquadResponseDb(boost, hz, 48_000) + biquadResponseDb(cut, hz, 48_000)).toBeCloseTo(0, 9);
      }
      expect(design(6_000, 0.9, 0, 48_000)).toEqual({ b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 });
    }
  });

  test('a shelf has half of its gain at its frequency and all of it far away; a notch is silent at its centre', () => {
    expect(biquadResponseDb(lowShelf(500, Math.SQRT1_2, 12, 48_000), 500, 48_000)).toBeCloseTo(6, 2);
    expect(biquadResponseDb(lowShelf(500, Math.SQRT1_2, 12, 48_000), 10, 48_000)).toBeCloseTo(12, 2);
    expect(biquadResponseDb(highShelf(500, Math.SQRT1_2, -12, 48_000), 15_000, 48_000)).toBeCloseTo(-12, 2);
    expect(biquadResponseDb(notch(1_000, 4, 48_000), 1_000, 48_000)).toBeLessThan(-140);
  });
});
