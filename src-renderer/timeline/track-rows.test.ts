import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { runCommand } from '../../src-shared/session/commands/index.ts';
import { SessionHand } from './timeline-fixture.ts';
import { fillingHeight, keptRows, layoutRows, ROW_HEIGHT, type RowOptions, rowAt, rowsHeight } from './track-rows.ts';

const options: RowOptions = {
  heights: new Map(),
  defaultHeight: 48,
  collapsed: new Set(),
  opened: new Set(),
  takesOpened: new Set(),
};

function song() {
  const hand = new SessionHand();
  const [kick, bass] = [hand.track('Kick'), hand.track('Bass')];
  const drums = hand.group('Drums');
  hand.run('setGroup', { stripId: kick, groupId: drums });
  hand.run('addLane', { stripId: bass, target: { kind: 'channel' }, key: 'gainDb' });
  return { session: hand.session, kick, bass, drums };
}

describe('rows that are laid out again', () => {
  it('are the same list for as long as they are the same', () => {
    const { session } = song();
    const rows = layoutRows(session, options);
    expect(keptRows(rows, layoutRows(session, options))).toBe(rows);
    const higher = layoutRows(session, { ...options, defaultHeight: 60 });
    expect(keptRows(rows, higher)).toBe(higher);
    expect(keptRows(rows, rows.slice(1))).not.toBe(rows);
  });
});

describe('tracks that fill the screen', () => {
  it('take the room that other rows leave, and are neither lower than usual nor giants', () => {
    const { session } = song();
    const rows = layoutRows(session, options);
    const others = 2 * ROW_HEIGHT.group;
    expect(rowsHeight(rows)).toBe(others + 2 * ROW_HEIGHT.normal);
    expect(fillingHeight(rows, others + 2 * 63)).toBe(60);
    expect(fillingHeight(rows, 100)).toBe(ROW_HEIGHT.normal);
    expect(fillingHeight(rows, 2_000)).toBe(96);
    expect(fillingHeight([], 700)).toBe(ROW_HEIGHT.normal);
  });
});

describe('takes', () => {
  it('lie under their track in the order in which they were made, and only while they are shown', () => {
    const { session, bass } = song();
    const stretch = { startFrames: 0, offsetFrames: 0, lengthFrames: 48_000 };
    const recordings = [1, 2].map((number) => ({
      trackId: bass,
      trackName: 'Bass',
      path: `audio/${number}.wav`,
      channels: 1,
      lengthFrames: 48_000,
      roundTripFrames: 0,
      stretches: [stretch],
      dropouts: [],
    }));
    const recorded = applyDiff(session, runCommand(session, 'addTakes', { recordings }));
    expect(layoutRows(recorded, options)).toHaveLength(layoutRows(session, options).length);
    const rows = layoutRows(recorded, { ...options, takesOpened: new Set([bass]) });
    const at = rows.findIndex(({ stripId }) => stripId === bass);
    expect(rows.slice(at, at + 3).map(({ kind, height }) => [kind, height])).toEqual([
      ['track', ROW_HEIGHT.opened],
      ['take', ROW_HEIGHT.take],
      ['take', ROW_HEIGHT.take],
    ]);
    const names = rows.flatMap(({ takeId }) => (takeId ? [recorded.takes[takeId]?.name] : []));
    expect(names).toEqual(['Bass take 1', 'Bass take 2']);
  });
});

describe('rows', () => {
  it('stand in the order of the console, a group over its members, wherever it stands there', () => {
    const { session, kick, bass, drums } = song();
    const rows = layoutRows(session, options);
    expect(rows.map(({ stripId, depth, number }) => [stripId, depth, number])).toEqual([
      [drums, 0, 0],
      [kick, 1, 1],
      [bass, 0, 2],
      ['master', 0, 0],
    ]);
    expect(rows.map(({ top }) => top)).toEqual([0, 24, 72, 120]);
    expect(rowsHeight(rows)).toBe(144);
  });

  it('hide the members of a closed group; numbers stay', () => {
    const { session, bass, drums } = song();
    const rows = layoutRows(session, { ...options, collapsed: new Set([drums]) });
    expect(rows.map(({ stripId }) => stripId)).toEqual([drums, bass, 'master']);
    expect(rows[1]?.number).toBe(2);
  });

  it('show automation under its track', () => {
    const { session, bass } = song();
    const rows = layoutRows(session, { ...options, opened: new Set([bass]), heights: new Map([[bass, 60]]) });
    const at = rows.findIndex(({ stripId }) => stripId === bass);
    expect(rows[at]?.height).toBe(60);
    expect(rows[at + 1]).toMatchObject({ kind: 'lane', stripId: bass, height: ROW_HEIGHT.automation });
  });

  it('are found by height', () => {
    const rows = layoutRows(song().session, options);
    expect([-1, 0, 23, 24, 143, 144].map((y) => (rowAt(rows, y) ? rows.indexOf(rowAt(rows, y) as never) : -1))).toEqual(
      [-1, 0, 0, 1, 3, -1],
    );
  });
});
