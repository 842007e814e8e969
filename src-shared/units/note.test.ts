import { expect, it } from 'vitest';
import { noteText } from './note.ts';

it('names the nearest note of equal temperament with its octave, and the cents beside it', () => {
  expect([440, 261.6256, 27.5, 20, 466.1638, 1_000, 4_186.009].map(noteText)).toEqual([
    'A4',
    'C4',
    'A0',
    'D♯0 +49 ct',
    'A♯4',
    'B5 +21 ct',
    'C8',
  ]);
  expect(noteText(440 * 2 ** (-30 / 1200))).toBe('A4 −30 ct');
});
