import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordingLogLine } from '../../../src-shared/session/recording-log.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { SessionStore } from '../session-folder/session-store.ts';
import { recordingLogs, takeIn } from './take-in.ts';

const LOG = 'recording-1.jsonl';
const FRAMES = 48_000;
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

test('a tape that was called off in its count-in leaves nothing; one that rolled beside its punch range keeps its file', async () => {
  const path = 'audio/Vocal take 1.wav';
  const roll = () => {
    mkdirSync(join(store.folder, 'audio'), { recursive: true });
    writeFileSync(join(store.folder, path), Buffer.alloc(4 * FRAMES));
    writeLog(path, LOG, true);
  };
  roll();
  expect(await takeIn(store, LOG)).toEqual([]);
  expect(readdirSync(join(store.folder, 'audio'))).toEqual([]);
  roll();
  const range = { fromFrames: 10 * FRAMES, toFrames: 11 * FRAMES };
  appendFileSync(join(store.folder, LOG), `${JSON.stringify({ kind: 'punch', at: 0, range })}\n`);
  expect(await takeIn(store, LOG)).toEqual([]);
  expect(readdirSync(join(store.folder, 'audio'))).toEqual(['Vocal take 1.wav']);
});
