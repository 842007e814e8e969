import { type ParameterSpecs, type ParameterValue, whyInvalid } from '../../dsp/core/parameter-spec.ts';
import { CommandError } from '../command-error.ts';

export type KeyAndValue = { readonly key: string; readonly value: ParameterValue };

/** Throws CommandError unless `specs` has the key and allows the value; `owner` names whose parameter it is. */
export function checkValue(specs: ParameterSpecs, { key, value }: KeyAndValue, owner: string): void {
  const spec = Object.hasOwn(specs, key) ? specs[key] : undefined;
  if (!spec)
    throw new CommandError('missing', `${owner} has no parameter “${key}”; it has ${Object.keys(specs).join(', ')}.`);
  const why = whyInvalid(spec, value);
  if (why !== undefined)
    throw new CommandError('invalid-value', `${spec.label} (${key}) of ${owner} ${why}; ${String(value)} is not.`);
}
