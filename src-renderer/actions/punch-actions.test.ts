import { expect, it, vi } from 'vitest';
import { FIRST_TRANSPORT, type TransportState } from '../../src-shared/protocol/answers.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import type { App } from '../state/app.svelte.ts';
import { BAR } from '../timeline/timeline-fixture.ts';
import { punchActions, whyNothingFallsIn } from './punch-actions.ts';
import { recordActions } from './record-actions.ts';

const punch = { fromFrames: 2 * BAR, toFrames: 3 * BAR };

/** What an action asks of the studio. */
async function asked(id: string, transport: Partial<TransportState>, range: App['selection']['range'] = null) {
  const request = vi.fn(async () => undefined);
  const app = {
    client: { request, telemetry: [] },
    transport: { ...FIRST_TRANSPORT, ...transport },
    selection: { range, clipIds: new Set() },
    session: { session: createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }) },
  } as unknown as App;
  await [...punchActions, ...recordActions].find((action) => action.id === id)?.run(app);
  return request.mock.calls.map((call) => (call as unknown[])[1]);
}

it('switches each end on its own, and makes a range at what is marked, else at the playhead', async () => {
  expect(await asked('transport.punchInOn', { punch, punchOutOn: true })).toEqual([{ punch, punchInOn: true }]);
  expect(await asked('transport.punchOutOn', { punch, punchOutOn: true })).toEqual([{ punch, punchOutOn: false }]);
  const marked = { fromFrames: 5, toFrames: 9 };
  expect(await asked('transport.punchOutOn', {}, marked)).toEqual([{ punch: marked, punchOutOn: true }]);
  expect(await asked('transport.punchInOn', { atFrames: BAR })).toEqual([
    { punch: { fromFrames: BAR, toFrames: 2 * BAR }, punchInOn: true },
  ]);
});

it('switches both as one: on where neither counts, else off', async () => {
  expect(await asked('transport.punch', { punch })).toEqual([{ punch, punchInOn: true, punchOutOn: true }]);
  expect(await asked('transport.punch', { punch, punchInOn: true })).toEqual([
    { punch, punchInOn: false, punchOutOn: false },
  ]);
});

it('puts one end at the playhead and leaves the other switched as it is', async () => {
  expect(await asked('transport.punchIn', { punch, atFrames: BAR })).toEqual([
    { punch: { ...punch, fromFrames: BAR }, punchInOn: true },
  ]);
  expect(await asked('transport.punchOut', { punch, atFrames: 5 * BAR })).toEqual([
    { punch: { ...punch, toFrames: 5 * BAR }, punchOutOn: true },
  ]);
});

it('goes on by punch and roll from the playhead: a punch in goes there, since the pre-roll leads to it', async () => {
  const at = { atFrames: 5 * BAR, preRollSeconds: 1 };
  const located = { atFrames: 5 * BAR };
  expect(await asked('transport.punchAndRoll', { ...at, punch, punchInOn: true })).toEqual([
    located,
    { punch: { fromFrames: 5 * BAR, toFrames: 6 * BAR } },
    { on: true },
  ]);
  expect(await asked('transport.punchAndRoll', { ...at, punch })).toEqual([located, { on: true }]);
});

it('knows when the playhead is where nothing becomes a take', () => {
  const why = (changes: Partial<TransportState>, atFrames = 3 * BAR) =>
    whyNothingFallsIn({ ...FIRST_TRANSPORT, punch, punchOutOn: true, ...changes }, atFrames);
  expect(why({})).toContain('behind the punch out');
  expect(why({}, 3 * BAR - 1)).toBeUndefined();
  expect(why({ punchOutOn: false, punchInOn: true })).toBeUndefined();
  // A pre-roll goes back to the punch in, a loop comes back to the range.
  expect(why({ punchInOn: true, preRollSeconds: 1 })).toBeUndefined();
  expect(why({ preRollSeconds: 1 })).toContain('behind the punch out');
  expect(why({ loop: { fromFrames: BAR, toFrames: 4 * BAR }, loopOn: true })).toBeUndefined();
  expect(why({ loop: { fromFrames: BAR, toFrames: 3 * BAR }, loopOn: true })).toContain('behind the punch out');
});
