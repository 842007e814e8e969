import { expect, it } from 'vitest';
import { marksWithRoom } from './marks-with-room.ts';

const marks = [0, -6, -12, -20, -30, -40, -60];

it('shows every number where there is room', () => {
  expect(marksWithRoom(marks, (db) => -db * 4, [0])).toEqual(marks);
});

it('leaves out what would touch another, but not what matters most', () => {
  const shown = marksWithRoom(marks, (db) => -db, [0, -60]);
  expect(shown).toEqual([0, -12, -30, -40, -60]);
  for (const [index, db] of shown.entries()) if (index > 0) expect(shown[index - 1]! - db).toBeGreaterThanOrEqual(9);
  expect(marksWithRoom(marks, () => 0, [-20])).toEqual([-20]);
});
