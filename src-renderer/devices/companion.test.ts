import { describe, expect, it } from 'vitest';
import type { Device } from '../../src-shared/session/records/device.ts';
import { companionOf } from './companion.ts';

const chain = ['gate', 'eq', 'saturation', 'compressor', 'eq'].map(
  (type, index): Device => ({ id: `device-${index}`, type, enabled: true, values: {}, sidechainId: null }),
);

describe('the companion of an open device', () => {
  it('is the nearest dynamics for an equaliser, the nearest equaliser for all else', () => {
    const ids = chain.map(({ id }) => companionOf(chain, id)?.id);
    expect(ids).toEqual(['device-1', 'device-0', 'device-1', 'device-4', 'device-3']);
  });

  it('is not there where nothing fits', () => {
    expect(companionOf(chain.slice(2, 4), 'device-2')).toBeUndefined();
    expect(companionOf(chain, 'device-9')).toBeUndefined();
  });
});
