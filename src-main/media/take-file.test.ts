import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPcmFile } from './open-pcm-file.ts';
import { repairTakeFile, TakeFile, type TakeFileSpec } from './take-file.ts';

let folder = '';
const path = () => join(folder, 'take.wav');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-take-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mono: TakeFileSpec = { sampleRateHz: 48_000, channels: 1, bitDepth: '32f' };
const ramp = (frames: number) => Float32Array.from({ length: frames }, (_, frame) => frame / 1024);

/** Length and samples, as any reader finds them. */
function found(): { lengthFrames: number; samples: number[]; warnings: readonly string[] } {
  const reader = openPcmFile(path());
  const { lengthFrames, channels, warnings } = reader.format;
  const samples = new Float32Array(lengthFrames * channels);
  reader.read(0, lengthFrames, samples);
  reader.close();
  return { lengthFrames, samples: [...samples], warnings };
}

test('a file that grows is valid at any time, up to where its header was brought up to date', async () => {
  const take = await TakeFile.create(path(), mono);
  expect(() => found()).toThrow('holds no audio: its length is zero');
  await take.write(0, ramp(100));
  await take.keep(100);
  await take.write(100, ramp(50));
  expect(found()).toEqual({ lengthFrames: 100, samples: [...ramp(100)], warnings: [] });
  await take.close(150);
  expect(found().samples).toEqual([...ramp(100), ...ramp(50)]);
});

test('what is written to a later place leaves silence before it, which may be filled afterwards', async () => {
  const take = await TakeFile.create(path(), mono);
  await take.write(3, ramp(2));
  await take.keep(5);
  expect(found().samples).toEqual([0, 0, 0, ...ramp(2)]);
  await take.write(0, ramp(3));
  await take.close(5);
  expect(found().samples).toEqual([...ramp(3), ...ramp(2)]);
});

test.each(['24', '32f'] as const)(
  'a file in %s bits whose writer was killed holds every whole frame after its repair',
  async (bitDepth) => {
    const spec = { ...mono, channels: 2, bitDepth };
    const take = await TakeFile.create(path(), spec);
    await take.write(0, ramp(200));
    await take.keep(40);
    const { length } = readFileSync(path());
    // Its last frame was cut in the middle.
    truncateSync(path(), length - 2);
    expect(await repairTakeFile(path(), spec)).toBe(99);
    expect(found()).toEqual({ lengthFrames: 99, samples: [...ramp(198)], warnings: [] });
    await take.close(99);
  },
);

test('past its limit it is RF64, and its repair leaves a file that was closed as it is', async () => {
  const spec = { ...mono, largestRiffBytes: 500 };
  const take = await TakeFile.create(path(), spec);
  await take.write(0, ramp(300));
  await take.close(300);
  const closed = readFileSync(path());
  expect(closed.toString('latin1', 0, 4)).toBe('RF64');
  expect(found().samples).toEqual([...ramp(300)]);
  expect(await repairTakeFile(path(), mono)).toBe(300);
  expect(readFileSync(path()).equals(closed)).toBe(true);
});

test('a file that is not there holds nothing, one that is there is not written over', async () => {
  expect(await repairTakeFile(path(), mono)).toBe(0);
  const take = await TakeFile.create(path(), mono);
  await expect(TakeFile.create(path(), mono)).rejects.toMatchObject({ name: 'AudioFileError', code: 'exists' });
  await take.remove();
  expect(await repairTakeFile(path(), mono)).toBe(0);
});
