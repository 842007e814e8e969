import { expect, it, vi } from 'vitest';
import type { SessionSnapshot } from '../../src-shared/protocol/answers.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { StudioClient } from '../client/studio-client.ts';
import { SessionHand } from '../timeline/timeline-fixture.ts';
import { SessionState } from './session-state.svelte.ts';

const snapshotOf = (session: Session, sequence = 1) => ({ session, sequence, checksum: '' }) as SessionSnapshot;

/** A mirror, and what its studio says. */
function mirrorOf(session: Session, request: (name: string) => Promise<unknown> = async () => ({})) {
  const listeners = new Map<string, (data: never) => void>();
  const on = (name: string, listener: (data: never) => void) => listeners.set(name, listener);
  const state = new SessionState({ on, request } as unknown as StudioClient, snapshotOf(session));
  return { state, tell: (name: string, data: object) => listeners.get(name)?.(data as never) };
}

it('knows another session from this one under another name or with another level', () => {
  const hand = new SessionHand();
  const bass = hand.track('Bass');
  hand.clip(bass, 0, 48_000);
  const { state, tell } = mirrorOf(hand.session);
  const another = vi.fn();
  state.onAnother(another);
  hand.run('renameSession', { name: 'Saved elsewhere' });
  hand.run('setChannelValue', { stripId: bass, key: 'gainDb', value: -6 });
  tell('session/replaced', snapshotOf(hand.session));
  expect(state.session.settings.session.name).toBe('Saved elsewhere');
  expect(another).not.toHaveBeenCalled();
  tell('session/replaced', snapshotOf(new SessionHand().session));
  expect(another).toHaveBeenCalledOnce();
});

it('asks for the whole where an entry is missing, and takes a lost connection as nothing to add', async () => {
  const request = vi.fn(async (): Promise<unknown> => {
    throw new Error('The studio is not connected at the moment.');
  });
  const { state, tell } = mirrorOf(new SessionHand().session, request);
  tell('session/changed', { entry: { sequence: 9, diff: [], checksum: 'other' }, history: {} });
  await vi.waitFor(() => expect(request).toHaveBeenCalledWith('session/snapshot', {}));
  expect(state.session.settings.session.name).toBe('Test');
});
