import { describe, expect, it } from 'vitest';
import type { Device } from '../../src-shared/session/records/device.ts';
import { changesTo, deviceValues, sameValues } from './device-values.ts';

const device: Device = { id: 'device-1', type: 'compressor', enabled: true, values: { ratio: 4 }, sidechainId: null };

describe('the values of a device', () => {
  it('are all there, with defaults where the session has none', () => {
    expect(deviceValues(device)).toMatchObject({ ratio: 4, thresholdDb: -18, detector: 'peak' });
  });

  it('change by what differs alone, and never by a key that it does not have', () => {
    const to = { ...deviceValues(device), ratio: 2, mix: 0.5, foreign: 1 };
    expect(changesTo(device, to).map(({ args }) => [args.key, args.value])).toEqual([
      ['ratio', 2],
      ['mix', 0.5],
    ]);
    expect(changesTo(device, deviceValues(device))).toEqual([]);
  });

  it('are the same when every one is', () => {
    expect(sameValues({ a: 1, b: 'x' }, { b: 'x', a: 1 })).toBe(true);
    expect(sameValues({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameValues({ a: 1 }, { a: 2 })).toBe(false);
  });
});
