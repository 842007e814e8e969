import { expect, test } from 'vitest';
import { levelMatchDb } from './level-match.ts';

test('the louder side is turned down to the other, by all of the difference', () => {
  for (const changeLu of [-7.5, 0, 4.25]) {
    const [before, after] = [levelMatchDb('before', changeLu), levelMatchDb('after', changeLu)];
    expect(Math.max(before, after)).toBeCloseTo(0, 12);
    expect(before).toBeCloseTo(after + changeLu, 12);
  }
  expect(levelMatchDb('after', Number.NaN)).toBe(0);
});
