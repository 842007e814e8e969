import { expect, it, vi } from 'vitest';
import { createSession } from '../../src-shared/session/create-session.ts';
import { BounceState } from './bounce-state.svelte.ts';
import type { MasterState } from './master-state.svelte.ts';

type Listener = (data: object) => void;

/** A bounce of an empty session, and what its studio says and hears. */
function bounceOf() {
  const listeners: [name: string, listener: Listener][] = [];
  let jobs = 0;
  const request = vi.fn(async (_name: string, _args: object) => ({ jobId: `job-${++jobs}` }));
  const compareShortly = vi.fn(async () => undefined);
  const app = {
    client: { request, on: (name: string, listener: Listener) => listeners.push([name, listener]) },
    session: { session: createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }), file: { folder: '/s' } },
    transport: { loop: { fromFrames: 10, toFrames: 20 } },
    selection: { range: null },
    jobs: [],
    heard: { compareShortly },
    attempt: (work: () => Promise<unknown>) => work(),
  };
  const master = { app, bounced: null } as unknown as MasterState;
  const tell = (name: string, data: object) => {
    for (const [own, listener] of listeners) if (own === name) listener(data);
  };
  return { bounce: new BounceState(master), master, listeners, tell, request, compareShortly };
}

it('listens no more after each bounce than before the first, however it ended', async () => {
  const { bounce, listeners, tell } = bounceOf();
  const before = listeners.length;
  for (let job = 1; job <= 3; job++) {
    await bounce.start();
    expect(bounce.running?.job.id).toBe(`job-${job}`);
    tell('job/failed', { job: { id: `job-${job}` }, sentence: 'The disk is full.' });
    expect([bounce.running, bounce.failure]).toEqual([null, 'The disk is full.']);
  }
  expect(listeners.length).toBe(before);
});

it('keeps what came of it with the session and the stretch that it was begun with', async () => {
  const { bounce, master, tell, compareShortly } = bounceOf();
  bounce.choose({ range: 'loop' });
  await bounce.start();
  bounce.choose({ range: 'song' });
  const report = { file: '/s/bounces/Song.wav' };
  tell('job/done', { job: { id: 'another' }, report });
  expect(master.bounced).toBeNull();
  tell('job/done', { job: { id: 'job-1' }, report });
  expect(master.bounced).toEqual({ jobId: 'job-1', report, session: master.app.session.session });
  expect(compareShortly).toHaveBeenCalledWith({ fromFrames: 10, toFrames: 20 });
});
