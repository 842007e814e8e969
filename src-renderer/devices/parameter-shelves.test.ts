import { describe, expect, it } from 'vitest';
import { processors } from '../../src-shared/dsp/processors.ts';
import { idleKeys, parameterShelves } from './parameter-shelves.ts';

describe('the shelves of a device', () => {
  it.each(Object.keys(processors))('%s shows every parameter exactly once', (type) => {
    const specs = processors[type]!.parameters;
    const { knobs, fields, switches } = parameterShelves(type, specs);
    const shown = [...knobs, ...fields, ...switches].map(([key]) => key);
    expect(new Set(shown).size).toBe(shown.length);
    expect([...shown].sort()).toEqual(Object.keys(specs).sort());
  });

  it('a synced delay has no use for its seconds, one in seconds none for its beats', () => {
    expect(idleKeys('delay', { sync: true, swaySeconds: 0.001 })).toEqual(['timeSeconds']);
    expect(idleKeys('delay', { sync: false, swaySeconds: 0 })).toEqual(['timeBeats', 'swayHz']);
    expect(idleKeys('busCompressor', { autoRelease: true })).toEqual(['releaseSeconds']);
    expect(idleKeys('reverb', {})).toEqual([]);
  });

  it('a compressor has seven knobs, from threshold to mix', () => {
    const { knobs, fields } = parameterShelves('compressor', processors['compressor']!.parameters);
    expect(knobs.map(([key]) => key)).toEqual([
      'thresholdDb',
      'ratio',
      'attackSeconds',
      'releaseSeconds',
      'kneeDb',
      'makeupDb',
      'mix',
    ]);
    expect(fields.map(([key]) => key)).toEqual(['rangeDb', 'lookAheadSeconds', 'sidechainHighPassHz']);
  });
});
