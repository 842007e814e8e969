/** `npm run soak [-- --minutes N]` runs this; `npm test` does not. */
import { closeSync, openSync, readSync } from 'node:fs';
import { mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mediaFile } from '../studio/session-folder/session-paths.ts';
import { StudioProcess } from '../testing/killed-studio.ts';
import { unbrokenFrames, writeNumberedInput } from '../testing/numbered-input.ts';
import { armTrack, taken, takesOf } from '../testing/recording-studio.ts';

const MINUTES = Number(process.env.MIXDOWN_SOAK_MINUTES ?? 0);
const TRACKS = Number(process.env.MIXDOWN_SOAK_TRACKS ?? 8);
const RATE = 48_000;
/** Files past this are RF64: every one of them soon is. */
const LARGEST_RIFF_BYTES = 4 * 2 ** 20;
const LOOK_MS = 5_000;
/** Until then a minute of each input is still being filled. */
const SETTLED_SECONDS = 80;
const MOST_GROWTH_MB = 24;

let studio: StudioProcess | undefined;

/** Memory of a process in MB, as Linux says it (proc(5)). */
async function memoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

function firstBytes(path: string): string {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(4);
  readSync(file, bytes, 0, 4, 0);
  closeSync(file);
  return bytes.toString('latin1');
}

test.skipIf(MINUTES === 0)(
  `${TRACKS} tracks for ${MINUTES} minutes: every sample, in flat memory, in files past the limit of 32 bits`,
  async () => {
    const parent = await mkdtemp(join(process.env.MIXDOWN_SOAK_FOLDER ?? tmpdir(), 'mixdown-soak-'));
    try {
      await soak(parent);
    } finally {
      await studio?.kill();
      await rm(parent, { recursive: true, force: true });
    }
  },
  MINUTES * 60_000 + 600_000,
);

async function soak(parent: string): Promise<void> {
  const needed = MINUTES * 60 * RATE * 4 * TRACKS;
  const { bavail, bsize } = await statfs(parent);
  expect(bavail * bsize, 'room on the disk').toBeGreaterThan(needed * 1.1);
  process.env['MIXDOWN_NULL_INPUT'] = join(parent, 'input.wav');
  process.env['MIXDOWN_LARGEST_RIFF_BYTES'] = String(LARGEST_RIFF_BYTES);
  await writeNumberedInput(join(parent, 'input.wav'), TRACKS);
  studio = await StudioProcess.start(join(parent, 'data'));
  const client = await studio.browser.client();
  const { file } = await client.request('session/new', { name: 'Soak', sampleRateHz: RATE, tempoBpm: 120 });
  // What is held from before begins with this device.
  await client.request('engine/choose', { outputName: null, inputName: null });
  for (let track = 0; track < TRACKS; track++) await armTrack(client, `Track ${track}`, [track + 1]);
  const engine = (await studio.enginePid()) as number;
  await client.request('transport/record', { on: true });
  const beganMs = performance.now();
  const looks: { readonly seconds: number; readonly mb: number }[] = [];
  while (performance.now() - beganMs < MINUTES * 60_000) {
    await new Promise((next) => setTimeout(next, LOOK_MS));
    looks.push({ seconds: (performance.now() - beganMs) / 1000, mb: await memoryMb(engine) });
    client.events.length = 0;
  }
  const { dropouts, diskSecondsLeft } = await client.request('record/state', {});
  await client.request('transport/stop', {});
  await taken(client);
  const takes = takesOf(client);
  expect(takes).toHaveLength(TRACKS);
  for (const [track, take] of takes.entries()) {
    const path = mediaFile(file.folder, client.mirror.session.media[take.mediaId] as { path: string });
    if (take.lengthFrames * 4 > LARGEST_RIFF_BYTES) expect(firstBytes(path)).toBe('RF64');
    expect(unbrokenFrames(path, [track])).toBeGreaterThanOrEqual(take.offsetFrames + take.lengthFrames);
  }
  const settled = looks.filter(({ seconds }) => seconds > SETTLED_SECONDS).map(({ mb }) => mb);
  const growth = settled.length > 1 ? Math.max(...settled) - (settled[0] as number) : 0;
  const minutes = (takes[0]?.lengthFrames ?? 0) / RATE / 60;
  console.log(
    `soak: ${TRACKS} tracks, ${minutes.toFixed(2)} minutes each, every sample; ${dropouts} dropouts; engine ${looks.at(-1)?.mb.toFixed(0)} MB, ` +
      `at most ${growth.toFixed(1)} MB more than once its minute was full; disk left ${Math.round((diskSecondsLeft ?? 0) / 60)} minutes`,
  );
  expect(growth).toBeLessThan(MOST_GROWTH_MB);
  expect(await studio.end()).toBe(0);
  studio = undefined;
}
