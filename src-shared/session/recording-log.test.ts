import { describe, expect, test } from 'vitest';
import { type RecordingLogLine, readRecordingLog, recordedOf } from './recording-log.ts';

const ROUND_TRIP = 700;
const PATH = 'audio/Vocal take 1.wav';

/** The file begins at stream frame 1000. */
const start: RecordingLogLine = {
  kind: 'start',
  version: 1,
  sampleRateHz: 48_000,
  bitDepth: '32f',
  roundTripFrames: ROUND_TRIP,
  tracks: [{ trackId: 'strip-3', trackName: 'Vocal', path: PATH, channels: 1, at: 1000 }],
};
const plays = (at: number, sessionFrame: number | null): RecordingLogLine => ({ kind: 'plays', at, sessionFrame });
const record = (at: number, on: boolean, fromFrames?: number): RecordingLogLine => ({
  kind: 'record',
  at,
  on,
  ...(fromFrames !== undefined && { fromFrames }),
});
const punch = (at: number, fromFrames: number, toFrames: number): RecordingLogLine => ({
  kind: 'punch',
  at,
  range: { fromFrames, toFrames },
});

/** Every stretch as [start, offset, length]. */
function stretches(lines: readonly RecordingLogLine[], fileFrames = 1_000_000): number[][] {
  const [recorded] = recordedOf([start, ...lines], new Map([[PATH, fileFrames]]));
  return recorded?.stretches.map((one) => [one.startFrames, one.offsetFrames, one.lengthFrames]) ?? [];
}
/** Where in the file the answer to an output frame stands. */
const inFile = (outputFrame: number) => outputFrame + ROUND_TRIP - 1000;

describe('the takes of a log', () => {
  test('begin and end with the song, a round trip later in the file', () => {
    expect(stretches([record(5000, true), plays(6000, 20_000), plays(16_000, null)])).toEqual([
      [20_000, inFile(6000), 10_000],
    ]);
  });

  test('end with the file where nothing says that the song stopped', () => {
    expect(stretches([record(5000, true), plays(6000, 20_000)], 30_000)).toEqual([
      [20_000, inFile(6000), 30_000 - inFile(6000)],
    ]);
    expect(stretches([record(5000, true), plays(6000, 20_000)], 100)).toEqual([]);
  });

  test('are what was recorded of it: from a press to a press while it plays', () => {
    const lines = [plays(2000, 0), record(8000, true), record(20_000, false), plays(30_000, null)];
    expect(stretches(lines)).toEqual([[6000, inFile(8000), 12_000]]);
  });

  test('are one for each pass of a loop, cut to the sample at its jumps', () => {
    const lines = [
      record(2000, true),
      plays(2000, 5000),
      plays(12_000, 1000),
      plays(26_000, 1000),
      plays(30_000, null),
    ];
    expect(stretches(lines)).toEqual([
      [5000, inFile(2000), 10_000],
      [1000, inFile(12_000), 14_000],
      [1000, inFile(26_000), 4000],
    ]);
  });

  test('are what falls into the punch range, on every pass', () => {
    const lines = [
      punch(2000, 8000, 11_000),
      record(2000, true),
      plays(2000, 5000),
      plays(12_000, 1000),
      plays(26_000, null),
    ];
    expect(stretches(lines)).toEqual([
      [8000, inFile(5000), 3000],
      [8000, inFile(19_000), 3000],
    ]);
  });

  test('wait for their place where a pre-roll leads to it, and not again on the next pass', () => {
    const lines = [record(2000, true, 9000), plays(2000, 4000), plays(12_000, 1000), plays(20_000, null)];
    expect(stretches(lines)).toEqual([
      [9000, inFile(7000), 5000],
      [1000, inFile(12_000), 8000],
    ]);
  });

  test('go on as one where the log only says again what holds', () => {
    const lines = [record(2000, true), plays(2000, 0), punch(5000, 0, 100_000), plays(7000, 5000), plays(9000, null)];
    expect(stretches(lines)).toEqual([[0, inFile(2000), 7000]]);
  });

  test('never begin before the file or before the session', () => {
    expect(stretches([record(0, true), plays(0, 3000), plays(9000, null)])).toEqual([[3300, 0, 8700]]);
  });

  test('carry what was lost, by its place in the file, on and on as one', () => {
    const lines: RecordingLogLine[] = [
      { kind: 'lost', at: 500, lengthFrames: 600 },
      { kind: 'lost', at: 3000, lengthFrames: 64 },
      { kind: 'lost', at: 3064, lengthFrames: 36 },
      { kind: 'lost', at: 5990, lengthFrames: 100 },
    ];
    const [recorded] = recordedOf([start, ...lines], new Map([[PATH, 5000]]));
    expect(recorded?.dropouts).toEqual([
      { atFrames: 0, lengthFrames: 100 },
      { atFrames: 2000, lengthFrames: 100 },
      { atFrames: 4990, lengthFrames: 10 },
    ]);
  });

  test('are none of a file that is gone, and none of a log without a start', () => {
    expect(recordedOf([start, record(0, true), plays(0, 0)], new Map())).toEqual([]);
    expect(recordedOf([record(0, true)], new Map([[PATH, 100]]))).toEqual([]);
  });
});

test('a log is read up to the line that a kill tore', () => {
  const lines = [start, record(5, true), plays(7, 0)];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  expect(readRecordingLog(text)).toEqual(lines);
  expect(readRecordingLog(text.slice(0, -4))).toEqual(lines.slice(0, 2));
  expect(readRecordingLog(`${text}{"kind":"what"}\n${JSON.stringify(plays(9, 3))}\n`)).toEqual(lines);
});
