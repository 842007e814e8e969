// `npm run bench`: what docs/performance.md quotes. Peers run in the same minutes on the same machine; only ratios count.
// `npm run bench -- mix analyse live kernels tracks app frames long soak` runs some of it, `long` and `soak` only when named;
// `--rounds N` sets how often each command runs, `--minutes N` how long the app plays in `soak`.
import { parseArgs } from 'node:util';
import { buildApp } from '../build-app.mjs';
import { benchAnalyse } from './analyse-bench.mjs';
import { benchApp } from './app-bench.mjs';
import { benchFrames } from './frames-bench.mjs';
import { benchKernels } from './kernel-bench.mjs';
import { benchLive } from './live-bench.mjs';
import { benchLong } from './long-bench.mjs';
import { benchMix, benchTracksCost } from './mix-bench.mjs';
import { benchSoak } from './soak-bench.mjs';

const benches = {
  mix: benchMix,
  tracks: benchTracksCost,
  analyse: benchAnalyse,
  live: benchLive,
  kernels: benchKernels,
  app: benchApp,
  frames: benchFrames,
  long: benchLong,
  soak: benchSoak,
};
/** They take long: only when they are named. */
const LONG = ['long', 'soak'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, minutes: { type: 'string', default: '30' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches).filter((name) => !LONG.includes(name));
const unknown = names.find((name) => !(name in benches));
if (unknown) {
  console.error(`bench: there is no "${unknown}"; choose from ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
await buildApp();
for (const name of names) await benches[name]({ rounds: Number(values.rounds), minutes: Number(values.minutes) });
