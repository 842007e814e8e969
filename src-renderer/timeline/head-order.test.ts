import { describe, expect, it } from 'vitest';
import type { Session } from '../../src-shared/session/session.ts';
import { dropIndex, dropTarget, headFocus, nextDrop } from './head-order.ts';
import { after, SessionHand } from './timeline-fixture.ts';
import { layoutRows } from './track-rows.ts';

function song() {
  const hand = new SessionHand();
  const [kick, snare, bass] = [hand.track('Kick'), hand.track('Snare'), hand.track('Bass')];
  const drums = hand.group('Drums');
  for (const stripId of [kick, snare]) hand.run('setGroup', { stripId, groupId: drums });
  return { session: hand.session, rows: rowsOf(hand.session), kick, snare, bass, drums };
}
const rowsOf = (session: Session) =>
  layoutRows(session, {
    heights: new Map(),
    defaultHeight: 48,
    collapsed: new Set(),
    opened: new Set(),
    takesOpened: new Set(),
  });
const names = (session: Session) =>
  rowsOf(session).map(({ stripId, depth }) => `${session.strips[stripId]?.name} ${depth}`);

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
    const { session, rows, kick, bass, drums } = song();
    expect(dropTarget(rows, session, bass, 24 + 96 + 10)).toBeUndefined();
    expect(dropTarget(rows, session, drums, 24 + 50)).toBeUndefined();
    // The first of a group on the head of its own group.
    expect(dropTarget(rows, session, kick, 14)).toBeUndefined();
  });
});

describe('a group that is dragged', () => {
  it('takes its members along, up and down, and what goes before it goes before them', () => {
    const { session, bass, drums } = song();
    const down = after(session, dropIndex(session, drums, { beforeId: null, groupId: null, top: 0, into: null }));
    expect(names(down)).toEqual(['Bass 0', 'Drums 0', 'Kick 1', 'Snare 1', 'Master 0']);
    const up = after(down, dropIndex(down, drums, { beforeId: bass, groupId: null, top: 0, into: null }));
    expect(names(up)).toEqual(['Drums 0', 'Kick 1', 'Snare 1', 'Bass 0', 'Master 0']);
    const first = after(session, dropIndex(session, bass, { beforeId: drums, groupId: null, top: 0, into: null }));
    expect(names(first)).toEqual(['Bass 0', 'Drums 0', 'Kick 1', 'Snare 1', 'Master 0']);
    expect(dropIndex(up, drums, { beforeId: bass, groupId: null, top: 0, into: null }).steps).toEqual([]);
  });
});

describe('the keyboard', () => {
  it('takes a strip to the next place up and down, in and out of a group, and stops at the ends', () => {
    const { session, snare, bass, kick, drums } = song();
    const moves = (from: typeof session, stripId: string, direction: 1 | -1) => {
      const next = nextDrop(rowsOf(from), from, stripId, direction);
      return next && after(from, dropIndex(from, stripId, next.drop));
    };
    const up = moves(session, bass, -1);
    expect(up && names(up)).toEqual(['Drums 0', 'Kick 1', 'Bass 1', 'Snare 1', 'Master 0']);
    const out = moves(session, snare, 1);
    expect(out && names(out)).toEqual(['Drums 0', 'Kick 1', 'Snare 0', 'Bass 0', 'Master 0']);
    const top = moves(session, kick, -1);
    expect(top && names(top)).toEqual(['Kick 0', 'Drums 0', 'Snare 1', 'Bass 0', 'Master 0']);
    expect(top && moves(top, kick, -1)).toBeUndefined();
    expect(moves(session, bass, 1)).toBeUndefined();
    expect(moves(session, 'master', -1)).toBeUndefined();
    const under = moves(session, drums, 1);
    expect(under && names(under)).toEqual(['Bass 0', 'Drums 0', 'Kick 1', 'Snare 1', 'Master 0']);
  });

  it('goes from head to head', () => {
    const { rows, kick, snare, drums } = song();
    expect(headFocus(rows, kick, 'ArrowDown')?.id).toBe(snare);
    expect(headFocus(rows, drums, 'ArrowUp')).toBeUndefined();
    expect(headFocus(rows, kick, 'End')?.id).toBe('master');
    expect(headFocus(rows, kick, 'a')).toBeUndefined();
  });
});
