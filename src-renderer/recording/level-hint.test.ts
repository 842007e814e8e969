import { expect, it } from 'vitest';
import { levelHint, quietHint } from './level-hint.ts';

it('says what to do with the gain', () => {
  expect(levelHint(-80, -90)).toMatch(/^Nothing to hear/);
  expect(levelHint(-30, -45)).toBe('−45.0 dBFS on average. That is soft: about −18 is best.');
  expect(levelHint(-8, -19)).toBe('−19.0 dBFS on average. That is a good level.');
  expect(levelHint(-3, -14)).toMatch(/peaks over −6/);
  expect(levelHint(0, -9)).toMatch(/^It clips/);
});

it('wants it quiet before a chirp', () => {
  expect(quietHint(-80)).toMatch(/^It is quiet/);
  expect(quietHint(-30)).toMatch(/^−30.0 dBFS come in already/);
});
