/** `npm run test:faults -- --kills N --seed S` runs this with more kills. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionChecksum } from '../../src-shared/session/checksum.ts';
import { validateSession } from '../../src-shared/session/validation/validate-session.ts';
import { seededRandom } from '../../src-shared/testing/signals.ts';
import { SessionStore } from '../studio/session-folder/session-store.ts';
import { RestlessEditor, StudioProcess } from '../testing/killed-studio.ts';
import type { TestClient } from '../testing/test-studio.ts';

const KILLS = Number(process.env.MIXDOWN_KILLS ?? 20);
const SEED = Number(process.env.MIXDOWN_SEED ?? Date.now() % 1_000_000);
const LONGEST_EDITING_MS = 500;
const ENGINE_BACK_MS = 20_000;

let parent = '';
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mixdown-faults-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

type Victim = 'studio' | 'engine' | 'client';
type Round = {
  readonly studio: StudioProcess;
  readonly client: TestClient & { close(): void };
  readonly folder: string;
};

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Everything that was said to be done is on the disk, what the client saw is what is there, and undo leads back. */
async function expectNothingLost({ client, folder }: Round, answered: number): Promise<void> {
  const { document, damaged } = await SessionStore.read(folder);
  expect(damaged).toBe(false);
  expect(document.sequence).toBeGreaterThanOrEqual(answered);
  expect(document.sequence).toBeGreaterThanOrEqual(client.mirror.sequence);
  if (document.sequence === client.mirror.sequence) expect(document.checksum).toBe(client.mirror.checksum);
  expect(sessionChecksum(document.session)).toBe(document.checksum);
  expect(validateSession(document.session)).toEqual([]);
}

async function restart(round: Round): Promise<Round> {
  const { document } = await SessionStore.read(round.folder);
  const studio = await StudioProcess.start(join(parent, 'data'));
  const client = await studio.browser.client();
  const offered = await client.request('session/recoverable', {});
  expect(offered.map(({ folder }) => folder)).toContain(round.folder);
  const restored = await client.request('session/recover', { folder: round.folder, choice: 'restore' });
  expect(restored).toMatchObject({ sequence: document.sequence, checksum: document.checksum });
  const { done, undone } = document.history;
  expect(restored.history).toMatchObject({ position: done.length, names: { length: done.length + undone.length } });
  return { studio, client, folder: restored.file.folder };
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await pause(100);
  }
  return false;
}

/** One fault while somebody edits, and how things stand afterwards. */
async function strike(round: Round, victim: Victim, random: () => number): Promise<Round> {
  const { studio, client } = round;
  const editor = new RestlessEditor(client, random);
  const editing = editor.edit();
  await pause(random() * LONGEST_EDITING_MS);
  const engine = await studio.enginePid();
  if (victim === 'studio') {
    await studio.kill();
    editor.stop();
    await editing;
    await expectNothingLost(round, editor.answered);
    // An engine without a studio does not go on playing.
    if (engine !== undefined) expect(await isGone(engine)).toBe(true);
    return restart(round);
  }
  if (victim === 'engine') {
    // It may still be starting again after the last time.
    await expect.poll(() => studio.enginePid(), { timeout: ENGINE_BACK_MS }).toBeDefined();
    const pid = (await studio.enginePid()) as number;
    process.kill(pid, 'SIGKILL');
    await pause(50);
    editor.stop();
    await editing;
    const running = async () => (await client.request('engine/state', {})).state;
    await expect.poll(running, { timeout: ENGINE_BACK_MS }).toBe('running');
    expect(await studio.enginePid()).not.toBe(pid);
  } else {
    client.close();
    editor.stop();
    await editing;
  }
  const next = victim === 'client' ? await studio.browser.client() : client;
  await next.run('addMarker', { name: 'Goes on', atFrames: 0 });
  await expectNothingLost({ ...round, client: next }, editor.answered);
  return { ...round, client: next };
}

test(
  `${KILLS} kills of studio, engine and client while somebody edits lose nothing that was done (seed ${SEED})`,
  async () => {
    console.log(`faults: ${KILLS} kills, seed ${SEED}`);
    const random = seededRandom(SEED);
    const studio = await StudioProcess.start(join(parent, 'data'));
    const client = await studio.browser.client();
    const { file } = await client.request('session/new', { name: 'Faults', sampleRateHz: 48_000, tempoBpm: 120 });
    await client.run('addMarker', { name: 'First', atFrames: 0 });
    let round: Round = { studio, client, folder: file.folder };
    const hasEngine = (await studio.enginePid()) !== undefined;
    let restarts = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const roll = random();
      // An engine that dies five times a minute is left dead: a musician starts it again by hand.
      const mayKillEngine = hasEngine && restarts < 3;
      const victim: Victim = roll < 0.1 && mayKillEngine ? 'engine' : roll < 0.25 ? 'client' : 'studio';
      restarts = victim === 'engine' ? restarts + 1 : victim === 'studio' ? 0 : restarts;
      round = await strike(round, victim, random);
      if (kill === Math.floor(KILLS / 2)) {
        const saved = await round.client.request('session/saveAs', { folder: join(parent, 'Saved') });
        round = { ...round, folder: saved.file.folder };
        await round.client.run('addMarker', { name: 'After saving', atFrames: 0 });
      }
    }
    // Undone to the beginning, step by step, nothing that random edits made is left.
    const history = await round.client.request('session/goTo', { steps: 0 });
    expect(history.position).toBe(0);
    if (history.names.length < 1000) expect(Object.keys(round.client.mirror.session.strips)).toEqual(['master']);
    expect(await round.studio.end()).toBe(0);
  },
  60_000 + KILLS * 10_000,
);
