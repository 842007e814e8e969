import { describe, expect, it } from 'vitest';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { groupFaders, looksAlike } from './lanes-look.ts';
import { SessionHand } from './timeline-fixture.ts';

const hand = new SessionHand();
const trackId = hand.track('Kick');
const { session } = hand;
const first = session.strips[trackId] as Strip;

/** As the studio sends it: a copy of the record, one of its fields another. */
function changed(change: Partial<Strip>): Session {
  const strip = { ...structuredClone(first), ...change };
  return { ...session, strips: { ...session.strips, [strip.id]: strip } };
}

describe('what the lanes show of a session', () => {
  it('is the same while a fader moves', () => {
    expect(looksAlike(session, changed({ channel: { ...first.channel, gainDb: -20 } }))).toBe(true);
  });

  it('is another with a colour, a name, a group, a clip or a strip more', () => {
    expect(looksAlike(session, changed({ colour: first.colour + 1 }))).toBe(false);
    expect(looksAlike(session, changed({ name: 'Another' }))).toBe(false);
    expect(looksAlike(session, changed({ groupId: 'strip-99' }))).toBe(false);
    expect(looksAlike(session, changed({ deviceIds: ['device-99'] }))).toBe(false);
    expect(looksAlike(session, { ...session, clips: { ...session.clips } })).toBe(false);
    expect(looksAlike(session, changed({ id: 'strip-99' }))).toBe(false);
  });

  it('knows the faders of groups, and no others', () => {
    const alone = changed({ groupId: null, channel: { gainDb: -6 } });
    expect(groupFaders(alone)).toBe(groupFaders(changed({ groupId: null, channel: { gainDb: -7 } })));
    const member = changed({ groupId: 'strip-99', channel: { gainDb: -6 } });
    expect(groupFaders(member)).not.toBe(groupFaders(changed({ groupId: 'strip-99', channel: { gainDb: -7 } })));
  });
});
