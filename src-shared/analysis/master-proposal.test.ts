import { describe, expect, test } from 'vitest';
import { stereoNoise, stereoSine } from '../testing/signals.ts';
import { BandEnergyMeter } from './band-energy.ts';
import { expectedOctaveDb, proposeMaster, TONAL_BANDS, tonalDeviationsDb } from './master-proposal.ts';

/** Shares of a programme that has exactly the expected balance, with one band raised by so many dB. */
function shares(raised?: string, byDb = 0): number[] {
  return TONAL_BANDS.map(({ name, lowHz, highHz, centreHz }) => {
    const octaves = Math.log2(Math.min(highHz, 18_000) / lowHz);
    return 0.02 * octaves * 10 ** ((expectedOctaveDb(centreHz) + (name === raised ? byDb : 0)) / 10);
  });
}

const loudness = { integratedLufs: -20, truePeakDbtp: -6 };

describe('master proposal', () => {
  test('leaves an expected balance alone and says so', () => {
    const [eq] = proposeMaster({ ...loudness, bandShares: shares() }, -1);
    expect(Object.keys(eq?.values ?? {})).toEqual(['lowCut.enabled', 'lowCut.frequencyHz']);
    expect(eq?.reasons.at(-1)).toMatch(/left alone/);
  });

  test.each(TONAL_BANDS.map(({ name, key }) => [name, key]))(
    'turns %s that stick out down, and no further than 2.5 dB',
    (name, key) => {
      const [eq] = proposeMaster({ ...loudness, bandShares: shares(name, 10) }, -1);
      const move = eq?.values[`${key}.gainDb`] as number;
      expect(move).toBeLessThan(-1);
      expect(move).toBeGreaterThanOrEqual(-2.5);
      expect(eq?.reasons.join()).toContain(name);
    },
  );

  test('does not lift a band that holds nothing', () => {
    expect(tonalDeviationsDb([0.5, 0.4, 0, 0]).slice(2)).toEqual([0, 0]);
  });

  test('glues a loose mix more than a dense one, and rests on silence', () => {
    const ratio = (findings: { integratedLufs: number | null; truePeakDbtp: number | null }) =>
      proposeMaster({ ...findings, bandShares: shares() }, -1)[1]?.values.ratio;
    expect(ratio({ integratedLufs: -22, truePeakDbtp: -3 })).toBe(2);
    expect(ratio({ integratedLufs: -12, truePeakDbtp: -1 })).toBe(1.5);
    expect(ratio({ integratedLufs: null, truePeakDbtp: null })).toBe(1.5);
  });
});

describe('band energy', () => {
  const format = { sampleRateHz: 48_000, channels: 2 };
  const bands = [
    { lowHz: 0, highHz: 120 },
    { lowHz: 4_000, highHz: Number.POSITIVE_INFINITY },
  ];

  test.each([
    [40, 1, 0],
    [1_000, 0, 0],
    [10_000, 0, 1],
  ])('a sine at %i Hz lies in its band alone', (hz, low, high) => {
    const meter = new BandEnergyMeter(bands, format);
    meter.measure(stereoSine({ hz, amplitude: 0.5, frames: 48_000, sampleRateHz: 48_000 }));
    expect(meter.shares[0]).toBeCloseTo(low, 1);
    expect(meter.shares[1]).toBeCloseTo(high, 1);
  });

  test('white noise spreads by bandwidth: 4 to 24 kHz is 5/6 of it, less what the edge takes', () => {
    const meter = new BandEnergyMeter(bands, format);
    meter.measure(stereoNoise({ amplitude: 0.5, frames: 96_000, seed: 3 }));
    expect(meter.shares[1]).toBeCloseTo(0.77, 1.5);
  });
});
