/** A roll on a disk that fails or lags: what came in is in its files, or silent and marked. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RecordingLogLine, readRecordingLog, recordedOf } from '../../../src-shared/session/recording-log.ts';
import { ahead, diskError } from '../../testing/failing-disk.ts';
import { inputSample, readWav } from '../../testing/recording-engine.ts';
import { InputRing } from './input-ring.ts';
import { Roll } from './roll.ts';

const BLOCK = 256;
let folder = '';
let endFault: (() => void) | undefined;
let roll: Roll | undefined;
let warnings: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-roll-'));
  mkdirSync(join(folder, 'audio'));
  warnings = [];
});
afterEach(async () => {
  endFault?.();
  endFault = undefined;
  await roll?.close();
  roll = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (track: number) => `audio/Track ${track} take 1.wav`;

/** So many frames of known input come in, from where the ring is. */
function hear(rings: readonly InputRing[], frames: number): void {
  for (const ring of rings)
    for (let done = 0; done < frames; done += BLOCK) {
      const at = ring.toFrame;
      ring.write(
        Float32Array.from({ length: BLOCK }, (_, frame) => inputSample(0, at + frame)),
        1,
        BLOCK,
        at,
      );
    }
}

/** Armed tracks that have heard so much. */
function ringsOf(tracks: number, capacityFrames: number, heldFrames: number): InputRing[] {
  const rings = Array.from({ length: tracks }, () => new InputRing([0], capacityFrames));
  hear(rings, heldFrames);
  return rings;
}

/** From what the rings hold on; record was pressed at the end of it, where the session stands at 48 000. */
async function start(rings: readonly InputRing[]): Promise<Roll> {
  const at = rings[0]?.toFrame ?? 0;
  roll = await Roll.start({
    folder,
    sampleRateHz: 48_000,
    bitDepth: '32f',
    largestRiffBytes: undefined,
    roundTripFrames: 0,
    pressed: { at, sessionFrame: 48_000 },
    tracks: rings.map((ring, track) => ({
      trackId: `strip-${track}`,
      trackName: `Track ${track}`,
      name: `Track ${track} take 1`,
      path: pathOf(track),
      ring,
      fromFrame: ring.fromFrame,
    })),
    warn: (sentence) => warnings.push(sentence),
  });
  roll.note({ kind: 'record', at, on: true });
  return roll;
}

/** Closes it; what it came to, as the studio reads it. */
async function closed(): Promise<{ lines: RecordingLogLine[]; recorded: ReturnType<typeof recordedOf> }> {
  const { logName } = roll as Roll;
  await roll?.close();
  roll = undefined;
  const lines = readRecordingLog(readFileSync(join(folder, logName), 'utf8'));
  const paths = readdirSync(join(folder, 'audio')).map((name) => `audio/${name}`);
  const lengths = new Map(paths.map((path) => [path, readWav(join(folder, path)).lengthFrames]));
  return { lines, recorded: recordedOf(lines, lengths) };
}

/** Where a track's file is not what came in from its first frame on; −1 nowhere. @param silent from, to: silence. */
function wrong(fromFrame: number, [from, to]: readonly [number, number] = [0, 0], track = 0): number {
  const { interleaved } = readWav(join(folder, pathOf(track)));
  return interleaved.findIndex(
    (sample, frame) => sample !== (frame >= from && frame < to ? 0 : inputSample(0, fromFrame + frame)),
  );
}

function isLog(args: readonly unknown[]): boolean {
  return (args[0] as Uint8Array)[0] === '{'.charCodeAt(0);
}

test('a log whose disk fails now and then is whole afterwards: no line is lost, none is torn', async () => {
  const [ring] = ringsOf(1, 65_536, 1024) as [InputRing];
  const rolling = await start([ring]);
  let failures = 0;
  // Half of the line comes to the disk, and then the disk fails; the second time its cache cannot be written out.
  const endWrites = await ahead('write', async (file, args) => {
    if (!isLog(args) || failures !== 0) return;
    failures++;
    const text = args[0] as Uint8Array;
    writeSync(file.fd, text, 0, 20, args[3] as number);
    throw diskError('EIO');
  });
  const endSyncs = await ahead('datasync', () => {
    if (failures !== 1) return;
    failures++;
    throw diskError('EIO');
  });
  endFault = () => {
    endWrites();
    endSyncs();
  };
  for (const sessionFrame of [0, 4000, 9000, 2000]) {
    rolling.note({ kind: 'plays', at: ring.toFrame, sessionFrame });
    hear([ring], 1024);
    await rolling.work();
  }
  endFault();
  const { lines } = await closed();
  expect(failures).toBe(2);
  expect(lines.map(({ kind }) => kind)).toEqual(['start', 'record', 'plays', 'plays', 'plays', 'plays', 'end']);
  const texts = readFileSync(join(folder, 'recording-1.jsonl'), 'utf8').trimEnd().split('\n');
  expect(texts.map((text) => JSON.parse(text))).toEqual(lines);
  expect(wrong(0)).toBe(-1);
});

test('a log that cannot be written is told of once, and the sound is a take all the same', async () => {
  const [ring] = ringsOf(1, 65_536, 1024) as [InputRing];
  const rolling = await start([ring]);
  endFault = await ahead('write', (_, args) => {
    if (isLog(args)) throw diskError('EIO');
  });
  for (let pass = 0; pass < 4; pass++) {
    rolling.note({ kind: 'plays', at: ring.toFrame, sessionFrame: 0 });
    hear([ring], 1024);
    await rolling.work();
  }
  const { recorded } = await closed();
  expect(rolling.failure).toBeUndefined();
  expect(warnings).toEqual([expect.stringMatching(/^“recording-1.jsonl” .* The sound is recorded; /)]);
  expect(wrong(0)).toBe(-1);
  expect(recorded[0]?.stretches).toEqual([{ startFrames: 48_000, offsetFrames: 1024, lengthFrames: 4096 }]);
});

test('what is overtaken before the disk takes it is silent and marked, on its track, and no dropout of the recording', async () => {
  const rings = [...ringsOf(1, 8192, 8192), ...ringsOf(1, 65_536, 8192)];
  const rolling = await start(rings);
  hear(rings, 1024);
  const { recorded } = await closed();
  expect(recorded.map(({ dropouts }) => dropouts)).toEqual([[{ atFrames: 0, lengthFrames: 1024 }], []]);
  expect(rolling.dropouts).toBe(0);
  expect([wrong(0, [0, 1024]), wrong(0, [0, 0], 1)]).toEqual([-1, -1]);
});

test('what is overtaken while the disk takes it is never taken for what it was', async () => {
  const [ring] = ringsOf(1, 8192, 4096) as [InputRing];
  const rolling = await start([ring]);
  hear([ring], 4096);
  let isLate = true;
  endFault = await ahead('write', (_, [bytes, , , position]) => {
    // What was held from before, which stands behind the header, takes as long to write as 12 blocks do to come in.
    if (!isLate || (bytes as Uint8Array).length < 4096 || (position as number) > 200) return;
    isLate = false;
    hear([ring], 12 * BLOCK);
  });
  const { recorded } = await closed();
  const [dropout] = recorded[0]?.dropouts ?? [];
  expect(dropout).toEqual({ atFrames: 0, lengthFrames: 12 * BLOCK });
  expect(wrong(0, [0, 12 * BLOCK])).toBe(-1);
  expect(rolling.dropouts).toBe(0);
});

test('what the interface lost counts from record on; what it lost before is marked in the file alone', async () => {
  const [ring] = ringsOf(1, 65_536, 8192) as [InputRing];
  const rolling = await start([ring]);
  rolling.lose(1000, 50);
  expect(rolling.dropouts).toBe(0);
  hear([ring], 4096);
  rolling.lose(9000, 50);
  // Block after block: it is the same one.
  rolling.lose(9050, 50);
  expect(rolling.dropouts).toBe(1);
  rolling.lose(9101, 50);
  expect(rolling.dropouts).toBe(2);
  const { recorded } = await closed();
  expect(recorded[0]?.dropouts).toEqual([
    { atFrames: 1000, lengthFrames: 50 },
    { atFrames: 9000, lengthFrames: 100 },
    { atFrames: 9101, lengthFrames: 50 },
  ]);
});

test('with 64 tracks held from before, what comes in waits for little of it', async () => {
  const rings = ringsOf(64, 1 << 18, 1 << 17);
  const rolling = await start(rings);
  // A slow disk: 10 ms each time, so that all of it takes 2.5 s.
  endFault = await ahead('write', () => new Promise((done) => setTimeout(done, 10)));
  const beforeMs = performance.now();
  await rolling.work();
  expect(performance.now() - beforeMs).toBeLessThan(400);
  endFault();
  const { recorded } = await closed();
  expect(recorded.every(({ lengthFrames, dropouts }) => lengthFrames === 1 << 17 && dropouts.length === 0)).toBe(true);
  for (const track of [0, 31, 63]) expect(wrong(0, [0, 0], track)).toBe(-1);
});

test('a disk that refuses the first write leaves neither a file nor a handle', async () => {
  for (const refused of [1, 2, 3]) {
    let count = 0;
    const opened = new Set<FileHandle>();
    endFault = await ahead('datasync', (file) => {
      opened.add(file);
      if (++count === refused) throw diskError('EIO');
    });
    await expect(start(ringsOf(2, 8192, 1024))).rejects.toThrow('EIO');
    endFault();
    expect([readdirSync(folder), readdirSync(join(folder, 'audio'))]).toEqual([['audio'], []]);
    // A handle that is closed has no number any more.
    expect([...opened].map(({ fd }) => fd)).toEqual(Array(refused).fill(-1));
  }
});

test.skipIf(process.platform !== 'linux')(
  'the names of log and files are on the disk before anything comes in',
  async () => {
    const synced: string[] = [];
    endFault = await ahead('sync', ({ fd }) => {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      synced.push(`${path}: ${readdirSync(path)}`);
    });
    await start(ringsOf(1, 8192, 1024));
    expect(synced).toEqual([`${folder}: audio,recording-1.jsonl`, `${join(folder, 'audio')}: Track 0 take 1.wav`]);
  },
);

test('a log has a name behind all that lie there', async () => {
  writeFileSync(join(folder, 'recording-7.jsonl'), '');
  writeFileSync(join(folder, 'recording-2.jsonl'), '');
  expect((await start(ringsOf(1, 8192, 1024))).logName).toBe('recording-8.jsonl');
});
