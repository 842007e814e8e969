import type { ParameterSpec, ParameterSpecs, ParameterValues } from '../../src-shared/dsp/core/parameter-spec.ts';

/** Knobs that a hand is on most, in the order of the signal; the rest of a device follows as it declares them. */
const FIRST: { readonly [type: string]: readonly string[] } = {
  compressor: ['thresholdDb', 'ratio', 'attackSeconds', 'releaseSeconds', 'kneeDb', 'makeupDb', 'mix'],
  busCompressor: ['thresholdDb', 'ratio', 'attackSeconds', 'releaseSeconds', 'kneeDb', 'makeupDb', 'mix'],
  gate: ['thresholdDb', 'hysteresisDb', 'ratio', 'rangeDb', 'attackSeconds', 'holdSeconds', 'releaseSeconds'],
};

type Entry = readonly [key: string, spec: ParameterSpec];
export type Shelves = {
  readonly knobs: readonly Entry[];
  readonly fields: readonly Entry[];
  readonly switches: readonly Entry[];
};

/** A device's parameters by how they are shown: knobs, numbers in a row under them, and switches and choices in its head. */
export function parameterShelves(type: string, specs: ParameterSpecs): Shelves {
  const first = FIRST[type];
  const entries = Object.entries(specs);
  const numbers = entries.filter(([, { kind }]) => kind === 'number');
  const isFirst = ([key]: Entry) => first === undefined || first.includes(key);
  const place = ([key]: Entry) => first?.indexOf(key) ?? 0;
  return {
    knobs: numbers.filter(isFirst).sort((one, other) => place(one) - place(other)),
    fields: numbers.filter((entry) => !isFirst(entry)),
    switches: entries.filter(([, { kind }]) => kind !== 'number'),
  };
}

/** Parameters that do nothing with these values: shown dim. */
export function idleKeys(type: string, values: ParameterValues): readonly string[] {
  if (type === 'delay') {
    return [values['sync'] === true ? 'timeSeconds' : 'timeBeats', ...(values['swaySeconds'] === 0 ? ['swayHz'] : [])];
  }
  return type === 'busCompressor' && values['autoRelease'] === true ? ['releaseSeconds'] : [];
}
