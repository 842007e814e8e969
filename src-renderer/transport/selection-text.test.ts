import { expect, it } from 'vitest';
import { BAR, SessionHand } from '../timeline/timeline-fixture.ts';
import { selectionText } from './selection-text.ts';

it('says of clips how many, where and how long, of a strip its name, of nothing nothing', () => {
  const hand = new SessionHand();
  const track = hand.track('Bass');
  const [first, second] = [hand.clip(track, BAR, BAR), hand.clip(track, 4 * BAR, 2 * BAR)];
  const text = (...clipIds: string[]) =>
    selectionText(hand.session, { clipIds: new Set(clipIds), stripId: clipIds.length > 0 ? track : null });
  expect(text(first)).toBe('1 clip · 2|1|1 – 3|1|1 · 2.00 s');
  expect(text(second, first)).toBe('2 clips · 2|1|1 – 7|1|1 · 10.00 s');
  expect(text('removed meanwhile')).toBe('Bass');
  expect(text()).toBe('');
});
