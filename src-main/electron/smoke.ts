/** `--smoke`: the whole program once, from the window to a bounced file; what a machine can tell a maker in ten seconds. */
import { spawn } from 'node:child_process';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BounceReport } from '../../src-shared/protocol/answers.ts';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import type { InsideClient } from './inside-client.ts';
import type { StudioPages } from './studio-pages.ts';

const PLAY_MS = 1000;
/** The bounce of the first bars is proof enough. */
const BOUNCE_SECONDS = 4;
const STEP_MS = 60_000;
const LOOK_MS = 20;

/** Looks whether a process lives, and once it does not, removes a folder. */
const REMOVE_AFTERWARDS = `const [pid, folder] = process.argv.slice(1);
setInterval(() => {
  try { process.kill(Number(pid), 0); } catch {
    require('node:fs').rmSync(folder, { recursive: true, force: true });
    process.exit();
  }
}, 100);`;

/**
 * Where a smoke run keeps its sessions and its window's profile: a folder that goes with it. Chromium writes its last
 * files after all of ours has run, so another process removes it.
 */
export function smokeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-smoke-'));
  const remover = spawn(process.execPath, ['-e', REMOVE_AFTERWARDS, String(process.pid), folder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'ignore',
    detached: true,
  });
  remover.unref();
  return folder;
}

/** Resolves to a line that says what was done; rejects with what was not. */
export async function runSmoke(client: InsideClient, pages: StudioPages, folder: string): Promise<string> {
  await within('the window to be drawn', pages.listening());
  const { session } = await within('the demo song', client.request('session/openDemo', {}));
  await client.request('transport/play', {});
  const playedSeconds = await within('the song to play', playedFor(client, PLAY_MS));
  await client.request('transport/stop', {});
  const file = join(folder, 'smoke.wav');
  const toFrames = Math.round(BOUNCE_SECONDS * session.settings.session.sampleRateHz);
  const report = await within('the bounce', bounce(client, file, toFrames));
  if (statSync(file).size === 0 || Math.abs(report.durationSeconds - BOUNCE_SECONDS) > 1)
    throw new Error(`the bounce is ${report.durationSeconds} s long`);
  if (report.integratedLufs === null) throw new Error('the bounce is silent');
  const loudness = report.integratedLufs.toFixed(1).replace('-', '−');
  return `the window is open, ${playedSeconds.toFixed(1)} s played, ${report.durationSeconds.toFixed(1)} s bounced at ${loudness} LUFS`;
}

/** Resolves to how far the playhead went, once the time is over. */
async function playedFor(client: InsideClient, milliseconds: number): Promise<number> {
  const playhead = () => (client.telemetry[HEAD.playing] ? (client.telemetry[HEAD.playheadSeconds] ?? 0) : undefined);
  while (playhead() === undefined) await pause(LOOK_MS);
  const from = playhead() ?? 0;
  await pause(milliseconds);
  while ((playhead() ?? 0) - from < 1) await pause(LOOK_MS);
  return (playhead() ?? 0) - from;
}

function bounce(client: InsideClient, file: string, toFrames: number): Promise<BounceReport> {
  return new Promise((resolve, reject) => {
    client.on('job/done', ({ report }) => report && resolve(report));
    client.on('job/failed', ({ sentence }) => reject(new Error(sentence)));
    client.request('bounce/start', { file, format: 'wav', fromFrames: 0, toFrames }).catch(reject);
  });
}

function within<Result>(what: string, done: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_resolve, reject) =>
    setTimeout(() => reject(new Error(`waited ${STEP_MS / 1000} s for ${what}`)), STEP_MS),
  );
  return Promise.race([done, late]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
