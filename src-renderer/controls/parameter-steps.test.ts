import { describe, expect, it } from 'vitest';
import { channelParameters } from '../../src-shared/dsp/channel/channel.ts';
import { fromTravel, numberParameter, toTravel } from '../../src-shared/dsp/core/parameter-spec.ts';
import { rounded, stepped } from './parameter-steps.ts';

const fader = channelParameters.gainDb;
const cutoff = numberParameter({
  label: 'Cutoff',
  unit: 'Hz',
  range: [20, 20_000],
  default: 1000,
  taper: 'logarithmic',
  description: 'Where the filter begins.',
});

describe('the fader', () => {
  it('follows the law of the look: 0 dB at 70.8 % of its travel, +6 dB at the top, −∞ at the bottom', () => {
    expect(toTravel(fader, 0)).toBeCloseTo(0.7079, 4);
    expect(toTravel(fader, 6)).toBe(1);
    expect(toTravel(fader, -30)).toBeCloseTo(10 ** (-36 / 40), 12);
    expect([fromTravel(fader, 0), fromTravel(fader, 1)]).toEqual([Number.NEGATIVE_INFINITY, 6]);
  });

  it('steps by half a dB, by a tenth when fine, by three when large, and stays on whole steps', () => {
    expect(stepped(fader, -6.2, 1)).toBe(-5.5);
    expect(stepped(fader, -6.2, -1, 'fine')).toBe(-6.3);
    expect(stepped(fader, 0, -1, 'large')).toBe(-3);
    expect(stepped(fader, 5.9, 3)).toBe(6);
  });

  it('reaches −∞ and comes back', () => {
    expect(stepped(fader, -90, -1)).toBe(Number.NEGATIVE_INFINITY);
    expect(stepped(fader, Number.NEGATIVE_INFINITY, 1)).toBe(-90);
    expect(stepped(fader, Number.NEGATIVE_INFINITY, -1)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('other parameters', () => {
  it('step along their travel, and are as fine as a hand sets them', () => {
    expect(stepped(cutoff, 1000, 1)).toBe(1070);
    expect(rounded(cutoff, 1234.567)).toBe(1230);
    expect(rounded(channelParameters.pan, 0.1 + 0.2)).toBe(0.3);
  });

  it('never leave their range', () => {
    for (const steps of [-500, 500]) {
      const value = stepped(cutoff, 1000, steps);
      expect(value).toBe(steps < 0 ? 20 : 20_000);
    }
  });
});
