import { channelParameters } from '../../src-shared/dsp/channel/channel.ts';
import type { NumberParameter } from '../../src-shared/dsp/core/parameter-spec.ts';
import {
  formatPan,
  formatQuantity,
  parsePan,
  parseQuantity,
  type Quantity,
  quantityText,
} from '../../src-shared/units/format.ts';

/** A parameter's value as it is shown: value and unit apart. Pan reads by its side. */
export function parameterQuantity(spec: NumberParameter, value: number): Quantity {
  return spec === channelParameters.pan ? { text: formatPan(value), unit: '' } : formatQuantity(spec, value);
}

/** A parameter's value as it is spoken. */
export function parameterText(spec: NumberParameter, value: number): string {
  return quantityText(parameterQuantity(spec, value));
}

/** What was typed for a parameter; undefined when it is no value of its kind. */
export function parseParameter(spec: NumberParameter, typed: string): number | undefined {
  return spec === channelParameters.pan ? parsePan(typed) : parseQuantity(spec, typed);
}
