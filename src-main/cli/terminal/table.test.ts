import { expect, test } from 'vitest';
import { clock, decimal, tableLines } from './table.ts';

test('columns align by what a terminal shows, and no line ends in spaces', () => {
  const lines = tableLines(
    [{ head: 'track' }, { head: 'LUFS', align: 'right' }],
    [
      ['Vocal', '−14.0'],
      ['鼓', '−9.25'],
      ['é', '–'],
    ],
  );
  expect(lines).toEqual(['track   LUFS', 'Vocal  −14.0', '鼓     −9.25', 'é          –']);
});

test('numbers have a true minus, and zero has none', () => {
  expect([decimal(-6.25, 1), decimal(-0.01, 1), decimal(null, 1), decimal(Number.NEGATIVE_INFINITY, 1)]).toEqual([
    '−6.3',
    '0.0',
    '–',
    '−∞',
  ]);
});

test('a clock carries its rounding', () => {
  expect([clock(0), clock(185.25), clock(59.9996)]).toEqual(['0:00.000', '3:05.250', '1:00.000']);
});
