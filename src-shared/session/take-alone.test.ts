import { expect, test } from 'vitest';
import { SessionBuilder } from '../testing/session-builder.ts';
import { trackSegments } from './clip-envelope.ts';
import { withTakeAlone } from './take-alone.ts';

test('a take alone is all that its track plays, at its place; other tracks play on', () => {
  const builder = new SessionBuilder();
  const [voice, bass] = [builder.strip('track'), builder.strip('track')];
  const mediaId = builder.media(1, 10_000);
  builder.clip(voice, mediaId, { startFrames: 500 });
  builder.clip(bass, mediaId);
  const take = { id: 'take-9', trackId: voice, mediaId, name: 'Take 1', startFrames: 2000, offsetFrames: 300 };
  const session = {
    ...builder.build(),
    takes: { 'take-9': { ...take, lengthFrames: 1000, roundTripFrames: 0, dropouts: [] } },
  };
  const heard = withTakeAlone(session, 'take-9');
  expect(trackSegments(heard, voice)).toMatchObject([
    { mediaId, startFrames: 2000, endFrames: 3000, offsetFrames: 300, gain: 1 },
  ]);
  expect(trackSegments(heard, bass)).toEqual(trackSegments(session, bass));
  expect(withTakeAlone(session, 'take-8')).toBe(session);
});
