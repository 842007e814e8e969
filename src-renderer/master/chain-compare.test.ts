import { expect, test } from 'vitest';
import { comparisonText } from './chain-compare.ts';

test('it says which side is turned down, and by how much; before anything was heard it claims nothing', () => {
  expect(comparisonText('after', 6.24)).toBe('Level-matched: after −6.2 dB');
  expect(comparisonText('before', 6.24)).toBe('Level-matched: before as it is');
  expect(comparisonText('before', -1.5)).toBe('Level-matched: before −1.5 dB');
  expect(comparisonText(null, 6.24)).toBe('The chain: +6.2 LU');
  expect(comparisonText(null, Number.NaN)).toBe('Before and after, level-matched');
  expect(comparisonText('before', Number.NaN)).toBe('Level-matched once it is heard');
});
