import { describe, expect, it } from 'vitest';
import { dropIndex, dropTarget, headFocus } from './head-order.ts';
import { after, SessionHand } from './timeline-fixture.ts';
import { layoutRows } from './track-rows.ts';

function song() {
  const hand = new SessionHand();
  const [kick, snare, bass] = [hand.track('Kick'), hand.track('Snare'), hand.track('Bass')];
  const drums = hand.group('Drums');
  for (const stripId of [kick, snare]) hand.run('setGroup', { stripId, groupId: drums });
  const rows = layoutRows(hand.session, {
    heights: new Map(),
    defaultHeight: 48,
    collapsed: new Set(),
    opened: new Set(),
    takesOpened: new Set(),
  });
  return { session: hand.session, rows, kick, snare, bass, drums };
}
const names = (session: ReturnType<typeof song>['session']) =>
  layoutRows(session, {
    heights: new Map(),
    defaultHeight: 48,
    collapsed: new Set(),
    opened: new Set(),
    takesOpened: new Set(),
  }).map(({ stripId, depth }) => `${session.strips[stripId]?.name} ${depth}`);

describe('a head that is dragged', () => {
  it('goes between the members of a group into the group, with its output', () => {
    const { session, rows, bass, drums } = song();
    const drop = dropTarget(rows, session, bass, 24 + 50);
    const moved = after(session, dropIndex(session, bass, drop as never));
    expect(names(moved)).toEqual(['Drums 0', 'Kick 1', 'Bass 1', 'Snare 1', 'Master 0']);
    expect(moved.strips[bass]?.outputId).toBe(drums);
  });

  it('goes into a group by its head, and out of it below the last member', () => {
    const { session, rows, kick, bass, drums } = song();
    expect(dropTarget(rows, session, bass, 14)).toMatchObject({ groupId: drums, into: drums });
    const out = dropTarget(rows, session, kick, 24 + 96 + 47);
    expect(out).toMatchObject({ groupId: null });
    const moved = after(session, dropIndex(session, kick, out as never));
    expect(names(moved)).toEqual(['Drums 0', 'Snare 1', 'Bass 0', 'Kick 0', 'Master 0']);
  });

  it('stays where it is on its own place, and never in itself', () => {
    const { session, rows, bass, drums } = song();
    expect(dropTarget(rows, session, bass, 24 + 96 + 10)).toBeUndefined();
    expect(dropTarget(rows, session, drums, 24 + 50)).toBeUndefined();
  });
});

describe('the keyboard', () => {
  it('goes from head to head', () => {
    const { rows, kick, snare, drums } = song();
    expect(headFocus(rows, kick, 'ArrowDown')?.id).toBe(snare);
    expect(headFocus(rows, drums, 'ArrowUp')).toBeUndefined();
    expect(headFocus(rows, kick, 'End')?.id).toBe('master');
    expect(headFocus(rows, kick, 'a')).toBeUndefined();
  });
});
