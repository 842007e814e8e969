// What playing costs: the bench graph live, on one thread, in blocks of 128 frames, with its meters and its reading ahead.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { kernelsFile } from '../build-kernels.mjs';
import { projectRoot } from '../project-files.mjs';
import { runCommand } from '../run-command.mjs';
import { benchTracks } from './material.mjs';
import { median, printTable } from './measure.mjs';
import { makeSession } from './mix-bench.mjs';

const TRACKS = 32;
const MATERIAL_SECONDS = 60;
const BLOCKS = [64, 128, 512];
const SECONDS = 60;
const LONG_SECONDS = 600;
const WANTED = '< 8 %';
const program = join(projectRoot, 'out/bench/live-load.js');

/** The engine and its kernels, bundled to a program of their own. */
async function buildProgram() {
  const input = join(projectRoot, 'src-main/studio/live-load.ts');
  const build = await rolldown({ input, platform: 'node', onLog: () => undefined });
  await build.write({ file: program, format: 'esm', codeSplitting: false });
  mkdirSync(dirname(program), { recursive: true });
  copyFileSync(kernelsFile, join(dirname(program), 'kernels.wasm'));
}

/** As the thread of a sound card would be: what else this machine does is not what is measured. Where that is not permitted, as it is. */
const realTime = spawnSync('chrt', ['-f', '50', 'true']).status === 0 ? ['chrt', '-f', '50'] : [];

async function load(song, blockFrames, seconds) {
  const [command, ...args] = [...realTime, process.execPath, program, song, String(blockFrames), String(seconds)];
  const { code, output } = await runCommand(command, args);
  if (code !== 0) throw new Error(`the live bench failed:\n${output}`);
  return JSON.parse(output.trim().split('\n').at(-1));
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

export async function benchLive({ rounds }) {
  const song = makeSession(benchTracks(TRACKS, MATERIAL_SECONDS));
  await buildProgram();
  const rows = [];
  for (const blockFrames of BLOCKS) {
    const runs = [];
    for (let round = 0; round < rounds; round++) runs.push(await load(song, blockFrames, SECONDS));
    const of = (field) => percent(median(runs.map((run) => run[field])));
    rows.push([blockFrames, of('rendering'), of('p99'), blockFrames === 128 ? WANTED : '']);
  }
  printTable(
    `Playing ${TRACKS} stereo tracks with channel, 4-band EQ and compressor into EQ, bus compressor and limiter, one thread${realTime.length > 0 ? ', at real-time priority' : ''}`,
    ['frames a block', 'of real time, meters included', '99th percentile of a deadline', 'wanted'],
    rows,
  );
  const long = await load(song, 128, LONG_SECONDS);
  printTable(
    `The worst block of ${LONG_SECONDS / 60} minutes, of its deadline of 2.67 ms`,
    ['median', '99.99th percentile', 'worst', 'blocks over half a deadline', 'wanted'],
    [[percent(long.median), percent(long.p9999), percent(long.worst), long.over, 'worst < 50 %']],
  );
}
