import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src-shared/testing/signals.ts';
import { createWavFile } from '../../media/create-wav-file.ts';
import { peakFileBytes, peakLevels } from './peak-levels.ts';
import { type PeakFiles, PeakLibrary } from './peak-library.ts';
import { PeakReader } from './peak-reader.ts';

let folder = '';
let library: PeakLibrary;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixdown-peaks-'));
  library = new PeakLibrary();
});
afterEach(async () => {
  library.close();
  await rm(folder, { recursive: true, force: true });
});

const files = (name = 'a.wav'): PeakFiles => ({
  file: join(folder, name),
  peaks: join(folder, 'peaks', `${name}.peaks`),
});

/** A file whose level wanders, so that no two columns are alike; its samples as the file holds them. */
async function makeSound({
  frames,
  channels,
  name = 'a.wav',
  seed = 7,
}: {
  frames: number;
  channels: number;
  name?: string;
  seed?: number;
}) {
  const random = seededRandom(seed);
  const samples = Float32Array.from(
    { length: frames * channels },
    (_, index) => (random() * 2 - 1) * Math.abs(Math.sin(index / 997)),
  );
  const writer = createWavFile(join(folder, name), {
    sampleRateHz: 48_000,
    channels,
    bitDepth: '32f',
    overwrite: true,
  });
  await writer.write(samples, frames);
  await writer.finish();
  return samples;
}

/** The definition: each column by looking at each of its samples. */
function judge(samples: Float32Array, channels: number, from: number, to: number): number[] {
  const column: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let [low, high, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let frame = from; frame < to; frame++) {
      const sample = samples[frame * channels + channel] ?? 0;
      low = Math.min(low, sample);
      high = Math.max(high, sample);
      squares += sample * sample;
    }
    column.push(low, high, Math.sqrt(squares / (to - from)));
  }
  return column;
}

function expectExact(columns: Float32Array, judged: readonly number[]): void {
  expect(columns.length).toBe(judged.length);
  for (const [index, value] of judged.entries()) {
    // Lowest and highest to the bit; RMS as exactly as a Float32 holds it, twice rounded.
    if (index % 3 === 2) expect(Math.abs((columns[index] ?? 0) - value)).toBeLessThan(2e-7);
    else expect(columns[index]).toBe(value);
  }
}

describe('peaks', () => {
  test.each([1, 2, 3])(
    'of %i channels are exact at every zoom and place, to the last short column',
    async (channels) => {
      const frames = 70_001;
      const samples = await makeSound({ frames, channels });
      await library.prepare(files());
      const zoom = fc.oneof(
        fc.constantFrom(1, 2, 63, 64, 65, 256, 1000, 1024, 4096, 16_384, 65_536, 70_001, 1e9),
        fc.integer({ min: 1, max: 80_000 }),
      );
      await fc.assert(
        fc.asyncProperty(zoom, fc.double({ min: 0, max: 1.1, noNaN: true }), async (framesPerColumn, place) => {
          const fromColumn = Math.floor((place * frames) / framesPerColumn);
          const wanted = Math.min(50, Math.ceil(200_000 / framesPerColumn));
          const peaks = await library.read(files(), { framesPerColumn, fromColumn, columns: wanted });
          const judged: number[] = [];
          for (let column = fromColumn; column < fromColumn + wanted; column++) {
            const from = column * framesPerColumn;
            if (from < frames) judged.push(...judge(samples, channels, from, Math.min(frames, from + framesPerColumn)));
          }
          expect(peaks).toMatchObject({ channels, framesPerColumn, fromColumn });
          expectExact(peaks.columns, judged);
        }),
        { numRuns: 60 },
      );
    },
  );

  test.each([1, 63, 64, 65, 256, 4096, 4097])('of a file of %i frames are whole', async (frames) => {
    const samples = await makeSound({ frames, channels: 1 });
    await library.prepare(files());
    const { columns } = await library.read(files(), { framesPerColumn: 1 << 20, fromColumn: 0, columns: 2 });
    expectExact(columns, judge(samples, 1, 0, frames));
    // One that is too short is not used, and all would be read from the samples each time.
    expect((await stat(files().peaks)).size).toBe(peakFileBytes({ channels: 1, lengthFrames: frames }));
  });

  test('are there before the cache is: a short stretch is read from the samples', async () => {
    const samples = await makeSound({ frames: 5000, channels: 2 });
    const { columns } = await library.read(files(), { framesPerColumn: 1000, fromColumn: 1, columns: 2 });
    expectExact(columns, [...judge(samples, 2, 1000, 2000), ...judge(samples, 2, 2000, 3000)]);
    await expect(readdir(join(folder, 'peaks'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('are made when a long stretch is asked for, and take a twelfth of the room', async () => {
    const frames = 3_000_000;
    const samples = await makeSound({ frames, channels: 1 });
    const { columns } = await library.read(files(), { framesPerColumn: 1_500_000, fromColumn: 0, columns: 2 });
    expectExact(columns, [...judge(samples, 1, 0, 1_500_000), ...judge(samples, 1, 1_500_000, frames)]);
    const [sound, peaks] = [(await stat(files().file)).size, (await stat(files().peaks)).size];
    expect(peaks / sound).toBeLessThan(1 / 12);
  });
});

describe('the cache', () => {
  const whole = { framesPerColumn: 1 << 20, fromColumn: 0, columns: 4 };

  test('is made again when it was deleted, cut short, filled with something else, or its sound changed', async () => {
    const samples = await makeSound({ frames: 300_000, channels: 1 });
    await library.prepare(files());
    const made = await readFile(files().peaks);
    const hurt = [
      () => rm(files().peaks),
      () => writeFile(files().peaks, 'not peaks'),
      () => truncate(files().peaks, 40),
      () => writeFile(files().peaks, Buffer.alloc(made.length)),
    ];
    for (const harm of hurt) {
      library.close();
      await harm();
      await library.prepare(files());
      expect(Buffer.compare(await readFile(files().peaks), made)).toBe(0);
    }
    expectExact((await library.read(files(), whole)).columns, judge(samples, 1, 0, 300_000));
    const other = await makeSound({ frames: 300_000, channels: 1, seed: 8 });
    await utimes(files().file, new Date(), new Date(Date.now() + 5000));
    await library.prepare(files());
    expectExact((await library.read(files(), whole)).columns, judge(other, 1, 0, 300_000));
  });

  test('that cannot be written changes nothing but the time it takes', async () => {
    const samples = await makeSound({ frames: 2_000_000, channels: 1 });
    await writeFile(join(folder, 'peaks'), 'a file where the folder should be');
    const { columns } = await library.read(files(), { framesPerColumn: 2_000_000, fromColumn: 0, columns: 1 });
    expectExact(columns, judge(samples, 1, 0, 2_000_000));
  });

  test('of a session whose folder went are not made, and the folder does not come back', async () => {
    await makeSound({ frames: 3000, channels: 1 });
    const gone = join(folder, 'gone.mixdown');
    await library.prepare({ file: files().file, peaks: join(gone, 'peaks', 'a.peaks') });
    expect(await readdir(folder)).toEqual(['a.wav']);
  });

  test('serves more files than are kept open', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `${index}.wav`);
    const sounds = new Map<string, Float32Array>();
    for (const [index, name] of names.entries())
      sounds.set(name, await makeSound({ frames: 1000, channels: 1, name, seed: index }));
    await Promise.all(names.map((name) => library.prepare(files(name))));
    for (const name of [...names, ...names]) {
      const { columns } = await library.read(files(name), { framesPerColumn: 1000, fromColumn: 0, columns: 1 });
      expectExact(columns, judge(sounds.get(name) ?? new Float32Array(), 1, 0, 1000));
    }
  });

  test('has levels down to one column', () => {
    const levels = peakLevels({ channels: 2, lengthFrames: 10 * 3600 * 48_000 });
    expect(levels.map(({ framesPerColumn }) => framesPerColumn).slice(0, 4)).toEqual([64, 256, 1024, 4096]);
    expect(levels.at(-1)?.columns).toBe(1);
  });
});

test('the thread answers many at once, refuses a missing file with a sentence, and does not hold up the program', async () => {
  const samples = await makeSound({ frames: 3_000_000, channels: 2 });
  const reader = new PeakReader();
  const media = { folder, path: 'a.wav', file: files().file };
  let longestMs = 0;
  let last = performance.now();
  const clock = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 2);
  const asked = [100, 1000, 100_000, 3_000_000].map((framesPerColumn) =>
    reader.read(media, { framesPerColumn, fromColumn: 0, columns: 16_384 }),
  );
  const missing = reader.read(
    { ...media, file: join(folder, 'gone.wav') },
    { framesPerColumn: 64, fromColumn: 0, columns: 1 },
  );
  await expect(missing).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('gone.wav') });
  const answers = await Promise.all(asked);
  clearInterval(clock);
  expect(answers.map(({ columns }) => columns.length / 6)).toEqual([16_384, 3000, 30, 1]);
  expectExact(answers[3]?.columns ?? new Float32Array(), judge(samples, 2, 0, 3_000_000));
  // On a machine that does nothing else it is a few milliseconds; here it may share its cores with other tests.
  expect(longestMs).toBeLessThan(250);
  await reader.close();
});
