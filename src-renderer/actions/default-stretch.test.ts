import { expect, it, vi } from 'vitest';
import { FIRST_TRANSPORT } from '../../src-shared/protocol/answers.ts';
import type { App } from '../state/app.svelte.ts';
import { BAR, SessionHand } from '../timeline/timeline-fixture.ts';
import { stretchAtPlayhead } from './default-stretch.ts';
import { punchActions } from './punch-actions.ts';
import { transportActions } from './transport-actions.ts';

/** An app that stands at a frame of a session. */
function appAt(atFrames: number, { session }: SessionHand, selection: Partial<App['selection']> = {}) {
  const request = vi.fn(async () => undefined);
  const notify = vi.fn();
  const app = {
    client: { request, telemetry: [] },
    transport: { ...FIRST_TRANSPORT, atFrames },
    selection: { range: null, clipIds: new Set(), ...selection },
    session: { session },
    notify,
  } as unknown as App;
  return { app, request, notify };
}

/** Intro at 2 bars, Chorus at 4; the song ends at 10. */
function song(): SessionHand {
  const hand = new SessionHand();
  hand.clip(hand.track('Bass'), 0, 10 * BAR);
  return hand
    .run('addMarker', { atFrames: 4 * BAR, name: 'Chorus' })
    .run('addMarker', { atFrames: 2 * BAR, name: 'Intro' });
}

it('takes the section between the markers around the playhead, else two bars from its own on', () => {
  const at = (frames: number, hand = song()) => stretchAtPlayhead(appAt(frames, hand).app);
  expect(at(3 * BAR)).toEqual({ fromFrames: 2 * BAR, toFrames: 4 * BAR, name: '“Intro”' });
  expect(at(4 * BAR)).toEqual({ fromFrames: 4 * BAR, toFrames: 10 * BAR, name: '“Chorus”' });
  expect(at(BAR)).toEqual({ fromFrames: 0, toFrames: 2 * BAR, name: 'what lies before “Intro”' });
  expect(at(12.5 * BAR)).toEqual({ fromFrames: 12 * BAR, toFrames: 14 * BAR, name: 'bars 13 and 14' });
  expect(at(BAR - 1, new SessionHand())).toEqual({ fromFrames: 0, toFrames: 2 * BAR, name: 'bars 1 and 2' });
});

it('switches a loop or a punch on there with nothing marked, and says where; what is marked goes first', async () => {
  const actions = [...transportActions, ...punchActions];
  for (const [id, table, on] of [
    ['transport.loop', 'loop', { loopOn: true }],
    ['transport.punch', 'punch', { punchInOn: true, punchOutOn: true }],
  ] as const) {
    const action = actions.find((candidate) => candidate.id === id);
    const { app, request, notify } = appAt(BAR, new SessionHand());
    expect(action?.whyNot?.(app)).toBeUndefined();
    await action?.run(app);
    const here = { fromFrames: BAR, toFrames: 3 * BAR };
    expect(request).toHaveBeenCalledWith('transport/set', { [table]: here, ...on });
    expect(notify).toHaveBeenCalledWith(expect.stringContaining('bars 2 and 3'));
    const range = { fromFrames: 5, toFrames: 9 };
    const marked = appAt(BAR, song(), { range } as Partial<App['selection']>);
    await action?.run(marked.app);
    expect(marked.request).toHaveBeenCalledWith('transport/set', { [table]: range, ...on });
    expect(marked.notify).not.toHaveBeenCalled();
  }
});
