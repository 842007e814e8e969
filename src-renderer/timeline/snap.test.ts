import { describe, expect, it } from 'vitest';
import { createSession } from '../../src-shared/session/create-session.ts';
import { snapped, snappedDelta } from './snap.ts';
import { BEAT, snapping } from './timeline-fixture.ts';

const session = createSession({ name: 'Snap', sampleRateHz: 48_000, tempoBpm: 120 });

describe('a place', () => {
  it('lands on the grid', () => {
    expect(snapped(BEAT + 9000.4, snapping(session, { mode: 'grid' }))).toBe(BEAT);
    expect(snapped(-50, snapping(session, { mode: 'grid' }))).toBe(0);
  });

  it('lands on an event that is nearer than half the reach, in place of the grid', () => {
    const grid = snapping(session, { mode: 'grid', events: [BEAT + 9000] });
    expect(snapped(BEAT + 9400, grid)).toBe(BEAT + 9000);
    expect(snapped(BEAT + 9600, grid)).toBe(BEAT);
  });

  it('lands on events alone, or nowhere', () => {
    const events = snapping(session, { mode: 'events', events: [500, 5000] });
    expect([600, 4100, 2700.6].map((frame) => snapped(frame, events))).toEqual([500, 5000, 2701]);
    expect(snapped(123.6, snapping(session))).toBe(124);
  });
});

describe('a stretch that is dragged', () => {
  it('lands with its start', () => {
    expect(snappedDelta(1000, 5000, BEAT + 300, snapping(session, { mode: 'grid' }))).toBe(BEAT - 1000);
  });

  it('lands with its end where that meets an event', () => {
    const events = snapping(session, { mode: 'events', events: [90_000] });
    expect(snappedDelta(10_000, 30_000, 59_700, events)).toBe(60_000);
  });

  it('goes no farther left than the start of the session', () => {
    expect(snappedDelta(1000, 2000, -9000, snapping(session))).toBe(-1000);
  });
});
