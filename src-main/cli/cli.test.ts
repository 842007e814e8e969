import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stereoNoise, stereoSine } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { openAudioFile } from '../media/open-audio-file.ts';
import { openPcmFile } from '../media/open-pcm-file.ts';

const cli = new URL('../../out/app/cli.js', import.meta.url).pathname;
/** What the demo command plays. */
const demoStems = join(cli, '../../../build/demo-song');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = { readonly code: number | null; readonly out: string; readonly error: string };

function mixdown(...words: string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, error: stderr };
}

/** Runs a command that must succeed. */
function done(...words: string[]): string {
  const { code, out, error } = mixdown(...words);
  expect(code, error).toBe(0);
  return out;
}

async function writeWav(name: string, samples: Float32Array, channels = 2): Promise<string> {
  const writer = createWavFile(join(folder, name), {
    sampleRateHz: 48_000,
    channels,
    bitDepth: '32f',
    overwrite: true,
  });
  writer.write(samples, samples.length / channels);
  await writer.finish();
  return name;
}

function samplesOf(name: string): Float32Array {
  const reader = openPcmFile(join(folder, name));
  const samples = new Float32Array(reader.format.lengthFrames * reader.format.channels);
  reader.read(0, reader.format.lengthFrames, samples);
  reader.close();
  return samples;
}

function firstDifference(a: Float32Array, b: Float32Array): number {
  return a.length === b.length ? a.findIndex((value, index) => value !== b[index]) : -2;
}

/** What ffmpeg's meter reads of a file; undefined without ffmpeg. */
function ffmpegMeter(file: string): { lufs: number; dbtp: number } | undefined {
  const args = ['-hide_banner', '-nostats', '-i', join(folder, file), '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const { status, stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  return { lufs: Number(/I:\s+(\S+) LUFS/.exec(summary)?.[1]), dbtp: Number(/Peak:\s+(\S+) dBFS/.exec(summary)?.[1]) };
}

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
if (!hasFfmpeg) console.log('ffmpeg is not installed: the loudness of bounced files is judged by our own meter alone');

describe('a session on the command line', () => {
  test('new, import, add, send, device, set, automate, show build a mix', async () => {
    await writeWav('Vocal.wav', stereoSine({ hz: 440, amplitude: 0.25, frames: 48_000, sampleRateHz: 48_000 }));
    await writeWav('Bass.wav', new Float32Array(48_000).fill(0.1), 1);
    expect(done('new', 'Song', '--tempo', '96')).toBe('made Song.mixdown\n');
    expect(done('import', 'Song', 'Vocal.wav', 'Bass.wav', '--at', '0.5')).toMatch(/^Vocal: .*\nBass: /);
    done('add', 'Song', 'bus', 'Room');
    done('device', 'Song', 'Vocal', 'add', 'compressor');
    done('device', 'Song', 'Vocal', 'add', 'eq');
    done('device', 'Song', 'Vocal', 'move', 'eq', '--at', '1');
    done('device', 'Song', 'Vocal', 'add', 'eq');
    done('device', 'Song', 'master', 'add', 'limiter');
    done('send', 'Song', 'Vocal', 'Room', '--gain-db', '-14', '--pre');
    done(
      'set',
      'Song',
      'Vocal.gainDb=-3',
      'Vocal.pan=-0.3',
      'Vocal.eq.band2.gainDb=-4',
      'Vocal.eq#2.band3.q=2',
      'master.limiter.ceilingDbtp=-1.5',
    );
    done('automate', 'Song', 'Bass.gainDb', '0=-inf', '1=-6');
    const { session } = JSON.parse(done('show', 'Song', '--json'));
    const strips = Object.values(session.strips) as {
      name: string;
      channel: object;
      deviceIds: string[];
      sendIds: string[];
    }[];
    const vocal = strips.find(({ name }) => name === 'Vocal');
    expect(vocal?.channel).toEqual({ gainDb: -3, pan: -0.3 });
    expect(vocal?.deviceIds.map((id) => session.devices[id].type)).toEqual(['eq', 'compressor', 'eq']);
    expect(session.devices[vocal?.deviceIds[0] ?? ''].values).toEqual({ 'band2.gainDb': -4 });
    expect(session.devices[vocal?.deviceIds[2] ?? ''].values).toEqual({ 'band3.q': 2 });
    expect(session.sends[vocal?.sendIds[0] ?? '']).toMatchObject({ gainDb: -14, pre: true });
    expect(strips.find(({ name }) => name === 'Bass')?.channel).toEqual({ panLaw: 'power3' });
    expect((Object.values(session.clips) as { startFrames: number }[]).map(({ startFrames }) => startFrames)).toEqual([
      24_000, 24_000,
    ]);
    expect((Object.values(session.lanes) as { points: object[] }[])[0]?.points).toHaveLength(2);
    expect(done('show', 'Song')).toMatch(/Vocal +track +−3\.0 +−0\.30 .*eq → compressor → eq +Room −14\.0 pre/);
  });

  test('params lists every parameter with unit, range and default, as JSON too', () => {
    const devices = JSON.parse(done('params', '--json')) as {
      type: string;
      parameters: { key: string; unit?: string }[];
    }[];
    const keys = (type: string) =>
      devices.find((device) => device.type === type)?.parameters.map(({ key }) => key) ?? [];
    for (const band of [1, 2, 3, 4, 5, 6, 7, 8]) {
      for (const key of ['enabled', 'type', 'frequencyHz', 'gainDb', 'q'])
        expect(keys('eq')).toContain(`band${band}.${key}`);
    }
    expect(keys('compressor')).toEqual(
      expect.arrayContaining(['thresholdDb', 'ratio', 'kneeDb', 'attackSeconds', 'releaseSeconds', 'makeupDb', 'mix']),
    );
    expect(keys('limiter')).toEqual(expect.arrayContaining(['ceilingDbtp', 'inputGainDb', 'releaseSeconds']));
    expect(keys('channel')).toEqual(expect.arrayContaining(['gainDb', 'pan', 'mute', 'width', 'polarity']));
    expect(done('params', 'eq')).toMatch(/band2\.q +0\.1 … 30 +0\.7071 /);
    expect(done('params', 'limiter')).toMatch(/ceilingDbtp +-20 … 0 dBTP +-1 /);
  });

  test('of a file with more than two channels the first two are heard, and import says so', async () => {
    const frames = [0.1, -0.2, 0.3, 0.4, 0.5, 0.6];
    await writeWav(
      'six.wav',
      Float32Array.from({ length: 6 * 480 }, (_, index) => frames[index % 6] as number),
      6,
    );
    done('new', 'Surround');
    const { code, error } = mixdown('import', 'Surround', 'six.wav');
    expect([code, error]).toEqual([0, expect.stringMatching(/“six\.wav” has 6 channels: the first two are heard/)]);
    done('bounce', 'Surround', '-o', 'two.wav', '--no-master', '--bit-depth', '32f');
    expect(samplesOf('two.wav').slice(0, 4)).toEqual(Float32Array.of(0.1, -0.2, 0.1, -0.2));
  });

  test('a failed command changes nothing: a bad second file leaves neither track nor media', () => {
    writeFileSync(join(folder, 'notes.wav'), 'these are only words\n');
    done('new', 'Clean');
    const before = readFileSync(join(folder, 'Clean.mixdown/session.json'), 'utf8');
    const { code, error } = mixdown('import', 'Clean', 'Vocal.wav', 'notes.wav');
    expect(code).toBe(1);
    expect(error).toMatch(/^mixdown: “notes\.wav” [^\n]*\n$/);
    expect(readdirSync(join(folder, 'Clean.mixdown/audio'))).toEqual([]);
    expect(readFileSync(join(folder, 'Clean.mixdown/session.json'), 'utf8')).toBe(before);
  });
});

describe('exit codes and sentences', () => {
  test.each([
    ['a wrong command', ['bounec'], 2],
    ['a missing argument', ['new'], 2],
    ['a number out of range', ['new', 'X', '--tempo', '1'], 2],
    ['an unknown option', ['new', 'X', '--loud'], 2],
    ['an unknown target', ['master', 'Vocal.wav', '-o', 'x.wav', '--target', 'walkman'], 2],
    ['an ending that tells no format', ['master', 'Vocal.wav', '-o', 'x.xyz'], 2],
    ['a target without the master', ['bounce', 'Song', '-o', 'x.wav', '--target', 'spotify', '--no-master'], 2],
    ['a form that is no assignment', ['set', 'Song', 'Vocal.gainDb'], 2],
    ['a song that is not there', ['show', 'Nothing'], 1],
    ['a song that is there already', ['new', 'Song'], 1],
    ['a path that names nothing', ['set', 'Song', 'Vocal.gianDb=-3'], 1],
    ['a value out of range', ['set', 'Song', 'Vocal.pan=5'], 1],
    ['a file that is not there', ['analyse', 'nothing.wav'], 1],
    ['a folder for a file', ['analyse', 'Song.mixdown'], 1],
    ['a device that does not exist', ['device', 'Song', 'Vocal', 'add', 'kazoo'], 1],
    ['feedback', ['send', 'Song', 'Room', 'Room'], 1],
  ])('%s', (_what, words, exitCode) => {
    const { code, out, error } = mixdown(...words);
    expect(code, error).toBe(exitCode);
    expect(out).toBe('');
    expect(error).not.toMatch(/fault in Mixdown|\n {4}at /);
    if (exitCode === 1) expect(error.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['a file that was cut off', 'cut.wav', /is cut off: only 50 % of the audio/],
    ['a file with samples that are no numbers', 'nan.wav', /holds 2 samples that are not a number or infinite/],
  ])(
    '%s is refused in one sentence and leaves nothing; --salvage takes what is left',
    async (_what, name, sentence) => {
      const samples = new Float32Array(96_000).fill(0.25);
      if (name === 'nan.wav') samples.set([Number.NaN, Number.POSITIVE_INFINITY], 40_000);
      await writeWav(name, samples);
      const bytes = readFileSync(join(folder, name));
      if (name === 'cut.wav') writeFileSync(join(folder, name), bytes.subarray(0, bytes.length - 96_000 * 2));
      const song = `Damaged ${name}`;
      done('new', song);
      for (const words of [
        ['analyse', name],
        ['analyse', '--json', name],
        ['import', song, name],
        ['master', name, '-o', 'damaged-out.wav'],
        ['mix', name, '-o', 'damaged-out.wav'],
      ]) {
        const { code, out, error } = mixdown(...words);
        expect([code, out]).toEqual([1, '']);
        expect(error).toMatch(sentence);
        expect(error.trim().split('\n')).toHaveLength(1);
      }
      expect(existsSync(join(folder, 'damaged-out.wav'))).toBe(false);
      expect(readdirSync(join(folder, `${song}.mixdown/audio`))).toEqual([]);
      const salvaged = mixdown('import', song, name, '--salvage');
      expect([salvaged.code, salvaged.error]).toEqual([0, expect.stringMatching(sentence)]);
      expect(readdirSync(join(folder, `${song}.mixdown/audio`))).toHaveLength(1);
    },
  );

  test('the nearest path is offered', () => {
    expect(mixdown('set', 'Song', 'Vocal.gianDb=-3').error).toContain('Vocal.gainDb');
  });

  test('every command has help with an example', () => {
    const names = [...done('--help').matchAll(/^ {2}([a-z]+)[ [<]/gm)]
      .map(([, name]) => name as string)
      .filter((name) => name !== 'help');
    expect(names).toEqual([
      'new',
      'import',
      'show',
      'params',
      'add',
      'device',
      'send',
      'set',
      'automate',
      'bounce',
      'master',
      'mix',
      'analyse',
      'demo',
    ]);
    for (const name of names) expect(done('help', name), name).toMatch(/\nExample:\n {2}mixdown /);
  });
});

describe('bounce', () => {
  test('one stereo file without device, gain or master comes out bit for bit', async () => {
    const noise = stereoNoise({ amplitude: 1.5, frames: 40_000, seed: 4 });
    await writeWav('noise.wav', noise);
    done('new', 'Same');
    done('import', 'Same', 'noise.wav');
    done('bounce', 'Same', '-o', 'same.wav', '--no-master', '--bit-depth', '32f');
    expect(firstDifference(samplesOf('same.wav'), noise)).toBe(-1);
  });

  test('an existing file is kept unless --overwrite says otherwise', () => {
    const before = readFileSync(join(folder, 'same.wav'));
    const { code, error } = mixdown('bounce', 'Same', '-o', 'same.wav');
    expect([code, error]).toEqual([1, expect.stringContaining('exists already')]);
    expect(readFileSync(join(folder, 'same.wav')).equals(before)).toBe(true);
    done(
      'bounce',
      'Same',
      '-o',
      'same.wav',
      '--overwrite',
      '--bit-depth',
      '16',
      '--sample-rate',
      '44100',
      '--from',
      '0.1',
      '--to',
      '0.6',
    );
    const reader = openPcmFile(join(folder, 'same.wav'));
    expect(reader.format).toMatchObject({ sampleRateHz: 44_100, bitDepth: 16, lengthFrames: 22_050 });
    reader.close();
  });

  test('the number of threads changes no bit, and the stems add up to the mix', () => {
    cpSync(demoStems, join(folder, 'stems-in'), { recursive: true });
    const stems = ['01_Kick', '06_Bass', '08_Choir'].map((name) => join('stems-in', `${name}.flac`));
    done('new', 'Threads', '--sample-rate', '44100');
    done('import', 'Threads', ...stems);
    done('add', 'Threads', 'bus', 'Hall');
    done('device', 'Threads', 'Hall', 'add', 'reverb');
    done('send', 'Threads', '08_Choir', 'Hall', '--gain-db', '-6');
    done('device', 'Threads', '06_Bass', 'add', 'compressor');
    done('set', 'Threads', '06_Bass.compressor.sidechain=01_Kick', 'Hall.reverb.mix=1', '01_Kick.gainDb=-6');
    for (const threads of ['1', '2', '3'])
      done('bounce', 'Threads', '-o', `t${threads}.wav`, '--threads', threads, '--bit-depth', '32f');
    const one = readFileSync(join(folder, 't1.wav'));
    expect(one.equals(readFileSync(join(folder, 't2.wav')))).toBe(true);
    expect(one.equals(readFileSync(join(folder, 't3.wav')))).toBe(true);

    done(
      'bounce',
      'Threads',
      '-o',
      'mix.wav',
      '--stems',
      'stems-out',
      '--no-master',
      '--bit-depth',
      '32f',
      '--from',
      '9',
    );
    const mix = samplesOf('mix.wav');
    const sum = new Float64Array(mix.length);
    const files = readdirSync(join(folder, 'stems-out'));
    expect(files.sort()).toEqual(['01_Kick.wav', '06_Bass.wav', '08_Choir.wav', 'Hall.wav']);
    for (const file of files) {
      const stem = samplesOf(join('stems-out', file));
      expect(stem.length, file).toBe(mix.length);
      for (const [index, value] of stem.entries()) sum[index] = (sum[index] as number) + value;
    }
    expect(mix.findIndex((value, index) => Math.abs(value - (sum[index] as number)) > 1e-6)).toBe(-1);
  });

  test.each([
    ['wav', ['--bit-depth', '16']],
    ['flac', []],
    ['mp3', []],
    ['opus', []],
  ])('--target is reached in %s, under its cap, by the judgement of another meter', (ending, options) => {
    const file = `target.${ending}`;
    const out = done(
      'bounce',
      'Threads',
      '-o',
      file,
      '--target',
      'spotify',
      '--overwrite',
      '--title',
      'Tïtle 🎛',
      ...options,
    );
    expect(out).toContain('on target for Spotify');
    const [own] = JSON.parse(done('analyse', file, '--json'));
    expect(Math.abs(own.integratedLufs + 14)).toBeLessThanOrEqual(0.2);
    expect(own.truePeakDbtp).toBeLessThanOrEqual(-1);
    const judge = ffmpegMeter(file);
    if (judge) {
      expect(Math.abs(judge.lufs - own.integratedLufs)).toBeLessThanOrEqual(0.11);
      expect(Math.abs(judge.dbtp - own.truePeakDbtp)).toBeLessThanOrEqual(0.2);
    }
  });

  test('a target that cannot be reached says how near it came, and writes the file', async () => {
    await writeWav('quiet.wav', stereoSine({ hz: 440, amplitude: 0.0005, frames: 96_000, sampleRateHz: 48_000 }));
    done('new', 'Quiet');
    done('import', 'Quiet', 'quiet.wav');
    expect(done('bounce', 'Quiet', '-o', 'quiet-out.wav', '--target', 'cd')).toMatch(
      /NOT on target for CD .*input gain at its maximum of 24 dB, \d+\.\d LU under/,
    );
    expect(existsSync(join(folder, 'quiet-out.wav'))).toBe(true);
  });
});

describe('analyse', () => {
  test('--json has the keys that scripts rely on, and null for silence', async () => {
    await writeWav('silence.wav', new Float32Array(96_000));
    const [silence] = JSON.parse(done('analyse', 'silence.wav', '--json'));
    expect(silence).toEqual({
      file: 'silence.wav',
      durationSeconds: 1,
      frames: 48_000,
      sampleRateHz: 48_000,
      channels: 2,
      integratedLufs: null,
      loudnessRangeLu: null,
      maxMomentaryLufs: null,
      maxShortTermLufs: null,
      truePeakDbtp: null,
      samplePeakDbfs: null,
      clippedFrames: 0,
      dcOffset: 0,
      correlation: null,
    });
  });

  test('a 997 Hz sine at 0 dBFS in one channel is −3.01 LUFS (BS.1770)', async () => {
    const sine = stereoSine({ hz: 997, amplitude: 1, frames: 20 * 48_000, sampleRateHz: 48_000 }).map((value, index) =>
      index % 2 ? 0 : value,
    );
    await writeWav('calibration.wav', sine);
    const [measured] = JSON.parse(done('analyse', 'calibration.wav', '--json'));
    expect(measured.integratedLufs).toBeCloseTo(-3.01, 1);
    expect(measured.samplePeakDbfs).toBeCloseTo(0, 2);
  });

  test('a path may hold any Unicode', async () => {
    mkdirSync(join(folder, 'Ünï — 名前 🎛'));
    await writeWav('Ünï — 名前 🎛/e\u0301 \n.wav', new Float32Array(960).fill(0.5));
    expect(JSON.parse(done('analyse', 'Ünï — 名前 🎛/e\u0301 \n.wav', '--json'))[0].frames).toBe(480);
  });
});

describe('mix and master', () => {
  test('--keep leaves the mix as a session, also when its file cannot be written', async () => {
    await writeWav('Pad.wav', stereoNoise({ amplitude: 0.1, frames: 96_000, seed: 5 }));
    const { code, error } = mixdown('mix', 'Pad.wav', '-o', 'nowhere/mixed.wav', '--keep', 'Kept anyway');
    expect([code, error]).toEqual([1, expect.stringContaining('nowhere/mixed.wav')]);
    expect(done('show', 'Kept anyway')).toMatch(/^Pad +track/m);
  });

  test('stems become a file on target, with a reason for every move; --keep leaves the session that made it', () => {
    const stems = readdirSync(join(folder, 'stems-in'))
      .filter((name) => name.endsWith('.flac'))
      .map((name) => join('stems-in', name));
    const out = done('mix', ...stems, '-o', 'mixed.wav', '--target', 'apple-music', '--keep', 'Kept');
    expect(out).toMatch(/01_Kick .*kick at −\d/);
    expect(out).toContain('on target for Apple Music');
    const [own] = JSON.parse(done('analyse', 'mixed.wav', '--json'));
    expect(Math.abs(own.integratedLufs + 16)).toBeLessThanOrEqual(0.2);
    expect(own.truePeakDbtp).toBeLessThanOrEqual(-1);
    const judge = ffmpegMeter('mixed.wav');
    if (judge)
      expect([
        Math.abs(judge.lufs - own.integratedLufs) <= 0.1,
        Math.abs(judge.dbtp - own.truePeakDbtp) <= 0.2,
      ]).toEqual([true, true]);
    expect(done('show', 'Kept')).toMatch(/Room +bus .*reverb/);
  });

  test('master takes a finished mix to its target and says what it found', () => {
    const out = done('master', 'mixed.wav', '-o', 'mastered.flac', '--target', 'spotify-loud');
    expect(out).toMatch(/masterEq +low cut/);
    const [own] = JSON.parse(done('analyse', 'mastered.flac', '--json'));
    expect(Math.abs(own.integratedLufs + 11)).toBeLessThanOrEqual(0.2);
    expect(own.truePeakDbtp).toBeLessThanOrEqual(-2);
  });
});

/** Songs as stems that lie beside the checkout on the machines of its developers. */
const material = join(cli, '../../../../shared/material');
if (!existsSync(material)) console.log('no songs beside the checkout: mixing them is not tested');

describe.skipIf(!existsSync(material))('the songs beside the checkout', () => {
  const stemsOf = (song: string) =>
    readdirSync(join(material, song))
      .filter((name) => /^\d.*\.flac$/.test(name))
      .map((name) => join(material, song, name));

  test.each(['songB', 'songC', 'songD'])('mix over the stems of %s is on target by the judgement of ffmpeg', (song) => {
    done('mix', ...stemsOf(song), '-o', `${song}.wav`, '--target', 'streaming');
    const [own] = JSON.parse(done('analyse', `${song}.wav`, '--json'));
    expect(Math.abs(own.integratedLufs + 14)).toBeLessThanOrEqual(0.2);
    expect(own.truePeakDbtp).toBeLessThanOrEqual(-1);
    const judge = ffmpegMeter(`${song}.wav`);
    if (judge) {
      expect(Math.abs(judge.lufs - own.integratedLufs)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(judge.dbtp - own.truePeakDbtp)).toBeLessThanOrEqual(0.2);
    }
  });

  test('a session of untouched stems is their plain sum', async () => {
    done('new', 'Sum', '--sample-rate', '48000');
    done('import', 'Sum', ...stemsOf('songC'));
    const { session } = JSON.parse(done('show', 'Sum', '--json'));
    const strips = (Object.values(session.strips) as { name: string; kind: string }[]).filter(
      ({ kind }) => kind === 'track',
    );
    done('set', 'Sum', ...strips.map(({ name }) => `${name}.panLaw=balance`));
    done('bounce', 'Sum', '-o', 'sum.wav', '--no-master', '--bit-depth', '32f');
    const sum = samplesOf('sum.wav');
    const stream = await openAudioFile(join(material, 'songC/ref_sum.flac'));
    let at = 0;
    let largestError = 0;
    for await (const chunk of stream.chunks()) {
      for (const value of chunk) largestError = Math.max(largestError, Math.abs(value - (sum[at++] as number)));
    }
    stream.close();
    expect(at).toBe(sum.length);
    // The reference is rounded to 24 bits.
    expect(largestError).toBeLessThanOrEqual(2 ** -23);
  });
});
