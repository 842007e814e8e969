/** `npm run test:faults -- --recording --kills N --seed S` runs this with more kills. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordingState } from '../../src-shared/protocol/recording.ts';
import { validateSession } from '../../src-shared/session/validation/validate-session.ts';
import { seededRandom } from '../../src-shared/testing/signals.ts';
import { StudioProcess } from '../testing/killed-studio.ts';
import { writeNumberedInput } from '../testing/numbered-input.ts';
import { armTrack, type RecordingClient, taken, takesOf, unbrokenTake } from '../testing/recording-studio.ts';
import type { TestClient } from '../testing/test-studio.ts';

const KILLS = Number(process.env.MIXDOWN_RECORDING_KILLS ?? 3);
const SEED = Number(process.env.MIXDOWN_SEED ?? Date.now() % 1_000_000);
const RATE = 48_000;
const LONGEST_RECORDING_MS = 3_000;
/** What a kill may cost. */
const MOST_LOST_SECONDS = 1;
const ENGINE_BACK_MS = 30_000;
const INPUTS: readonly (readonly number[])[] = [[1], [2], [4, 3]];

let parent = '';
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mixdown-recording-faults-'));
  process.env['MIXDOWN_NULL_INPUT'] = join(parent, 'input.wav');
  await writeNumberedInput(join(parent, 'input.wav'), 4);
});
/** The one that runs. */
let running: StudioProcess | undefined;
afterAll(async () => {
  await running?.kill();
  await rm(parent, { recursive: true, force: true });
});

type Round = {
  readonly studio: StudioProcess;
  readonly client: TestClient & { close(): void };
  readonly folder: string;
};

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** How long each rolling take was when last it was said, by the track. */
function lastSaid(client: RecordingClient): ReadonlyMap<string, number> {
  const said = client.events.filter(({ name }) => name === 'record/changed').at(-1)?.data as RecordingState | undefined;
  return new Map(said?.takes.map(({ trackId, stretch }) => [trackId, stretch?.lengthFrames ?? 0]));
}

/**
 * The takes that came since are unbroken from their first sample to their last, and nothing of what was said to be there
 * half a second before the kill is missing; the state is told twice a second. Returns what is missing at most, in seconds.
 */
function expectTakes(
  { client, folder }: Round,
  before: ReadonlySet<string>,
  said: ReadonlyMap<string, number>,
): number {
  expect(validateSession(client.mirror.session)).toEqual([]);
  const takes = takesOf(client).filter(({ id }) => !before.has(id));
  for (const take of takes) {
    const index = Number(client.mirror.session.strips[take.trackId]?.name.split(' ')[1]);
    expect(unbrokenTake(client, folder, take, INPUTS[index] as number[])).toBe(take.lengthFrames);
  }
  let most = 0;
  for (const [trackId, lengthFrames] of said) {
    if (lengthFrames === 0) continue;
    const take = takes.find((one) => one.trackId === trackId);
    if (!take) throw new Error(`${lengthFrames} frames were said to be on ${trackId}, and no take is there`);
    most = Math.max(most, (lengthFrames - take.lengthFrames) / RATE);
  }
  return most;
}

/** @param saved where the session was being saved, if it was: it lies there, or where it lay before. */
async function restart(round: Round, saved?: string): Promise<Round> {
  const studio = await StudioProcess.start(join(parent, 'data'));
  running = studio;
  const client = await studio.browser.client();
  if (saved !== undefined) {
    const folder = existsSync(join(saved, 'session.json')) ? saved : round.folder;
    return { studio, client, folder: (await client.request('session/open', { folder })).file.folder };
  }
  const offered = await client.request('session/recoverable', {});
  expect(offered.map(({ folder }) => folder)).toContain(round.folder);
  const restored = await client.request('session/recover', { folder: round.folder, choice: 'restore' });
  return { studio, client, folder: restored.file.folder };
}

/** What a musician does as everything is killed. */
const ERRANDS = ['nothing', 'stop', 'undo', 'redo', 'save', 'archive', 'saveAs'] as const;
type Errand = (typeof ERRANDS)[number];
const LONGEST_ERRAND_MS = 250;

/** Begins an errand: what it asks for is under way when it resolves. Returns where the session is being saved. */
async function begin({ client }: Round, errand: Errand, random: () => number): Promise<string | undefined> {
  if (errand === 'nothing') return undefined;
  const folder = join(parent, `Saved ${random()}.mixdown`);
  const ask = (name: string, args: unknown) => void client.ask(name, args);
  if (errand === 'undo' || errand === 'redo') {
    await client.request('transport/stop', {});
    // What was stopped as it began may have come to no take.
    if (!(await Promise.race([taken(client).then(() => true), pause(2000)]))) return undefined;
    ask('session/undo', {});
    if (errand === 'redo') ask('session/redo', {});
  } else if (errand === 'saveAs') ask('session/saveAs', { folder });
  else {
    ask('transport/stop', {});
    if (errand === 'save') ask('session/save', {});
    if (errand === 'archive') ask('session/archive', { file: `${folder}.zip` });
  }
  await pause(random() * LONGEST_ERRAND_MS);
  return errand === 'saveAs' ? folder : undefined;
}

/** Resolves when the engine records from the null device. */
async function ready({ client }: Round): Promise<void> {
  await client.request('engine/choose', { outputName: null, inputName: null });
  const isThere = async () => {
    const { state, inputChannels } = await client.request('engine/state', {});
    return state === 'running' && inputChannels === 4;
  };
  await expect.poll(isThere, { timeout: ENGINE_BACK_MS }).toBe(true);
}

/** Records, kills at a random moment, and judges what is there afterwards; how much is missing at most, in seconds. */
async function strike(round: Round, victim: 'studio' | 'engine', random: () => number): Promise<[Round, number]> {
  const { studio, client } = round;
  await ready(round);
  const before = new Set(takesOf(client).map(({ id }) => id));
  const engine = (await studio.enginePid()) as number;
  client.events.length = 0;
  // After a restart it plays where it was: a take that is begun in a jump would be two.
  await client.request('transport/stop', {});
  await client.request('transport/locate', { atFrames: Math.floor(random() * 10 * RATE) });
  await client.request('transport/record', { on: true });
  await pause(random() * LONGEST_RECORDING_MS);
  if (victim === 'engine') {
    process.kill(engine, 'SIGKILL');
    const said = lastSaid(client);
    const hasTakes = [...said.values()].some((frames) => frames > 0);
    if (hasTakes)
      await expect.poll(() => takesOf(client).length, { timeout: ENGINE_BACK_MS }).toBeGreaterThan(before.size);
    else await pause(1000);
    return [round, expectTakes(round, before, said)];
  }
  const errand = ERRANDS[Math.floor(random() * ERRANDS.length)] as Errand;
  const said = new Map(lastSaid(client));
  const saved = await begin(round, errand, random);
  // The engine too, at times: then nobody closes anything.
  if (random() < 0.5) process.kill(engine, 'SIGKILL');
  await studio.kill();
  running = undefined;
  if (errand === 'nothing') for (const [trackId, frames] of lastSaid(client)) said.set(trackId, frames);
  const next = await restart(round, saved);
  const isTakenBack = () => takesOf(next.client).every(({ id }) => before.has(id));
  // What was taken back comes again.
  if ((errand === 'undo' || errand === 'redo') && isTakenBack()) await next.client.request('session/redo', {});
  return [next, expectTakes(next, before, said)];
}

test(
  `${KILLS} kills of studio and engine while they record cost at most the last second of the takes (seed ${SEED})`,
  async () => {
    const random = seededRandom(SEED);
    const studio = await StudioProcess.start(join(parent, 'data'));
    running = studio;
    const client = await studio.browser.client();
    const { file } = await client.request('session/new', { name: 'Faults', sampleRateHz: RATE, tempoBpm: 120 });
    for (const [index, channels] of INPUTS.entries()) await armTrack(client, `Track ${index}`, channels);
    let round: Round = { studio, client, folder: file.folder };
    let worst = 0;
    let restarts = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // An engine that dies five times a minute is left dead: a musician starts it again by hand.
      const victim = random() < 0.5 && restarts < 3 ? 'engine' : 'studio';
      restarts = victim === 'engine' ? restarts + 1 : 0;
      const [next, missing] = await strike(round, victim, random);
      round = next;
      worst = Math.max(worst, missing);
    }
    console.log(
      `recording faults: ${KILLS} kills, seed ${SEED}, ${takesOf(round.client).length} takes, ${worst.toFixed(3)} s missing at most of what was said`,
    );
    // Whatever was killed first, something was recorded.
    expect(takesOf(round.client).length).toBeGreaterThan(0);
    // What was said last is at most half a second old when it is killed.
    expect(worst).toBeLessThan(MOST_LOST_SECONDS - 0.5);
    expect(await round.studio.end()).toBe(0);
    running = undefined;
  },
  60_000 + KILLS * 30_000,
);
