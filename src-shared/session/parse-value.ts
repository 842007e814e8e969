import type { ParameterSpec, ParameterValue } from '../dsp/core/parameter-spec.ts';
import { CommandError } from './command-error.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SWITCH_WORDS: { readonly [word: string]: boolean } = {
  true: true,
  on: true,
  yes: true,
  1: true,
  false: false,
  off: false,
  no: false,
  0: false,
};

/**
 * A parameter's value from text: a number (the parameter's own unit may follow: `-3 dB`), `-inf`; `true`, `on`,
 * `false`, `off`; the name of a choice. Its range is not looked at. Throws CommandError `invalid-value`.
 */
export function parseValue(spec: ParameterSpec, text: string): ParameterValue {
  const value = text.trim();
  if (spec.kind === 'choice') {
    return (
      spec.choices.find((choice) => choice.toLowerCase() === value.toLowerCase()) ??
      refuse(spec, text, `one of ${spec.choices.join(', ')}`)
    );
  }
  if (spec.kind === 'boolean') {
    const word = value.toLowerCase();
    return Object.hasOwn(SWITCH_WORDS, word) ? (SWITCH_WORDS[word] as boolean) : refuse(spec, text, 'on or off');
  }
  const unitless = value.toLowerCase().endsWith(spec.unit.toLowerCase())
    ? value.slice(0, -spec.unit.length).trim()
    : value;
  const number = unitless.replace('−', '-');
  if (number === '-∞' || number.toLowerCase() === '-inf') return Number.NEGATIVE_INFINITY;
  return NUMBER.test(number) ? Number(number) : refuse(spec, text, 'a number');
}

function refuse(spec: ParameterSpec, text: string, wanted: string): never {
  throw new CommandError('invalid-value', `${spec.label} must be ${wanted}; “${text}” is not.`);
}
