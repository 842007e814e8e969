import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addStrip } from '../../../src-shared/session/commands/strips.ts';
import { setPath } from '../../../src-shared/session/commands/set-path.ts';
import { createSession } from '../../../src-shared/session/create-session.ts';
import { SessionStore } from './session-store.ts';

let parent = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mixdown-store-'));
});
afterEach(async () => rm(parent, { recursive: true, force: true }));
const song = () => join(parent, 'Song.mixdown');
const empty = () => createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });

test('a session comes back as it was closed, undo history included', async () => {
  const store = await SessionStore.create(song(), empty());
  store.commit('Add track', addStrip(store.session, { kind: 'track', name: 'Vocal' }));
  store.commit('Set', setPath(store.session, { path: 'vocal.gainDb', text: '-inf' }));
  const { session } = store;
  await store.close();
  const again = await SessionStore.open(song());
  expect(again.session).toEqual(session);
  again.undo();
  again.undo();
  expect(again.session).toEqual(empty());
  again.redo();
  expect(again.session.strips['strip-3']?.name).toBe('Vocal');
  await again.close();
});

test('a session that is open cannot be opened again', async () => {
  const store = await SessionStore.create(song(), empty());
  await expect(SessionStore.open(song())).rejects.toMatchObject({ code: 'in-use' });
  await store.close();
  await expect(SessionStore.create(song(), empty())).rejects.toMatchObject({ code: 'exists' });
});
