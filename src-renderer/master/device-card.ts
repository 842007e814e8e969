/** What a card of the chain says and offers for each kind of device. */
import type { NumberParameter, ParameterSpecs, ParameterValue } from '../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import {
  formatDb,
  formatHz,
  formatNumber,
  formatSeconds,
  formatSigned,
  quantityText,
} from '../../src-shared/units/format.ts';

/** The knobs of a card: the parameter and a word short enough to stand under it. */
type CardKnob = { readonly key: string; readonly label: string };

const KNOBS: { readonly [type: string]: readonly CardKnob[] } = {
  masterEq: [
    { key: 'lowShelf.gainDb', label: 'Lows' },
    { key: 'lowMid.gainDb', label: 'Low mids' },
    { key: 'highMid.gainDb', label: 'Presence' },
    { key: 'highShelf.gainDb', label: 'Air' },
  ],
  eq: [
    { key: 'band2.gainDb', label: 'Band 2' },
    { key: 'band3.gainDb', label: 'Band 3' },
    { key: 'band5.gainDb', label: 'Band 5' },
    { key: 'band7.gainDb', label: 'Band 7' },
  ],
  busCompressor: [
    { key: 'thresholdDb', label: 'Threshold' },
    { key: 'ratio', label: 'Ratio' },
    { key: 'attackSeconds', label: 'Attack' },
    { key: 'makeupDb', label: 'Make-up' },
  ],
  compressor: [
    { key: 'thresholdDb', label: 'Threshold' },
    { key: 'ratio', label: 'Ratio' },
    { key: 'attackSeconds', label: 'Attack' },
    { key: 'makeupDb', label: 'Make-up' },
  ],
  limiter: [
    { key: 'inputGainDb', label: 'Input' },
    { key: 'ceilingDbtp', label: 'Ceiling' },
    { key: 'releaseSeconds', label: 'Release' },
  ],
  saturation: [
    { key: 'driveDb', label: 'Drive' },
    { key: 'tone', label: 'Tone' },
    { key: 'outputDb', label: 'Output' },
    { key: 'mix', label: 'Mix' },
  ],
  reverb: [
    { key: 'decaySeconds', label: 'Decay' },
    { key: 'preDelaySeconds', label: 'Pre-delay' },
    { key: 'lowCutHz', label: 'Low cut' },
    { key: 'mix', label: 'Mix' },
  ],
  deEsser: [
    { key: 'frequencyHz', label: 'Frequency' },
    { key: 'thresholdDb', label: 'Threshold' },
    { key: 'ratio', label: 'Ratio' },
    { key: 'rangeDb', label: 'Range' },
  ],
};

/** Cards that nobody wrote show so many of their first numbers. */
const OTHER_KNOBS = 4;

export type Values = { readonly [key: string]: ParameterValue };

export function cardKnobs(type: string): readonly (CardKnob & { readonly spec: NumberParameter })[] {
  const specs: ParameterSpecs = processors[type]?.parameters ?? {};
  const wanted = KNOBS[type] ?? Object.entries(specs).map(([key, { label }]) => ({ key, label }));
  return wanted
    .flatMap((knob) => {
      const spec = specs[knob.key];
      return spec?.kind === 'number' ? [{ ...knob, spec }] : [];
    })
    .slice(0, OTHER_KNOBS);
}

/** The one line under the name: what it is set to do. */
export function deviceFact(type: string, values: Values): string {
  const number = (key: string) => values[key] as number;
  if (type === 'masterEq') return masterEqFact(values);
  if (type === 'compressor' || type === 'busCompressor') {
    const release =
      values['autoRelease'] === true ? 'auto release' : quantityText(formatSeconds(number('releaseSeconds')));
    return `${formatNumber(number('ratio'), 1)} : 1 above ${formatDb(number('thresholdDb'))} dBFS, ${release}`;
  }
  if (type === 'limiter') {
    const drive = number('inputGainDb');
    const ceiling = `ceiling ${formatDb(number('ceilingDbtp'))} dBTP`;
    return Math.abs(drive) < 0.05 ? ceiling : `${formatSigned(drive, 1)} dB into ${ceiling}`;
  }
  if (type === 'saturation') {
    const level = values['autoLevel'] === true ? ', level kept' : '';
    return `${String(values['character'])}, ${formatSigned(number('driveDb'), 1)} dB drive${level}`;
  }
  if (type === 'reverb')
    return `${quantityText(formatSeconds(number('decaySeconds')))} decay, ${formatNumber(number('mix') * 100, 0)} % of the sound`;
  return processors[type]?.description ?? '';
}

function masterEqFact(values: Values): string {
  const moves = [
    ['lowShelf', 'lows'],
    ['lowMid', 'low mids'],
    ['highMid', 'presence'],
    ['highShelf', 'air'],
  ].flatMap(([band, name]) => {
    const gainDb = values[`${band}.gainDb`] as number;
    return Math.abs(gainDb) < 0.05 ? [] : [`${name} ${formatSigned(gainDb, 1)}`];
  });
  if (values['lowCut.enabled'] === true)
    moves.unshift(`cut below ${quantityText(formatHz(values['lowCut.frequencyHz'] as number))}`);
  return moves.length === 0 ? 'flat: nothing is changed' : moves.join(', ');
}
