/** An engine that never comes out of a loop, in the real-time class where this machine permits it (engine/take-precedence.ts). */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { armTrack, RecordingStudio, taken, takesOf, unbrokenTake } from '../../testing/recording-studio.ts';

/** The kernel leaves what is not real time a twentieth of each second: a machine of one core stands still for the rest. */
const WORST_PAUSE_MS = 1_200;
const RECORDED_MS = 1_500;

let studio: RecordingStudio | undefined;
const nodeOptions = process.env['NODE_OPTIONS'];
afterEach(async () => {
  if (nodeOptions === undefined) delete process.env['NODE_OPTIONS'];
  else process.env['NODE_OPTIONS'] = nodeOptions;
  await studio?.end();
});

/** How late a timer of this process ever came, until it is stopped. */
function watchOwnTurns(): { stop(): number } {
  let worstMs = 0;
  let expectedMs = performance.now() + 10;
  const timer = setInterval(() => {
    worstMs = Math.max(worstMs, performance.now() - expectedMs);
    expectedMs = performance.now() + 10;
  }, 10);
  return {
    stop: () => {
      clearInterval(timer);
      return worstMs;
    },
  };
}

test.skipIf(process.platform === 'win32')(
  'is ended within seconds: the machine goes on meanwhile, the take is whole until then, and the engine is back',
  async () => {
    studio = await RecordingStudio.start();
    const { client, engine } = studio;
    // The engine's process alone is started with it: from the first session on, so it is started anew here.
    const runaway = join(studio.parent, 'runaway.mjs');
    writeFileSync(runaway, "process.on('SIGUSR2', () => { for (;;); });");
    process.env['NODE_OPTIONS'] = `--import ${pathToFileURL(runaway)}`;
    process.kill(engine.pid as number, 'SIGKILL');
    await expect.poll(() => engine.state.state, { timeout: 10_000 }).toBe('restarting');
    await expect.poll(() => engine.state.state, { timeout: 10_000 }).toBe('running');
    await expect.poll(() => engine.state.inputChannels, { timeout: 10_000 }).toBe(4);

    await armTrack(client, 'Vocal', [2]);
    await client.request('transport/record', { on: true });
    await new Promise((resolve) => setTimeout(resolve, RECORDED_MS));
    const pid = engine.pid as number;
    const kind = spawnSync('chrt', ['--pid', String(pid)], { encoding: 'utf8' }).stdout;
    const turns = watchOwnTurns();
    const beganMs = performance.now();
    process.kill(pid, 'SIGUSR2');
    await taken(client);
    const lastedMs = performance.now() - beganMs;
    const worstMs = turns.stop();
    console.log(
      `ended after ${lastedMs.toFixed(0)} ms; worst pause here ${worstMs.toFixed(0)} ms; ${kind.split('\n')[0]}`,
    );

    expect(lastedMs).toBeLessThan(9_000);
    expect(worstMs).toBeLessThan(WORST_PAUSE_MS);
    const [take] = takesOf(client);
    if (!take) throw new Error('no take came');
    const { folder } = (await client.request('session/snapshot', {})).file;
    expect(take.lengthFrames).toBeGreaterThan(0.6 * RECORDED_MS * 48);
    expect(unbrokenTake(client, folder, take, [2])).toBe(take.lengthFrames);
    await expect.poll(() => engine.state.state, { timeout: 10_000 }).toBe('running');
    expect(engine.pid).not.toBe(pid);
  },
  30_000,
);
