import { expect, it, vi } from 'vitest';
import { FIRST_TRANSPORT } from '../../src-shared/protocol/answers.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import type { App } from '../state/app.svelte.ts';
import { recordActions } from './record-actions.ts';

const run = async (id: string, app: unknown) => recordActions.find((action) => action.id === id)?.run(app as App);

it('gives the count-in back after recording without it, though nothing could be recorded', async () => {
  const request = vi.fn(async (name: string, _args: unknown) => {
    if (name === 'transport/record') throw new Error('Nothing is armed: arm a track to record it.');
  });
  const transport = { ...FIRST_TRANSPORT, countInBars: 2 };
  const session = { session: createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }) };
  const app = { client: { request, telemetry: [] }, transport, session, notify: () => undefined };
  await expect(run('transport.recordAtOnce', app)).rejects.toThrow('Nothing is armed');
  expect(request.mock.calls.map(([, args]) => args)).toEqual([{ countInBars: 0 }, { on: true }, { countInBars: 2 }]);
});

it('says of a take that is discarded that redo brings it back, and only where it does', async () => {
  const notify = vi.fn();
  const app = (names: readonly string[], position: number) => ({
    recording: { discard: async () => undefined },
    session: { history: { names, position } },
    notify,
  });
  await run('transport.discard', app(['Add strip', 'Comp'], 1));
  expect(notify).not.toHaveBeenCalled();
  await run('transport.discard', app(['Add strip', 'Record'], 1));
  expect(notify).toHaveBeenCalledOnce();
});
