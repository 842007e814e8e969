/** FFmpeg as an independent judge of loudness and peaks; tests that use it skip where it is not installed. */
import { spawnSync } from 'node:child_process';

export type FfmpegFigures = {
  readonly integratedLufs: number;
  readonly loudnessRangeLu: number;
  readonly truePeakDbtp: number;
  readonly samplePeakDbfs: number;
};

/** Whether FFmpeg can be called; says so in one line when it cannot. */
export function hasFfmpeg(): boolean {
  const found = spawnSync('ffmpeg', ['-version']).status === 0;
  if (!found) console.log('skipped: ffmpeg is not installed, so nothing judges the figures independently');
  return found;
}

/** What FFmpeg's ebur128 filter (itself after libebur128) reads from interleaved Float32; to 0.1. */
export function ffmpegFigures(samples: Float32Array, sampleRateHz: number, channels: number): FfmpegFigures {
  const input = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const filter = [
    '-nostats',
    '-f',
    'f32le',
    '-ar',
    `${sampleRateHz}`,
    '-ac',
    `${channels}`,
    '-i',
    'pipe:0',
    '-af',
    'ebur128=peak=true+sample',
    '-f',
    'null',
    '-',
  ];
  const { stderr } = spawnSync('ffmpeg', filter, { input, encoding: 'utf8', maxBuffer: 1e9 });
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const figure = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]);
  return {
    integratedLufs: figure(/I:\s+(\S+) LUFS/),
    loudnessRangeLu: figure(/LRA:\s+(\S+) LU/),
    truePeakDbtp: figure(/True peak:\s+Peak:\s+(\S+) dBFS/),
    samplePeakDbfs: figure(/Sample peak:\s+Peak:\s+(\S+) dBFS/),
  };
}
