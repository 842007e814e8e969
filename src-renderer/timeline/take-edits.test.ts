import { expect, it } from 'vitest';
import { compTake, compWholeTake } from './take-edits.ts';
import { after, BAR, SessionHand } from './timeline-fixture.ts';

/** A track whose newer take lies over the older one. */
function song() {
  const hand = new SessionHand();
  const trackId = hand.track('Vocal');
  for (const path of ['audio/1.wav', 'audio/2.wav']) {
    const stretches = [{ startFrames: BAR, offsetFrames: 0, lengthFrames: 4 * BAR }];
    const file = { path, channels: 1, lengthFrames: 4 * BAR, roundTripFrames: 0, dropouts: [] };
    hand.run('addTakes', { recordings: [{ trackId, trackName: 'Vocal', ...file, stretches }] });
  }
  const [older, newer] = Object.keys(hand.session.takes) as [string, string];
  return { session: hand.session, older, newer };
}

it('a swipe where one clip plays the take already cuts nothing', () => {
  const { session, older, newer } = song();
  const stretch = { fromFrames: 2 * BAR, toFrames: 3 * BAR };
  expect(compTake(session, newer, stretch).steps).toEqual([]);
  const comped = after(session, compTake(session, older, stretch));
  expect(Object.keys(comped.clips)).toHaveLength(3);
  expect(compTake(comped, older, stretch).steps).toEqual([]);
  // Over a seam it takes the place of what is there.
  expect(compTake(comped, newer, { fromFrames: 2 * BAR, toFrames: 4 * BAR }).steps).toHaveLength(1);
});

it('all of a take takes the place of its pieces', () => {
  const { session, older, newer } = song();
  expect(compWholeTake(session, newer).steps).toEqual([]);
  const comped = after(session, compTake(session, older, { fromFrames: 2 * BAR, toFrames: 3 * BAR }));
  expect(Object.keys(after(comped, compWholeTake(comped, newer)).clips)).toHaveLength(1);
});
