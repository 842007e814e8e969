import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WriteOptions } from '../../src-shared/audio-file/audio-writer.ts';
import { createAudioFile } from './create-audio-file.ts';
import { openAudioFile } from './open-audio-file.ts';

/** Our readers and writers judged by ffmpeg and sox, which share no code with them. */

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const hasSox = spawnSync('sox', ['--version']).status === 0;
if (!hasFfmpeg) console.log('ffmpeg is not installed: the comparisons with it are skipped.');
if (!hasSox) console.log('sox is not installed: the comparisons with it are skipped.');

const RATE = 48_000;
const FRAMES = 30_011;
let folder: string;
let source: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mixdown-peers-'));
  source = path.join(folder, 'source.wav');
  if (hasFfmpeg)
    ffmpeg(
      '-f',
      'lavfi',
      '-i',
      `anoisesrc=c=pink:r=${RATE}:a=0.7:seed=7,aformat=channel_layouts=stereo,atrim=end_sample=${FRAMES}`,
      '-c:a',
      'pcm_f32le',
      source,
    );
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function ffmpeg(...args: string[]): Buffer {
  const run = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], { maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(String(run.stderr));
  return run.stdout;
}

function decodedByFfmpeg(file: string): Float32Array {
  const bytes = ffmpeg('-i', file, '-f', 'f32le', '-c:a', 'pcm_f32le', '-');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

async function decodedByUs(file: string): Promise<Float32Array> {
  const stream = await openAudioFile(file);
  const all = new Float32Array(stream.format.lengthFrames * stream.format.channels);
  let at = 0;
  for await (const chunk of stream.chunks()) {
    all.set(chunk, at);
    at += chunk.length;
  }
  expect([at, stream.warnings]).toEqual([all.length, []]);
  stream.close();
  return all;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (const [i, x] of a.entries()) largest = Math.max(largest, Math.abs(x - b[i]!));
  return largest;
}

describe.skipIf(!hasFfmpeg)('reads what ffmpeg wrote, as ffmpeg reads it', () => {
  // 32-bit integers and 64-bit floats are rounded to Float32 by both; MP3 and Vorbis decoders round differently.
  const cases: [string, string[], number][] = [
    ...['u8', 's16le', 's24le', 's32le', 'f32le', 'f64le', 'alaw', 'mulaw'].map((c): [string, string[], number] => [
      `${c}.wav`,
      ['-c:a', `pcm_${c}`],
      0,
    ]),
    ['rf64.wav', ['-rf64', 'always'], 0],
    ['bext.wav', ['-write_bext', '1', '-metadata', 'description=odd'], 0],
    ['six.wav', ['-ac', '6', '-c:a', 'pcm_s24le'], 0],
    ...['s16be', 's24be', 's32be', 's8', 'f32be', 'f64be', 's16le'].map((c): [string, string[], number] => [
      `${c}.aif`,
      ['-c:a', `pcm_${c}`],
      0,
    ]),
    ['16.flac', ['-sample_fmt', 's16'], 0],
    ['24.flac', ['-sample_fmt', 's32', '-bits_per_raw_sample', '24'], 0],
    ['a.mp3', ['-b:a', '192k'], 2e-6],
    ['mono.mp3', ['-ac', '1', '-q:a', '2'], 2e-6],
    ['low.mp3', ['-ar', '22050', '-b:a', '48k'], 2e-6],
    ['id3.mp3', ['-b:a', '128k', '-id3v2_version', '4', '-metadata', 'title=T', '-write_id3v1', '1'], 2e-6],
    ['a.ogg', ['-c:a', 'libvorbis', '-q:a', '6'], 2e-6],
    ['six.ogg', ['-ac', '6', '-c:a', 'libvorbis'], 2e-6],
    ['a.opus', ['-c:a', 'libopus', '-b:a', '160k'], 3e-5],
    ['six.opus', ['-ac', '6', '-c:a', 'libopus', '-b:a', '320k'], 3e-5],
  ];
  it.each(cases)('%s', async (name, args, tolerance) => {
    const file = path.join(folder, name);
    ffmpeg('-i', source, ...args, file);
    const [ours, theirs] = [await decodedByUs(file), decodedByFfmpeg(file)];
    // ffmpeg 5 forgets to cut the end of Vorbis; what was encoded is as long as the source.
    if (name.endsWith('.ogg')) expect(ours.length).toBe(FRAMES * (name === 'six.ogg' ? 6 : 2));
    else expect(ours.length).toBe(theirs.length);
    expect(largestDifference(ours, theirs)).toBeLessThanOrEqual(tolerance);
  });

  it('a WAV from a pipe, whose header knows no length', async () => {
    const file = path.join(folder, 'pipe.wav');
    fs.writeFileSync(file, ffmpeg('-i', source, '-f', 'wav', '-c:a', 'pcm_f32le', '-'));
    expect(largestDifference(await decodedByUs(file), decodedByFfmpeg(source))).toBe(0);
  });
});

describe.skipIf(!hasSox || !hasFfmpeg)('reads what sox wrote', () => {
  it.each(['s.wav', 's.aiff', 's.aifc', 's.flac', 's.ogg'])('%s', async (name) => {
    const file = path.join(folder, name);
    const run = spawnSync('sox', ['-D', source, '-b', '16', file]);
    if (run.status !== 0) throw new Error(String(run.stderr));
    expect(largestDifference(await decodedByUs(file), decodedByFfmpeg(file))).toBeLessThanOrEqual(2e-6);
  });
});

describe.skipIf(!hasFfmpeg)('writes what ffmpeg reads', () => {
  const tags = { title: 'Füße 🎸', artist: 'Ä', album: 'B', isrc: 'DEA123456789', year: '2026' };
  const cases: [string, Partial<WriteOptions> & Pick<WriteOptions, 'format'>, number][] = [
    ['16.wav', { format: 'wav', bitDepth: '16' }, 2 ** -16],
    [
      '24.wav',
      { format: 'wav', bitDepth: '24', broadcast: { description: 'x', loudness: { integratedLufs: -14 } } },
      2 ** -24,
    ],
    ['32f.wav', { format: 'wav', bitDepth: '32f' }, 0],
    ['out16.flac', { format: 'flac', bitDepth: '16' }, 2 ** -16],
    ['out24.flac', { format: 'flac', bitDepth: '24' }, 2 ** -24],
    ['out.mp3', { format: 'mp3' }, 0.1],
    ['out.opus', { format: 'ogg-opus', bitrateKbps: 320 }, 0.3],
  ];
  it.each(cases)('%s', async (name, options, tolerance) => {
    const samples = await decodedByUs(source);
    const file = path.join(folder, name);
    const writer = createAudioFile(file, { sampleRateHz: RATE, channels: 2, tags, ...options });
    for (let at = 0; at < samples.length; at += 2000) {
      const piece = samples.subarray(at, at + 2000);
      await writer.write(piece, piece.length / 2);
    }
    await writer.finish();
    const theirs = decodedByFfmpeg(file);
    expect(theirs.length).toBe(samples.length);
    expect(largestDifference(samples, theirs)).toBeLessThanOrEqual(tolerance);
    const probe = spawnSync('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'format_tags:stream_tags',
      '-of',
      'json',
      file,
    ]);
    const text = String(probe.stdout);
    for (const value of Object.values(tags)) expect(text).toContain(value);
    expect(String(probe.stderr)).toBe('');
  });
});
