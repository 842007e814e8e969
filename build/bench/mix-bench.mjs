// 32 stereo tracks through their chains and a mastered bus to a 24-bit file, against what others need for the same.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-files.mjs';
import { busChain, trackChain } from './chain.mjs';
import { benchFolder, benchTracks, SAMPLE_RATE_HZ } from './material.mjs';
import { interleaved, median, printTable, ratio, secondsOf } from './measure.mjs';
import { mixPeers } from './peers.mjs';

const SECONDS = 60;
const cli = join(projectRoot, 'out/app/cli.js');

function mixdown(...args) {
  return [process.execPath, [cli, ...args.map(String)]];
}

/** A session with the bench's chain over these tracks, made by the command line. */
export function makeSession(tracks) {
  const song = join(benchFolder, `song-${tracks.length}.mixdown`);
  rmSync(song, { recursive: true, force: true });
  const strips = tracks.map((file) =>
    file
      .split('/')
      .at(-1)
      .replace(/\.wav$/, ''),
  );
  const settings = strips.flatMap((strip, index) => {
    const { gainDb, pan, bands, compressor } = trackChain(index);
    return [`${strip}.gainDb=${gainDb}`, `${strip}.pan=${pan}`, ...deviceSettings(strip, bands, compressor)];
  });
  const bus = deviceSettings('master', busChain.bands, busChain.compressor, 'busCompressor');
  secondsOf([
    mixdown('new', song, '--sample-rate', SAMPLE_RATE_HZ),
    mixdown('import', song, ...tracks),
    ...strips.flatMap((strip) => [
      mixdown('device', song, strip, 'add', 'eq'),
      mixdown('device', song, strip, 'add', 'compressor'),
    ]),
    ...['eq', 'busCompressor', 'limiter'].map((device) => mixdown('device', song, 'master', 'add', device)),
    mixdown('set', song, ...settings, ...bus, `master.limiter.ceilingDbtp=${busChain.ceilingDb}`),
  ]);
  return song;
}

function deviceSettings(strip, bands, compressor, compressorType = 'compressor') {
  const eq = bands.flatMap((band, index) =>
    Object.entries({ enabled: true, ...band }).map(([key, value]) => `${strip}.eq.band${index + 3}.${key}=${value}`),
  );
  return [...eq, ...Object.entries(compressor).map(([key, value]) => `${strip}.${compressorType}.${key}=${value}`)];
}

function bounce(song, output) {
  return [mixdown('bounce', song, '-o', output, '--bit-depth', 24, '--overwrite')];
}

/** The fastest arrangement of a peer's commands, found by one run of each. */
function fastest({ arrangements }) {
  if (arrangements.length === 1) return arrangements[0];
  const seconds = arrangements.map(secondsOf);
  return arrangements[seconds.indexOf(Math.min(...seconds))];
}

export async function benchMix({ rounds }) {
  const tracks = benchTracks(32, SECONDS);
  const song = makeSession(tracks);
  const peers = mixPeers(tracks, SAMPLE_RATE_HZ);
  for (const { missing } of peers) if (missing) console.log(missing);
  const present = peers.filter(({ missing }) => !missing);
  const contestants = [
    { name: 'mixdown', commands: bounce(song, join(benchFolder, 'out-mixdown.wav')) },
    ...present.map((peer) => ({ name: peer.name, commands: fastest(peer) })),
  ];
  const seconds = interleaved(contestants, rounds);
  printTable(
    `32 stereo tracks × ${SECONDS} s → 24-bit WAV, start-up included, both cores`,
    ['program', 'median s', 'min s', 'max s', 'times our time', 'wanted'],
    contestants.map(({ name }) => {
      const taken = seconds.get(name);
      const wanted = present.find((peer) => peer.name === name)?.minimumRatio;
      const times = name === 'mixdown' ? '1' : ratio(seconds, 'mixdown', name).toFixed(1);
      return [
        name,
        median(taken).toFixed(2),
        Math.min(...taken).toFixed(2),
        Math.max(...taken).toFixed(2),
        times,
        wanted ? `≥ ${wanted}` : '',
      ];
    }),
  );
}

/** Cost against the number of tracks: the time of one more track must not grow with their number. */
export async function benchTracksCost({ rounds }) {
  const counts = [1, 8, 32, 128];
  const contestants = counts.map((count) => {
    const song = makeSession(benchTracks(count, 20));
    return { name: count, commands: bounce(song, join(benchFolder, `out-${count}.wav`)) };
  });
  const seconds = interleaved(contestants, rounds);
  const base = median(seconds.get(1));
  printTable(
    'Cost against tracks: each 20 s with the chain above',
    ['tracks', 'median s', 'ms a track beyond the first'],
    counts.map((count) => {
      const taken = median(seconds.get(count));
      return [count, taken.toFixed(2), count === 1 ? '' : ((1000 * (taken - base)) / (count - 1)).toFixed(1)];
    }),
  );
}
