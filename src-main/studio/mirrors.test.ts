import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionChecksum } from '../../src-shared/session/checksum.ts';
import { validateSession } from '../../src-shared/session/validation/validate-session.ts';
import { apartFromIds } from '../../src-shared/testing/apart-from-ids.ts';
import { argsOfEdit, type Edit, editArbitrary } from '../../src-shared/testing/random-edits.ts';
import { EngineSession } from '../engine/engine-session.ts';
import { PlayedPieces } from '../engine/played-pieces.ts';
import { loadKernels } from '../program/load-kernels.ts';
import { type TestClient, TestStudio } from '../testing/test-studio.ts';

let studio: TestStudio;
let clients: readonly [TestClient, TestClient];
/** What plays in the engine's process, here beside the studio: it plans each change that comes. */
let played: EngineSession;
/** Changes that it would not follow. */
let unfit = 0;
beforeAll(async () => {
  studio = await TestStudio.start();
  clients = [await studio.client(), await studio.client('guest')];
  const { session, sequence, checksum } = await clients[0].request('session/snapshot', {});
  played = new EngineSession(loadKernels(), { folder: studio.parent, session, sequence, checksum }, new PlayedPieces());
  const { engine } = studio;
  const follow = engine.follow.bind(engine);
  engine.follow = (entry) => {
    follow(entry);
    if (!played.follow(entry)) unfit++;
  };
});
afterAll(async () => {
  await studio.end();
  played.release();
});

/** One client's next wish, by what it sees: a command, several, or a walk through the history. */
async function wish(client: TestClient, edit: Edit, roll: number): Promise<void> {
  const args = argsOfEdit(client.mirror.session, edit) ?? {};
  const command = edit.name;
  if (roll < 0.08) await client.ask('session/undo', {});
  else if (roll < 0.14) await client.ask('session/redo', {});
  else if (roll < 0.18) await client.ask('session/goTo', { steps: Math.floor(roll * 1e4) % 40 });
  else if (roll < 0.25)
    await client.ask('session/runAll', {
      name: 'Several',
      commands: [
        { command, args },
        { command: 'addMarker', args: { name: 'M', atFrames: 1 } },
      ],
    });
  else await client.ask('session/run', { command, args, key: roll > 0.85 ? 'drag' : null });
}

test('two clients that change at once, the studio and the engine hold the same session at the end', async () => {
  const [first, second] = clients;
  const wishes = fc.array(fc.tuple(editArbitrary, fc.boolean(), fc.noBias(fc.nat(0xffff))), {
    minLength: 40,
    maxLength: 160,
    size: 'max',
  });
  let changes = 0;
  await fc.assert(
    fc.asyncProperty(wishes, async (list) => {
      const asked: Promise<void>[] = [];
      for (const [edit, isFirst, dice] of list) {
        asked.push(wish(isFirst ? first : second, edit, dice / 0x10000));
        // Now and then they see what the other did; otherwise they ask blindly.
        if (dice % 4 === 0) await asked[asked.length - 1];
      }
      await Promise.all(asked);
      const { session, sequence, checksum } = await first.request('session/snapshot', {});
      await second.request('session/snapshot', {});
      changes = sequence;
      expect(validateSession(session)).toEqual([]);
      for (const mirror of [first.mirror, second.mirror, studio.engine.mirror]) {
        expect(mirror?.sequence).toBe(sequence);
        expect(mirror?.checksum).toBe(checksum);
        expect(sessionChecksum(mirror?.session ?? {})).toBe(checksum);
        expect(mirror?.session).toEqual(session);
      }
      expect(unfit).toBe(0);
      expect(played.sequence).toBe(sequence);
      expect(played.session).toEqual(session);
    }),
    { numRuns: 20 },
  );
  // Random commands are refused often; enough must have gone through for this to mean something.
  expect(changes).toBeGreaterThan(500);
});

test('undo takes back the last step whoever made it, and everybody is told', async () => {
  const [first, second] = clients;
  const before = await first.request('session/snapshot', {});
  await first.run('addMarker', { name: 'Verse', atFrames: 7 });
  const history = await second.request('session/undo', {});
  expect(history.position).toBe(before.history.position);
  expect(history.names[history.position]).toBe('Add marker');
  const { session, checksum } = await first.request('session/snapshot', {});
  expect(apartFromIds(session)).toEqual(apartFromIds(before.session));
  for (const { mirror } of clients) expect(mirror.checksum).toBe(checksum);
});

test('the moves of one drag are one step, and goTo walks to any step', async () => {
  const [first] = clients;
  await first.request('session/new', { name: 'Steps', sampleRateHz: 48_000, tempoBpm: 120 });
  for (let move = 1; move <= 20; move++)
    await first.run('setChannelValue', { stripId: 'master', key: 'gainDb', value: -move }, 'fader-1');
  await first.run('setChannelValue', { stripId: 'master', key: 'gainDb', value: Number.NEGATIVE_INFINITY }, 'fader-2');
  await first.run('addMarker', { name: 'End', atFrames: 1 });
  const { history } = await first.request('session/snapshot', {});
  expect(history).toEqual({ names: ['Change channel', 'Change channel', 'Add marker'], position: 3 });
  const gains: unknown[] = [];
  for (const steps of [0, 1, 2, 99]) {
    gains.push(
      (await first.request('session/goTo', { steps })).position,
      first.mirror.session.strips.master?.channel.gainDb,
    );
  }
  expect(gains).toEqual([0, undefined, 1, -20, 2, Number.NEGATIVE_INFINITY, 3, Number.NEGATIVE_INFINITY]);
});
