import { InvalidArgumentError } from 'commander';

/** A parser for an option that takes a number from `minimum` to `maximum`; commander turns its error into wrong usage. */
export function numberBetween(minimum: number, maximum: number, unit: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(
      `It must be a number from ${minimum} to ${maximum}${unit === '' ? '' : ` ${unit}`}.`,
    );
  };
}

export function wholeNumberBetween(minimum: number, maximum: number, unit: string): (text: string) => number {
  const parse = numberBetween(minimum, maximum, unit);
  return (text) => {
    const value = parse(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError('It must be a whole number.');
  };
}
