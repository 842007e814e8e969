import { describe, expect, it } from 'vitest';
import {
  HEAD,
  SPECTRUM_COLUMNS,
  spectrumOffset,
  telemetryFloats,
  WATCHED,
  watchedOffset,
} from '../../src-shared/protocol/telemetry.ts';
import { levelsAround, spectraAround, watchedPlace } from './watched-place.ts';

const chain = ['gate', 'eq', 'comp', 'sat'];
const strips = 3;
const record = new Float32Array(telemetryFloats(strips));
record[HEAD.strips] = strips;
record.fill(-30, spectrumOffset(strips, 1), spectrumOffset(strips, 1) + SPECTRUM_COLUMNS);
record.fill(-40, spectrumOffset(strips, 2), spectrumOffset(strips, 2) + SPECTRUM_COLUMNS);
record[watchedOffset(strips) + WATCHED.inputPeakDb] = -10;
record[watchedOffset(strips) + WATCHED.outputPeakDb] = -12;

describe('what is known around a device', () => {
  it('depends on where the watched one stands', () => {
    expect(chain.map((id) => watchedPlace(chain, id, 'eq'))).toEqual(['next', 'itself', 'previous', 'elsewhere']);
    expect(watchedPlace(chain, 'eq', null)).toBe('elsewhere');
    expect(watchedPlace(chain, 'eq', 'of-another-strip')).toBe('elsewhere');
  });

  it('is both sides of the watched one, and the side that a neighbour shares with it', () => {
    const first = (place: Parameters<typeof spectraAround>[1]) => {
      const { before, after } = spectraAround(record, place);
      return [before?.[0], after?.[0]];
    };
    expect(first('itself')).toEqual([-30, -40]);
    expect(first('next')).toEqual([undefined, -30]);
    expect(first('previous')).toEqual([-40, undefined]);
    expect(first('elsewhere')).toEqual([undefined, undefined]);
    expect(levelsAround(record, 'itself', 'peak')).toEqual({ inputDb: -10, outputDb: -12 });
    expect(levelsAround(record, 'previous', 'peak')).toEqual({ inputDb: -12, outputDb: Number.NaN });
    expect(levelsAround(record, 'next', 'peak')).toEqual({ inputDb: Number.NaN, outputDb: -10 });
  });

  it('is nothing in a record of another length', () => {
    expect(spectraAround(new Float32Array(0), 'itself')).toEqual({ before: undefined, after: undefined });
  });
});
