// The programs that the bench measures itself against, each told to run the chain of chain.mjs in its fastest known way, in
// two readings: their limiters have no eye for what lies between samples, so the chain's true-peak limiter is theirs at
// four times the rate; at the file's rate they hold sample peaks alone, which is less work and less than was asked.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { busChain, trackChain } from './chain.mjs';
import { benchFolder } from './material.mjs';

/** What the peers' limiters hold. */
const READINGS = ['true peaks', 'sample peaks'];

const FFMPEG_BAND = { lowShelf: 'bass', bell: 'equalizer', highShelf: 'treble' };
const SOX_BAND = { lowShelf: 'bass', bell: 'equalizer', highShelf: 'treble' };

function found(program, argument = '-version') {
  return spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;
}

/** Installs with the system's package manager where this user may; true when the program is there afterwards. */
function foundOrInstalled(program, argument) {
  if (found(program, argument)) return true;
  if (process.getuid?.() !== 0 || !found('apt-get', '--version')) return false;
  console.log(`installing ${program} to compare with …`);
  spawnSync('sh', ['-c', `apt-get update -q && apt-get install -y -q --no-install-recommends ${program}`], {
    stdio: 'ignore',
  });
  return found(program, argument);
}

/** The Python with pedalboard in it, made in the bench's folder, or undefined. */
function pedalboardPython() {
  const environment = join(benchFolder, 'python');
  const python = join(environment, 'bin/python');
  try {
    if (!existsSync(python)) {
      console.log('installing pedalboard to compare with …');
      execFileSync('python3', ['-m', 'venv', environment], { stdio: 'ignore' });
      execFileSync(python, ['-m', 'pip', 'install', '-q', 'pedalboard', 'numpy'], { stdio: 'ignore' });
    }
    execFileSync(python, ['-c', 'import pedalboard'], { stdio: 'ignore' });
    return python;
  } catch {
    return undefined;
  }
}

function ffmpegBands(bands) {
  return bands.map((band) => `${FFMPEG_BAND[band.type]}=f=${band.frequencyHz}:t=q:w=${band.q}:g=${band.gainDb}`);
}

function ffmpegCompressor({ thresholdDb, ratio, attackSeconds, releaseSeconds }) {
  return `acompressor=threshold=${thresholdDb}dB:ratio=${ratio}:attack=${attackSeconds * 1000}:release=${releaseSeconds * 1000}`;
}

function ffmpegTrack(index, label) {
  const { gainDb, pan, bands, compressor } = trackChain(index);
  const place = `pan=stereo|c0=${Math.min(1, 1 - pan)}*c0|c1=${Math.min(1, 1 + pan)}*c1`;
  return `[${label}:a]${[...ffmpegBands(bands), ffmpegCompressor(compressor), `volume=${gainDb}dB`, place].join(',')}`;
}

function ffmpegBus(output, reading) {
  const limiter = `alimiter=limit=${busChain.ceilingDb}dB:level=false`;
  const limiters = reading === 'true peaks' ? ['aresample=192000', limiter, 'aresample=48000'] : [limiter];
  return `${[...ffmpegBands(busChain.bands), ffmpegCompressor(busChain.compressor), ...limiters].join(',')}[${output}]`;
}

const ffmpegQuiet = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y'];

/** One process with every track in one graph. */
function ffmpegOneGraph(tracks, output, reading) {
  const inputs = tracks.flatMap((track) => ['-i', track]);
  const strips = tracks.map((_, index) => `${ffmpegTrack(index, index)}[t${index}]`);
  const sum = `${tracks.map((_, index) => `[t${index}]`).join('')}amix=inputs=${tracks.length}:normalize=0,${ffmpegBus('out', reading)}`;
  const graph = [...strips, sum].join(';');
  return [
    ['ffmpeg', [...ffmpegQuiet, ...inputs, '-filter_complex', graph, '-map', '[out]', '-c:a', 'pcm_s24le', output]],
  ];
}

/** A process for each half of the tracks at once, then one for the bus. */
function ffmpegTwoProcesses(tracks, output, reading) {
  const half = Math.ceil(tracks.length / 2);
  const parts = [tracks.slice(0, half), tracks.slice(half)];
  const mixes = parts.map((_, part) => join(benchFolder, `ffmpeg-half-${part}.wav`));
  const halves = parts.map((part, number) => {
    const strips = part.map((_, index) => `${ffmpegTrack(number * half + index, index)}[t${index}]`);
    const sum = `${part.map((_, index) => `[t${index}]`).join('')}amix=inputs=${part.length}:normalize=0[out]`;
    const inputs = part.flatMap((track) => ['-i', track]);
    const graph = [...strips, sum].join(';');
    return `ffmpeg ${quoted([...ffmpegQuiet, ...inputs, '-filter_complex', graph, '-map', '[out]', '-c:a', 'pcm_f32le', mixes[number]])}`;
  });
  const graph = `[0:a][1:a]amix=inputs=2:normalize=0,${ffmpegBus('out', reading)}`;
  const last = `ffmpeg ${quoted([...ffmpegQuiet, '-i', mixes[0], '-i', mixes[1], '-filter_complex', graph, '-map', '[out]', '-c:a', 'pcm_s24le', output])}`;
  return [['sh', ['-c', `${halves.join(' & ')} & wait; ${last}`]]];
}

function quoted(words) {
  return words.map((word) => `'${String(word).replaceAll("'", "'\\''")}'`).join(' ');
}

function soxBands(bands) {
  return bands.flatMap(({ type, frequencyHz, gainDb, q }) =>
    type === 'bell' ? [SOX_BAND[type], frequencyHz, `${q}q`, gainDb] : [SOX_BAND[type], gainDb, frequencyHz, `${q}q`],
  );
}

function soxCompressor({ thresholdDb, ratio, attackSeconds, releaseSeconds }) {
  const topDb = thresholdDb - thresholdDb / ratio;
  return ['compand', `${attackSeconds},${releaseSeconds}`, `6:-90,-90,${thresholdDb},${thresholdDb},0,${topDb}`];
}

/** One sox for each track at once, piped into the one that mixes: the system spreads them over the cores. */
function soxPipes(tracks, output, reading) {
  const pipes = tracks.map((track, index) => {
    const { gainDb, pan, bands, compressor } = trackChain(index);
    const place = ['remix', `1v${Math.min(1, 1 - pan)}`, `2v${Math.min(1, 1 + pan)}`];
    return `|sox ${track} -p ${[...soxBands(bands), ...soxCompressor(compressor), ...place, 'gain', gainDb].join(' ')}`;
  });
  const inputs = pipes.flatMap((pipe) => ['-v', '1', pipe]);
  const limiter = ['gain', '-l', '0'];
  const limiters = reading === 'true peaks' ? ['rate', '-m', '192k', ...limiter, 'rate', '-m', '48k'] : limiter;
  const bus = [...soxBands(busChain.bands), ...soxCompressor(busChain.compressor), ...limiters];
  return [['sox', ['-V1', '-m', ...inputs, '-b', '24', output, ...bus.map(String)]]];
}

const PEDALBOARD_PROGRAM = `
import sys, json
import numpy as np
from multiprocessing import Pool
from pedalboard import Resample, Pedalboard, Compressor, Gain, Limiter, LowShelfFilter, PeakFilter, HighShelfFilter
from pedalboard.io import AudioFile, StreamResampler
job = json.load(open(sys.argv[1]))
BANDS = {'lowShelf': LowShelfFilter, 'bell': PeakFilter, 'highShelf': HighShelfFilter}
def bands(chain): return [BANDS[b['type']](b['frequencyHz'], b['gainDb'], b['q']) for b in chain]
def compressor(c): return Compressor(c['thresholdDb'], c['ratio'], c['attackSeconds'] * 1000, c['releaseSeconds'] * 1000)
def part(tracks):
    total = None
    for path, chain in tracks:
        with AudioFile(path) as f: audio = f.read(f.frames)
        out = Pedalboard(bands(chain['bands']) + [compressor(chain['compressor']), Gain(chain['gainDb'])])(audio, job['rate'])
        out *= np.array([[min(1, 1 - chain['pan'])], [min(1, 1 + chain['pan'])]], dtype=np.float32)
        if total is None: total = out
        else: total += out
    return total
if __name__ == '__main__':
    tracks = job['tracks']; half = (len(tracks) + 1) // 2
    with Pool(2) as pool: a, b = pool.map(part, [tracks[:half], tracks[half:]])
    mix = a + b
    bus = job['bus']
    mix = Pedalboard(bands(bus['bands']) + [compressor(bus['compressor'])])(mix, job['rate'])
    fine = job['fineness'] * job['rate']
    quick = Resample.Quality.WindowedSinc8
    def resampled(mix, rate, to):
        resampler = StreamResampler(rate, to, 2, quick)
        return np.concatenate([resampler.process(mix), resampler.process(None)], axis=1)
    if fine != job['rate']: mix = resampled(mix, job['rate'], fine)
    mix = Pedalboard([Limiter(bus['ceilingDb'])])(mix, fine)
    if fine != job['rate']: mix = resampled(mix, fine, job['rate'])
    with AudioFile(job['output'], 'w', job['rate'], 2, bit_depth=24) as f: f.write(mix)
`;

function pedalboardPool({ python, tracks, output, rate, reading }) {
  const program = join(benchFolder, 'pedalboard-mix.py');
  const fineness = reading === 'true peaks' ? 4 : 1;
  const job = join(benchFolder, `pedalboard-job-${fineness}.json`);
  writeFileSync(program, PEDALBOARD_PROGRAM);
  writeFileSync(
    job,
    JSON.stringify({
      rate,
      fineness,
      output,
      bus: busChain,
      tracks: tracks.map((path, index) => [path, trackChain(index)]),
    }),
  );
  return [[python, [program, job]]];
}

/**
 * The peers that can run here, each in both readings: `name`, `minimumRatio` (how many times faster we mean to be) and
 * `arrangements`, each a list of commands that run one after the other. A peer that is missing has `missing`, a line that says so.
 */
export function mixPeers(tracks, rate) {
  const python = pedalboardPython();
  const programs = [
    {
      name: 'ffmpeg',
      minimumRatio: 10,
      isThere: foundOrInstalled('ffmpeg'),
      arrange: (output, reading) => [
        ffmpegOneGraph(tracks, output, reading),
        ffmpegTwoProcesses(tracks, output, reading),
      ],
    },
    {
      name: 'sox',
      minimumRatio: 6,
      isThere: foundOrInstalled('sox', '--version'),
      arrange: (output, reading) => [soxPipes(tracks, output, reading)],
    },
    {
      name: 'pedalboard',
      minimumRatio: 3,
      isThere: python !== undefined,
      arrange: (output, reading) => [pedalboardPool({ python, tracks, output, rate, reading })],
    },
  ];
  return programs.flatMap(({ name, minimumRatio, isThere, arrange }) => {
    if (!isThere) return [{ name, missing: `${name} cannot be found or installed: not compared` }];
    return READINGS.map((reading) => ({
      name: `${name}, limiting ${reading}`,
      minimumRatio,
      arrangements: arrange(join(benchFolder, `out-${name}.wav`), reading),
    }));
  });
}

/** ffmpeg's loudness meter on a file, as one command; undefined where ffmpeg is missing. */
export function analysePeer(file) {
  if (!foundOrInstalled('ffmpeg')) return undefined;
  return [
    'ffmpeg',
    [
      '-hide_banner',
      '-nostdin',
      '-loglevel',
      'error',
      '-i',
      file,
      '-filter_complex',
      'ebur128=peak=true',
      '-f',
      'null',
      '-',
    ],
  ];
}
