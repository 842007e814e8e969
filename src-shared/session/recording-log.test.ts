import { describe, expect, test } from 'vitest';
import {
  type RecordingLogLine,
  readRecordingLog,
  recordedOf,
  recordingLogName,
  recordingLogNumber,
  rolledRuns,
  stretchOf,
} from './recording-log.ts';

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
const punch = (at: number, fromFrames: number | null, toFrames: number | null): RecordingLogLine => ({
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

  test('begin at a punch in, or end at a punch out, on every pass, also where a kill ended the log', () => {
    const passes = [record(2000, true), plays(2000, 5000), plays(12_000, 1000)];
    expect(stretches([punch(2000, 8000, null), ...passes], inFile(24_000))).toEqual([
      [8000, inFile(5000), 7000],
      [8000, inFile(19_000), 5000],
    ]);
    expect(stretches([punch(2000, null, 11_000), ...passes], inFile(24_000))).toEqual([
      [5000, inFile(2000), 6000],
      [1000, inFile(12_000), 10_000],
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

  test('carry what came too late for the disk on its own track alone, in order', () => {
    const [first] = start.kind === 'start' ? start.tracks : [];
    const other = { ...first, trackId: 'strip-4', path: 'audio/Bass take 1.wav' };
    const both = { ...start, tracks: [first, other] } as RecordingLogLine;
    const lines: RecordingLogLine[] = [
      both,
      { kind: 'lost', at: 3000, lengthFrames: 64 },
      { kind: 'lost', at: 2000, lengthFrames: 500, trackId: 'strip-4' },
      { kind: 'lost', at: 2400, lengthFrames: 200, trackId: 'strip-4' },
    ];
    const recorded = recordedOf(lines, new Map([PATH, other.path].map((path) => [path, 5000])));
    expect(recorded.map(({ dropouts }) => dropouts)).toEqual([
      [{ atFrames: 2000, lengthFrames: 64 }],
      [
        { atFrames: 1000, lengthFrames: 600 },
        { atFrames: 2000, lengthFrames: 64 },
      ],
    ]);
  });

  test('are what the files hold from record on where nothing but the start could be written', () => {
    const pressed = { at: 2000, sessionFrame: 48_000 };
    const blind = { ...start, pressed } as RecordingLogLine;
    const of = (lines: readonly RecordingLogLine[]) =>
      recordedOf([blind, ...lines], new Map([[PATH, 30_000]]))[0]?.stretches;
    const whole = [{ startFrames: 48_000, offsetFrames: inFile(2000), lengthFrames: 30_000 - inFile(2000) }];
    expect(of([])).toEqual(whole);
    expect(of([record(2000, true)])).toEqual(whole);
    expect(of([record(2000, true, 50_000)])?.[0]).toMatchObject({ startFrames: 50_000, offsetFrames: inFile(4000) });
    // A count-in that was cut off, and a tape that was called off in it.
    expect(of([plays(1500, null), record(2000, true)])).toEqual([]);
    expect(of([record(2000, true), { kind: 'end', at: 31_000 }])).toEqual([]);
  });

  test('are the same while their file grows, the last of them longer and longer', () => {
    const lines = [start, record(2000, true), plays(2000, 5000), plays(12_000, 1000)];
    for (const toFrame of [1500, 2690, 2701, 9000, 12_700, 12_701, 50_000]) {
      const [recorded] = recordedOf(lines, new Map([[PATH, toFrame - 1000]]));
      const file = { fromAt: -inFile(0), lengthFrames: toFrame - 1000 };
      expect(rolledRuns(lines, toFrame).flatMap((run) => stretchOf(run, file))).toEqual(recorded?.stretches ?? []);
    }
  });

  test('are none of a file that is gone, and none of a log without a start', () => {
    expect(recordedOf([start, record(0, true), plays(0, 0)], new Map())).toEqual([]);
    expect(recordedOf([record(0, true)], new Map([[PATH, 100]]))).toEqual([]);
  });
});

test('a log is read whatever line of it is torn', () => {
  const lines = [start, record(5, true), plays(7, 0), punch(8, 1, 2)];
  const texts = lines.map((line) => JSON.stringify(line));
  const text = `${texts.join('\n')}\n`;
  expect(readRecordingLog(text)).toEqual(lines);
  expect(readRecordingLog(text.slice(0, -4))).toEqual(lines.slice(0, 3));
  for (const torn of [1, 2, 3]) {
    const others = lines.filter((_, index) => index !== torn);
    // On a line of its own, as zeros, and with the next line behind it.
    const parts = (rest: string) =>
      texts.map((line, index) => (index === torn ? line.slice(0, -6) + rest : `${line}\n`));
    expect(readRecordingLog(parts('\n').join(''))).toEqual(others);
    expect(readRecordingLog(parts('\0\0\n').join(''))).toEqual(others);
    expect(readRecordingLog(parts('').join(''))).toEqual(others);
  }
  expect(readRecordingLog(`${text}{"kind":"what"}\n${JSON.stringify(plays(9, 3))}\n`)).toEqual([...lines, plays(9, 3)]);
});

test('a log is known by its name, which says in what order it came', () => {
  for (const number of [0, 1, 12]) expect(recordingLogNumber(recordingLogName(number))).toBe(number);
  for (const name of ['journal.jsonl', 'recording-.jsonl', 'recording-1.jsonl.tmp', 'my recording-1.jsonl'])
    expect(recordingLogNumber(name)).toBeUndefined();
});
