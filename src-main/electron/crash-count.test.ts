import { expect, test } from 'vitest';
import { CrashCount } from './crash-count.ts';

test('three crashes within a minute are survived, the fourth is a question', () => {
  const crashes = new CrashCount();
  expect([0, 10_000, 20_000, 30_000].map((at) => crashes.another(at))).toEqual([true, true, true, false]);
});

test('crashes that lie further apart go on being survived', () => {
  const crashes = new CrashCount();
  for (let at = 0; at < 600_000; at += 25_000) expect(crashes.another(at)).toBe(true);
});
