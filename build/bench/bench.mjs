// `npm run bench`: what docs/performance.md quotes. Peers run in the same minutes on the same machine; only ratios count.
// `npm run bench -- mix analyse live kernels tracks app frames long soak` runs some of it, `long` and `soak` only when named;
// `--rounds N` sets how often each command runs, `--minutes N` how long the app plays in `soak`.
import { parseArgs } from 'node:util';
import { buildApp } from '../build-app.mjs';
import { installWhatIsMissing } from '../install.mjs';

/** Loaded once what they need is installed. */
const benches = {
  mix: async () => (await import('./mix-bench.mjs')).benchMix,
  tracks: async () => (await import('./mix-bench.mjs')).benchTracksCost,
  analyse: async () => (await import('./analyse-bench.mjs')).benchAnalyse,
  live: async () => (await import('./live-bench.mjs')).benchLive,
  kernels: async () => (await import('./kernel-bench.mjs')).benchKernels,
  app: async () => (await import('./app-bench.mjs')).benchApp,
  frames: async () => (await import('./frames-bench.mjs')).benchFrames,
  long: async () => (await import('./long-bench.mjs')).benchLong,
  soak: async () => (await import('./soak-bench.mjs')).benchSoak,
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
await installWhatIsMissing();
await buildApp();
for (const name of names) {
  const bench = await benches[name]();
  await bench({ rounds: Number(values.rounds), minutes: Number(values.minutes) });
}
