import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AudioFileError } from '../../src-shared/audio-file/audio-file-error.ts';
import { createAudioFile } from './create-audio-file.ts';
import { createWavFile } from './create-wav-file.ts';
import { createFileByteSink } from './file-byte-sink.ts';
import { toAudioFileError } from './file-errors.ts';
import { openAudioFile } from './open-audio-file.ts';
import { openPcmFile } from './open-pcm-file.ts';

const STEREO = { sampleRateHz: 48_000, channels: 2, bitDepth: '32f' } as const;
const SAMPLES = Float32Array.of(0.5, -0.5, 0.25, -0.25);

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mixdown-media-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);

async function writeWav(file: string, overwrite = false): Promise<void> {
  const writer = createWavFile(file, { ...STEREO, overwrite });
  writer.write(SAMPLES, 2);
  await writer.finish();
}

function failure(work: () => unknown): AudioFileError {
  try {
    work();
  } catch (error) {
    if (error instanceof AudioFileError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('reading', () => {
  it.each([
    'plain.wav',
    'Füße.wav',
    'Fu\u0308ße.wav',
    '🎸 solo 🎹.wav',
    ' two  spaces .wav',
    'new\nline.wav',
    'quo\'te".wav',
    '日本語',
    'שלום.wav',
    '-o.wav',
    '%s%n.wav',
    '.hidden',
  ])('a file named %j is written and read', async (name) => {
    await writeWav(at(name));
    expect(fs.readdirSync(folder)).toEqual([name]);
    const reader = openPcmFile(at(name));
    const into = new Float32Array(4);
    expect(reader.read(0, 2, into)).toBe(2);
    expect(into).toEqual(SAMPLES);
    reader.close();
    const stream = await openAudioFile(at(name));
    expect(stream.format.lengthFrames).toBe(2);
    stream.close();
  });

  it.each<[string, (file: string) => void, string, RegExp]>([
    ['a missing file', () => {}, 'missing', /does not exist/],
    ['a folder', (file) => fs.mkdirSync(file), 'is-directory', /is a folder/],
    ['an empty file', (file) => fs.writeFileSync(file, ''), 'empty', /no bytes/],
    ['a text file', (file) => fs.writeFileSync(file, 'la la la'), 'not-audio', /text file/],
    ['a link to nowhere', (file) => fs.symlinkSync('/nowhere', file), 'missing', /does not exist/],
    ['a link to itself', (file) => fs.symlinkSync(file, file), 'input-output', /./],
  ])('%s is one sentence with its name', async (_name, make, code, sentence) => {
    make(at('so\nng.wav'));
    const error = await openAudioFile(at('so\nng.wav')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AudioFileError);
    const { message } = error as AudioFileError;
    expect(error).toMatchObject({ code });
    expect(message).toMatch(sentence);
    expect(message).toContain('so␣ng.wav”');
    expect(message).toMatch(/^[^\n]*\.$/);
    expect(failure(() => openPcmFile(at('so\nng.wav'))).message).toContain('so␣ng.wav');
  });

  it.skipIf(process.platform === 'win32')('a device is refused at once, a pipe too', () => {
    expect(failure(() => openPcmFile('/dev/zero')).code).toBe('not-a-file');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'no permission is said (skipped as root)',
    async () => {
      await writeWav(at('a.wav'));
      fs.chmodSync(at('a.wav'), 0);
      expect(failure(() => openPcmFile(at('a.wav'))).code).toBe('no-permission');
    },
  );

  it('no permission and a full disk have their sentence', () => {
    expect(toAudioFileError({ code: 'EACCES' }, 'a.wav')).toMatchObject({
      code: 'no-permission',
      message: '“a.wav” may not be opened: you have no permission for it.',
    });
    expect(toAudioFileError({ code: 'ENOSPC' }, 'a.wav')).toMatchObject({ code: 'disk-full' });
    expect(toAudioFileError(new Error('odd'), 'a.wav')).toMatchObject({ code: 'input-output' });
  });

  it.skipIf(!fs.existsSync('/proc/self/fd'))('leaves no file open after an error', async () => {
    fs.writeFileSync(at('a.wav'), 'RIFF    WAVE');
    const before = fs.readdirSync('/proc/self/fd').length;
    for (let i = 0; i < 20; i++) await openAudioFile(at('a.wav')).catch(() => {});
    for (let i = 0; i < 20; i++) failure(() => openPcmFile(at('a.wav')));
    expect(fs.readdirSync('/proc/self/fd').length).toBeLessThan(before + 10);
  });
});

describe('writing', () => {
  it('shows the file only when it is whole', async () => {
    const writer = createWavFile(at('a.wav'), STEREO);
    writer.write(SAMPLES, 2);
    expect(fs.existsSync(at('a.wav'))).toBe(false);
    await writer.finish();
    expect(fs.readdirSync(folder)).toEqual(['a.wav']);
  });

  it('keeps the old file whole until the new one is, and when that is aborted', async () => {
    fs.writeFileSync(at('a.wav'), 'old');
    const aborted = createWavFile(at('a.wav'), { ...STEREO, overwrite: true });
    aborted.write(SAMPLES, 2);
    aborted.abort();
    aborted.abort();
    expect(fs.readdirSync(folder)).toEqual(['a.wav']);
    expect(fs.readFileSync(at('a.wav'), 'utf8')).toBe('old');
    await writeWav(at('a.wav'), true);
    expect(openPcmFile(at('a.wav')).format.lengthFrames).toBe(2);
  });

  it('refuses to overwrite unless told to, also a file that came in between', async () => {
    fs.writeFileSync(at('a.wav'), 'old');
    expect(failure(() => createWavFile(at('a.wav'), STEREO))).toMatchObject({ code: 'exists' });
    const writer = createWavFile(at('b.wav'), STEREO);
    fs.writeFileSync(at('b.wav'), 'other');
    await expect(writer.finish()).rejects.toMatchObject({ code: 'exists' });
    writer.abort();
    expect(fs.readFileSync(at('b.wav'), 'utf8')).toBe('other');
    expect(fs.readdirSync(folder)).toEqual(['a.wav', 'b.wav']);
  });

  it.each(['flac', 'mp3', 'ogg-opus'] as const)(
    '%s leaves nothing behind when aborted, before or after the first frames',
    async (format) => {
      const options = { ...STEREO, bitDepth: '24', format } as const;
      createAudioFile(at('a'), options).abort();
      const writer = createAudioFile(at('a'), options);
      await writer.write(SAMPLES, 2);
      writer.abort();
      expect(fs.readdirSync(folder)).toEqual([]);
    },
  );

  it('leaves nothing behind when the format cannot hold the music', () => {
    expect(failure(() => createAudioFile(at('a.mp3'), { ...STEREO, format: 'mp3', sampleRateHz: 96_000 })).code).toBe(
      'unsupported',
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('says what is wrong with the place', () => {
    expect(failure(() => createWavFile(at('no/a.wav'), STEREO))).toMatchObject({
      code: 'missing',
      message: expect.stringMatching(/folder does not exist/),
    });
    expect(failure(() => createWavFile(folder, { ...STEREO, overwrite: true }))).toMatchObject({
      code: 'is-directory',
    });
    expect(failure(() => createWavFile(at('a'.repeat(300)), STEREO)).message).toMatch(/name too long/);
  });

  it.skipIf(!fs.existsSync('/dev/full'))('a full disk is an AudioFileError that names the file', () => {
    fs.symlinkSync('/dev/full', at('full.wav'));
    const sink = createFileByteSink(at('a.wav'));
    sink.discard();
    const error = failure(() => {
      const fd = fs.openSync(at('full.wav'), 'w');
      try {
        fs.writeSync(fd, 'x');
      } catch (reason) {
        throw toAudioFileError(reason, at('full.wav'));
      } finally {
        fs.closeSync(fd);
      }
    });
    expect(error).toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/full\.wav” could not be written: the disk is full/),
    });
  });
});
