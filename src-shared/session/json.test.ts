import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromJson, toJson } from './json.ts';

test('−∞ survives, and so does a text that looks like its name', () => {
  const value = { gainDb: Number.NEGATIVE_INFINITY, names: ['-inf', '\\-inf', '\\\\-inf', '-info', 'x-inf'], zero: 0 };
  expect(toJson(value)).toContain('"gainDb":"-inf"');
  expect(fromJson(toJson(value))).toEqual(value);
});

test('any value comes back', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\\*-inf$/));
  const number = fc.oneof(
    fc.integer(),
    fc.constant(Number.NEGATIVE_INFINITY),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  );
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        fc.oneof(text, number, fc.boolean(), fc.constant(null)),
      ),
      (value) => {
        expect(fromJson(toJson(value))).toEqual({ ...value });
      },
    ),
  );
});

test('what no field can be is refused with the name of the field', () => {
  expect(() => toJson({ pan: Number.NaN })).toThrow('pan');
  expect(() => toJson({ gainDb: Number.POSITIVE_INFINITY })).toThrow('gainDb');
});
