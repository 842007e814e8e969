/**
 * What a parameter is, declared once: the knob, the validator, the command line, automation and the manual all
 * read it here. A key is stable for ever: sessions on disk name it.
 */

import type { Unit } from '../../units/format.ts';

export type ParameterUnit = Unit;

/** How a control's travel maps to the value: `linear`; `logarithmic` (equal ratios, for Hz and s); `fader`. */
export type Taper = 'linear' | 'logarithmic' | 'fader';

export type NumberParameter = {
  readonly kind: 'number';
  readonly label: string;
  readonly unit: ParameterUnit;
  /** Inclusive; −Infinity only for a fader. */
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
  readonly taper: Taper;
  /** False where the value decides latency or structure and takes effect only when a processor is created. */
  readonly automatable: boolean;
  /** One sentence for the manual and the tooltip. */
  readonly description: string;
};
export type BooleanParameter = {
  readonly kind: 'boolean';
  readonly label: string;
  readonly default: boolean;
  readonly automatable: boolean;
  readonly description: string;
};
export type ChoiceParameter = {
  readonly kind: 'choice';
  readonly label: string;
  readonly choices: readonly string[];
  readonly default: string;
  readonly automatable: boolean;
  readonly description: string;
};
export type ParameterSpec = NumberParameter | BooleanParameter | ChoiceParameter;
export type ParameterSpecs = { readonly [key: string]: ParameterSpec };
export type ParameterValue = number | boolean | string;
export type ParameterValues = { readonly [key: string]: ParameterValue };

type NumberOptions = {
  label: string;
  unit: ParameterUnit;
  range: readonly [minimum: number, maximum: number];
  default: number;
  description: string;
  taper?: Taper;
  automatable?: boolean;
};

export function numberParameter(options: NumberOptions): NumberParameter {
  const { label, unit, range, description, taper = 'linear', automatable = true } = options;
  const [minimum, maximum] = range;
  return { kind: 'number', label, unit, minimum, maximum, default: options.default, taper, automatable, description };
}

export function booleanParameter(label: string, defaultValue: boolean, description: string): BooleanParameter {
  return { kind: 'boolean', label, default: defaultValue, automatable: true, description };
}

export function choiceParameter<Choice extends string>(
  label: string,
  choices: readonly [Choice, ...Choice[]],
  description: string,
): ChoiceParameter {
  return { kind: 'choice', label, choices, default: choices[0], automatable: false, description };
}

/** The values a new device starts with, `given` values laid over the defaults. */
export function withDefaults(specs: ParameterSpecs, given: ParameterValues = {}): Record<string, ParameterValue> {
  const values: Record<string, ParameterValue> = {};
  for (const [key, spec] of Object.entries(specs)) values[key] = given[key] ?? spec.default;
  return values;
}

/** Why `value` cannot be the value of a parameter, in words that name the range; undefined when it can. */
export function whyInvalid(spec: ParameterSpec, value: unknown): string | undefined {
  if (spec.kind === 'boolean') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (spec.kind === 'choice') {
    return spec.choices.includes(value as string) ? undefined : `must be one of ${spec.choices.join(', ')}`;
  }
  if (typeof value !== 'number' || Number.isNaN(value)) return 'must be a number';
  if (value >= spec.minimum && value <= spec.maximum) return undefined;
  const unit = spec.unit === 'none' || spec.unit === 'ratio' ? '' : ` ${spec.unit}`;
  return `must be from ${spec.minimum} to ${spec.maximum}${unit}`;
}

/** Position 0…1 of a value on its control's travel (the fader law is the one of the look page: 10^((dB−max)/40)). */
export function toTravel(spec: NumberParameter, value: number): number {
  const { minimum, maximum } = spec;
  if (spec.taper === 'fader') return value <= minimum ? 0 : 10 ** ((value - maximum) / 40);
  if (spec.taper === 'logarithmic') return Math.log(value / minimum) / Math.log(maximum / minimum);
  return (value - minimum) / (maximum - minimum);
}

/** The value at position 0…1 of a control's travel; the inverse of `toTravel`. */
export function fromTravel(spec: NumberParameter, travel: number): number {
  const { minimum, maximum } = spec;
  if (travel <= 0) return minimum;
  if (travel >= 1) return maximum;
  if (spec.taper === 'fader') return Math.max(minimum, maximum + 40 * Math.log10(travel));
  if (spec.taper === 'logarithmic') return minimum * (maximum / minimum) ** travel;
  return minimum + (maximum - minimum) * travel;
}
