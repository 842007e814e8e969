// Measuring a three-minute file, against ffmpeg's loudness meter with true peak.
import { join } from 'node:path';
import { projectRoot } from '../project-files.mjs';
import { benchTracks } from './material.mjs';
import { interleaved, median, printTable, ratio } from './measure.mjs';
import { analysePeer } from './peers.mjs';

export async function benchAnalyse({ rounds }) {
  const [file] = benchTracks(1, 180);
  const contestants = [
    { name: 'mixdown', commands: [[process.execPath, [join(projectRoot, 'out/app/cli.js'), 'analyse', file]]] },
  ];
  const peer = analysePeer(file);
  if (peer) contestants.push({ name: 'ffmpeg ebur128', commands: [peer] });
  else console.log('ffmpeg is not installed: not compared');
  const seconds = interleaved(contestants, rounds);
  printTable(
    'Measuring a 3-minute stereo file, start-up included',
    ['program', 'median s', 'times our time', 'wanted'],
    contestants.map(({ name }, index) => {
      const times = index === 0 ? '1' : ratio(seconds, 'mixdown', name).toFixed(1);
      return [name, median(seconds.get(name)).toFixed(2), times, index === 0 ? '' : '≥ 2'];
    }),
  );
}
