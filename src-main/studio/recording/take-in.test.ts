import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildWavHeader } from '../../../src-shared/audio-file/wav/wav-header.ts';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import type { RecordingLogLine } from '../../../src-shared/session/recording-log.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { ahead, diskError } from '../../testing/failing-disk.ts';
import { TestStudio } from '../../testing/test-studio.ts';
import { SessionStore } from '../session-folder/session-store.ts';
import { recordingLogs, takeIn } from './take-in.ts';

const LOG = 'recording-1.jsonl';
const FRAMES = 48_000;
const record: RecordingLogLine = { kind: 'record', at: 1000, on: true };
let parent = '';
let store: SessionStore;
let trackId = '';
beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'mixdown-take-in-'));
  const builder = new SessionBuilder(48_000);
  trackId = builder.strip('track', { name: 'Vocal' });
  store = await SessionStore.create(join(parent, 'Song.mixdown'), builder.build());
});
afterEach(async () => {
  await store.abandon();
  rmSync(parent, { recursive: true, force: true });
});

/** A log of one file that was recorded from its first frame on. */
function writeLog(path: string, name = LOG, ends = false): void {
  const lines: RecordingLogLine[] = [
    {
      kind: 'start',
      version: 1,
      sampleRateHz: 48_000,
      bitDepth: '32f',
      roundTripFrames: 0,
      tracks: [{ trackId, trackName: 'Vocal', path, channels: 1, at: 0 }],
    },
    ...(ends
      ? []
      : ([
          { kind: 'record', at: 0, on: true },
          { kind: 'plays', at: 0, sessionFrame: 0 },
        ] as const)),
    ...(ends ? ([{ kind: 'end', at: FRAMES }] as const) : []),
  ];
  writeFileSync(join(store.folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

test('a log that names a file elsewhere has it neither changed nor removed', async () => {
  const elsewhere = join(parent, 'diary.wav');
  const text = 'x'.repeat(5000);
  writeFileSync(elsewhere, text);
  for (const path of ['../diary.wav', elsewhere, 'audio/../../diary.wav', 'audio\\..\\..\\diary.wav'])
    for (const ends of [false, true]) {
      writeLog(path, LOG, ends);
      await expect(takeIn(store, LOG)).rejects.toThrow();
      expect(readFileSync(elsewhere, 'utf8') === text).toBe(true);
    }
});

test('a log whose takes the journal holds leaves their file as it is by now, and goes', async () => {
  const path = 'audio/Vocal take 1.wav';
  const file = join(store.folder, path);
  mkdirSync(join(store.folder, 'audio'), { recursive: true });
  writeFileSync(file, Buffer.alloc(4 * FRAMES));
  writeLog(path);
  expect(await takeIn(store, LOG)).toEqual(['Vocal take 1']);
  writeFileSync(file, 'as a musician has cleaned it');
  for (const ends of [false, true]) {
    writeLog(path, LOG, ends);
    expect(await takeIn(store, LOG)).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('as a musician has cleaned it');
  }
  expect([await recordingLogs(store.folder), readdirSync(join(store.folder, 'audio'))]).toEqual([
    [],
    ['Vocal take 1.wav'],
  ]);
  expect(Object.keys(store.session.takes)).toHaveLength(1);
});

test('a tape that was called off in its count-in leaves nothing; one that rolled beside its punch range, or in a loop before its place, keeps its file', async () => {
  const path = 'audio/Vocal take 1.wav';
  const roll = () => {
    mkdirSync(join(store.folder, 'audio'), { recursive: true });
    writeFileSync(join(store.folder, path), Buffer.alloc(4 * FRAMES));
    writeLog(path, LOG, true);
  };
  roll();
  expect(await takeIn(store, LOG)).toEqual([]);
  expect(readdirSync(join(store.folder, 'audio'))).toEqual([]);
  const range = { fromFrames: 10 * FRAMES, toFrames: 11 * FRAMES };
  const jumps = [0, 30_000].map((at): RecordingLogLine => ({ kind: 'plays', at, sessionFrame: 0 }));
  const kept: readonly RecordingLogLine[][] = [
    [{ kind: 'punch', at: 0, range }],
    [{ kind: 'record', at: 0, on: true, fromFrames: 10 * FRAMES }, ...jumps],
  ];
  for (const lines of kept) {
    roll();
    appendFileSync(join(store.folder, LOG), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(await takeIn(store, LOG)).toEqual([]);
    expect(readdirSync(join(store.folder, 'audio'))).toEqual(['Vocal take 1.wav']);
  }
});

test('a log whose lines were hurt so that nothing comes of it gives the whole of its file, and costs no file', async () => {
  const plays: RecordingLogLine = { kind: 'plays', at: 1000, sessionFrame: 96_000 };
  writeTake({ lines: [record, plays, { kind: 'end', at: FRAMES }] });
  const log = join(store.folder, LOG);
  writeFileSync(log, readFileSync(log, 'utf8').replace('"record"', '"rec\0rd"'));
  expect(await takeIn(store, LOG)).toEqual(['Vocal take 1']);
  expect(Object.values(store.session.takes)).toMatchObject([{ startFrames: 96_000, lengthFrames: FRAMES - 1000 }]);
});

test('a recording whose file is gone is told of, one whose whole folder is gone waits for it', async () => {
  writeTake({});
  rmSync(join(store.folder, 'audio', 'Vocal take 1.wav'));
  const told: string[] = [];
  expect(await takeIn(store, LOG, (sentence) => told.push(sentence))).toEqual([]);
  expect(told).toEqual([
    'What was recorded on “Vocal” is not in the session: its file is missing, “audio/Vocal take 1.wav”.',
  ]);
  writeTake({});
  renameSync(store.folder, `${store.folder} moved`);
  await expect(takeIn(store, LOG)).rejects.toMatchObject({ code: 'missing' });
  renameSync(`${store.folder} moved`, store.folder);
  expect(await takeIn(store, LOG)).toEqual(['Vocal take 1']);
});

test('takes that the journal holds are not said to be missing, though the disk did not keep it yet; the log stays until it has', async () => {
  writeTake({});
  const into = {
    folder: store.folder,
    session: store.session,
    commit: store.commit.bind(store),
    sync: () => Promise.reject(diskError('EIO')),
  };
  await takeIn(into, LOG);
  expect(await recordingLogs(store.folder)).toEqual([LOG]);
  expect(await takeIn(store, LOG)).toEqual([]);
  expect([await recordingLogs(store.folder), Object.keys(store.session.takes)]).toEqual([[], [expect.any(String)]]);
});

test('what could not be taken in is tried again while the session is open, and told once', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const studio = await TestStudio.start();
  try {
    const folder = studio.path('Start.mixdown');
    const client = await studio.client();
    writeTake({ folder });
    const file = join(folder, 'audio', 'Vocal take 1.wav');
    renameSync(file, `${file}.aside`);
    // Nothing is read from a folder.
    mkdirSync(file);
    studio.engine.listener?.onRecorded(LOG);
    const notices = () =>
      client.events.flatMap(({ name, data }) => (name === 'notice' ? [(data as { sentence: string }).sentence] : []));
    await expect.poll(notices).toEqual([expect.stringContaining('A recording is not in the session yet.')]);
    await vi.advanceTimersByTimeAsync(10_000);
    await new Promise((done) => setTimeout(done, 100));
    expect(notices()).toHaveLength(1);
    rmdirSync(file);
    renameSync(`${file}.aside`, file);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect.poll(notices).toHaveLength(2);
    expect(notices()[1]).toBe('A recording is in the session now: “Vocal take 1”.');
    expect(await recordingLogs(folder)).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(Object.values(client.mirror.session.takes)).toHaveLength(1);
  } finally {
    vi.useRealTimers();
    await studio.end();
  }
});

function addTrack(name: string): string {
  const before = store.session.strips;
  store.commit('addStrip', runCommand(store.session, 'addStrip', { kind: 'track', name }));
  return Object.keys(store.session.strips).find((id) => !Object.hasOwn(before, id)) as string;
}

test('a take comes to the track that it was recorded on, or back with it: never to one that came after an undo', async () => {
  writeTake({ name: 'Singer', onTrack: addTrack('Singer') });
  store.undo();
  addTrack('Bass');
  expect(await takeIn(store, LOG)).toEqual(['Singer take 1']);
  const [take] = Object.values(store.session.takes);
  expect(store.session.strips[take?.trackId ?? '']?.name).toBe('Singer');
});

test('logs are taken in by the order in which they were begun', async () => {
  for (const number of [10, 9, 100]) writeLog('audio/a.wav', `recording-${number}.jsonl`);
  writeFileSync(join(store.folder, 'recording-x.jsonl'), '');
  expect(await recordingLogs(store.folder)).toEqual([9, 10, 100].map((number) => `recording-${number}.jsonl`));
});

test('a log that could not be written behind its start gives the whole of its file as a take, where record was pressed', async () => {
  writeTake({ lines: [] });
  expect(await takeIn(store, LOG)).toEqual(['Vocal take 1']);
  expect(Object.values(store.session.takes)).toMatchObject([
    { trackId, startFrames: 96_000, offsetFrames: 1000, lengthFrames: FRAMES - 1000 },
  ]);
});

test('an hour in a loop of half a second is taken in within seconds', async () => {
  const passes = 7200;
  const plays = Array.from({ length: passes }, (_, pass) => ({
    kind: 'plays' as const,
    at: 1000 + 24_000 * pass,
    sessionFrame: 96_000,
  }));
  const beforeMs = performance.now();
  writeTake({ lines: [record, ...plays], frames: 1000 + 24_000 * passes });
  expect(await takeIn(store, LOG)).toHaveLength(passes);
  expect((performance.now() - beforeMs) / 1000).toBeLessThan(2.5);
  expect(Object.keys(store.session.clips)).toHaveLength(1);
});

test('what an engine left is taken in when it dies, and what the next one records meanwhile when that is over', async () => {
  const studio = await TestStudio.start();
  const folder = studio.path('Start.mixdown');
  let goOn: () => void = () => undefined;
  const isHeld = new Promise<void>((done) => {
    goOn = done;
  });
  // The first is still being taken in when the engine dies and comes back.
  const endHold = await ahead('datasync', () => isHeld);
  const client = await studio.client();
  writeTake({ folder, name: 'First' });
  writeTake({ folder, name: 'Second', log: 'recording-2.jsonl' });
  studio.engine.listener?.onRecorded(LOG);
  studio.engine.listener?.onRecorded(null);
  await new Promise((done) => setTimeout(done, 100));
  writeTake({ folder, name: 'Live', log: 'recording-3.jsonl' });
  goOn();
  const notices = () =>
    client.events.flatMap(({ name, data }) => (name === 'notice' ? [(data as { sentence: string }).sentence] : []));
  await expect.poll(notices).toEqual(['A recording was cut off. What came in until then is kept: “Second take 1”.']);
  await new Promise((done) => setTimeout(done, 300));
  const taken = Object.values(client.mirror.session.takes).map(({ name }) => name);
  expect([taken, await recordingLogs(folder)]).toEqual([['First take 1', 'Second take 1'], ['recording-3.jsonl']]);
  expect(notices()).toHaveLength(1);
  endHold();
  await studio.end();
});

type Written = {
  readonly folder?: string;
  readonly name?: string;
  readonly onTrack?: string;
  readonly log?: string;
  readonly lines?: readonly RecordingLogLine[];
  readonly frames?: number;
};

/** A file that was never closed, and its log; record was pressed at its frame 1000, where the session stood at 96 000. */
function writeTake({ folder = store.folder, name = 'Vocal', log = LOG, frames = FRAMES, ...given }: Written): void {
  const { onTrack = trackId, lines = [record, { kind: 'plays', at: 1000, sessionFrame: 96_000 }] } = given;
  const path = `audio/${name} take 1.wav`;
  const start: RecordingLogLine = {
    kind: 'start',
    version: 1,
    sampleRateHz: 48_000,
    bitDepth: '32f',
    roundTripFrames: 0,
    pressed: { at: 1000, sessionFrame: 96_000 },
    tracks: [{ trackId: onTrack, trackName: name, path, channels: 1, at: 0 }],
  };
  const header = buildWavHeader({ sampleRateHz: 48_000, channels: 1, bitDepth: '32f', metadata: [] }, 0);
  mkdirSync(join(folder, 'audio'), { recursive: true });
  writeFileSync(join(folder, path), header);
  truncateSync(join(folder, path), header.length + 4 * frames);
  writeFileSync(join(folder, log), [start, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
}
