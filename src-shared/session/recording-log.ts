/**
 * What a recording leaves beside its files while it rolls, a line each, and the takes that it comes to. A stop that went
 * well, an engine that was killed and a session that is opened after everything was killed all take this way.
 *
 * Every `at` is a frame of the stream. Input frame i was played against output frame i − `roundTripFrames`.
 */
import * as z from 'zod';
import { frames, id, name } from './records/fields.ts';

const at = z.number().int().min(0);

const startLine = z.strictObject({
  kind: z.literal('start'),
  version: z.literal(1),
  sampleRateHz: z.number().int(),
  bitDepth: z.enum(['24', '32f']),
  roundTripFrames: z.number().int(),
  /** Where record was pressed, and what of the session was to be played then: all that is known when no more can be written. */
  pressed: z.strictObject({ at, sessionFrame: frames }).exactOptional(),
  tracks: z.array(
    z.strictObject({
      trackId: id,
      /** As it was called then: a track that is gone comes back with this name. */
      trackName: name,
      /** In the session's own folder: a log that came with somebody's session has no other file repaired or removed. */
      path: z.string().regex(/^audio\/[^/\\:]+\.wav$/),
      channels: z.number().int().min(1).max(2),
      /** Of the file's first frame. */
      at,
    }),
  ),
});

/** From `at` on the output holds the session from this frame on; null is silence, a count-in, or a stop. */
const playsLine = z.strictObject({ kind: z.literal('plays'), at, sessionFrame: z.number().int().nullable() });

/** From `at` on it is recorded, once the session has come to `fromFrames`; or no more. */
const recordLine = z.strictObject({
  kind: z.literal('record'),
  at,
  on: z.boolean(),
  fromFrames: frames.exactOptional(),
});

/** From `at` on takes are only what falls into this range of the session; an end that is null is open, and null is everything. */
const punchLine = z.strictObject({
  kind: z.literal('punch'),
  at,
  range: z.strictObject({ fromFrames: frames.nullable(), toFrames: frames.nullable() }).nullable(),
});

/** Silence stands in the files for input that did not arrive; `at` is the stream frame of that input. */
const lostLine = z.strictObject({
  kind: z.literal('lost'),
  at,
  lengthFrames: frames.min(1),
  /** It arrived, but the disk did not take it in time for this track. Absent: it is in no file. */
  trackId: id.exactOptional(),
});

/** The files are closed; `at` is the stream frame of the input behind their last. */
const endLine = z.strictObject({ kind: z.literal('end'), at });

const logLine = z.discriminatedUnion('kind', [startLine, playsLine, recordLine, punchLine, lostLine, endLine]);
export type RecordingLogLine = z.infer<typeof logLine>;

/** Its name, by the number of the recording: a newer one has a higher number. */
export function recordingLogName(number: number): string {
  return `recording-${number}.jsonl`;
}

/** The number of the recording that a file is the log of; undefined when it is none. */
export function recordingLogNumber(name: string): number | undefined {
  const found = /^recording-(\d+)\.jsonl$/.exec(name);
  return found ? Number(found[1]) : undefined;
}

/** The lines of a log. What a kill tore, or a disk that failed, is left out, wherever it stands. */
export function readRecordingLog(text: string): RecordingLogLine[] {
  return text.split('\n').flatMap((line) => {
    // Behind the rest of a torn line the next one may stand.
    const parsed = logLine.safeParse(jsonOf(line.slice(Math.max(0, line.lastIndexOf('{"kind"')))));
    return parsed.success ? [parsed.data] : [];
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A stretch of a file that lies on the timeline. */
export type RecordedStretch = {
  readonly startFrames: number;
  readonly offsetFrames: number;
  readonly lengthFrames: number;
};

/** What one track recorded in one roll of the tape. */
export type Recorded = {
  readonly trackId: string;
  readonly trackName: string;
  readonly path: string;
  readonly channels: number;
  /** Of the whole file. */
  readonly lengthFrames: number;
  readonly roundTripFrames: number;
  /** A take each, oldest first. */
  readonly stretches: readonly RecordedStretch[];
  /** Places in the file. */
  readonly dropouts: readonly { readonly atFrames: number; readonly lengthFrames: number }[];
};

/**
 * What was recorded, by track. @param lengths frames that each file holds, by path; a file that is absent gives nothing.
 */
export function recordedOf(lines: readonly RecordingLogLine[], lengths: ReadonlyMap<string, number>): Recorded[] {
  const start = lines.find((line) => line.kind === 'start');
  if (!start) return [];
  const { roundTripFrames, tracks } = start;
  const lengthOf = (path: string) => lengths.get(path) ?? 0;
  const endAt = Math.max(...tracks.map(({ at, path }) => at + lengthOf(path) - roundTripFrames));
  const runs = runsOf(lines, endAt);
  const lost = lines.filter((line) => line.kind === 'lost');
  return tracks.flatMap(({ at, ...track }) => {
    const lengthFrames = lengthOf(track.path);
    if (lengthFrames === 0) return [];
    const file = { fromAt: at - roundTripFrames, lengthFrames };
    const stretches = runs.flatMap((one) => stretchOf(one, file));
    const own = lost.filter(({ trackId = track.trackId }) => trackId === track.trackId);
    return [{ ...track, lengthFrames, roundTripFrames, stretches, dropouts: dropoutsIn(own, at, lengthFrames) }];
  });
}

/**
 * Every run of a tape so far, oldest first; the last may still go on.
 * @param toFrame the stream frame of the input behind the last that came in.
 */
export function rolledRuns(lines: readonly RecordingLogLine[], toFrame: number): RolledRun[] {
  const { roundTripFrames = 0 } = lines.find((line) => line.kind === 'start') ?? {};
  return runsOf(lines, toFrame - roundTripFrames);
}

type Dropout = { readonly atFrames: number; readonly lengthFrames: number };

/** The losses that lie in a file, which begins at the frame `at` of what they are counted in; what was lost on and on is one. */
export function dropoutsIn(
  lost: readonly { readonly at: number; readonly lengthFrames: number }[],
  at: number,
  fileFrames: number,
): Dropout[] {
  const dropouts: Dropout[] = [];
  for (const line of [...lost].sort((a, b) => a.at - b.at)) {
    const last = dropouts[dropouts.length - 1];
    const lastTo = last ? last.atFrames + last.lengthFrames : 0;
    const from = Math.max(lastTo, line.at - at);
    const to = Math.min(fileFrames, line.at - at + line.lengthFrames);
    if (to <= from) continue;
    if (last && lastTo === from) dropouts[dropouts.length - 1] = { ...last, lengthFrames: to - last.atFrames };
    else dropouts.push({ atFrames: from, lengthFrames: to - from });
  }
  return dropouts;
}

/** A run of output frames, `fromAt` to `toAt`, that plays the session from `sessionFrame` on and is recorded: a take of every track. */
export type RolledRun = { readonly fromAt: number; readonly toAt: number; readonly sessionFrame: number };

/** What of a file a run is; nothing where it does not reach. */
export function stretchOf(
  { fromAt, toAt, sessionFrame }: RolledRun,
  /** `fromAt` is the output frame that its first frame was played against. */
  file: { readonly fromAt: number; readonly lengthFrames: number },
): RecordedStretch[] {
  const offset = fromAt - file.fromAt;
  // What lies before the file, or before the session, is cut off.
  const cut = Math.max(0, -offset, -sessionFrame);
  const offsetFrames = offset + cut;
  const lengthFrames = Math.min(toAt - fromAt - cut, file.lengthFrames - offsetFrames);
  return lengthFrames > 0 ? [{ startFrames: sessionFrame + cut, offsetFrames, lengthFrames }] : [];
}

type Tape = {
  sessionFrame: number | null;
  on: boolean;
  /** Recording begins only where the session has come to this. */
  waitsFor: number | null;
  range: { readonly fromFrames: number | null; readonly toFrames: number | null } | null;
};

/** Every run that is recorded, in order. @param endAt the output frame behind the last that the files hold an answer to. */
function runsOf(lines: readonly RecordingLogLine[], endAt: number): RolledRun[] {
  const events = [...assumed(lines), ...lines]
    .filter((line) => line.kind === 'plays' || line.kind === 'record' || line.kind === 'punch')
    .sort((a, b) => a.at - b.at);
  const tape: Tape = { sessionFrame: null, on: false, waitsFor: null, range: null };
  const runs: RolledRun[] = [];
  let fromAt = 0;
  for (const event of [...events, { kind: 'end' as const, at: endAt }]) {
    const toAt = Math.min(Math.max(fromAt, event.at), Math.max(fromAt, endAt));
    run(tape, fromAt, toAt, runs);
    fromAt = toAt;
    if (event.kind === 'plays') tape.sessionFrame = event.sessionFrame;
    else if (event.kind === 'punch') tape.range = event.range;
    else if (event.kind === 'record') {
      tape.on = event.on;
      tape.waitsFor = event.on ? (event.fromFrames ?? null) : null;
    }
  }
  return runs;
}

/** Where nothing tells what was played, not even that it was silence: from record on, what was to be played then. */
function assumed(lines: readonly RecordingLogLine[]): RecordingLogLine[] {
  const start = lines.find((line) => line.kind === 'start');
  if (!start?.pressed || lines.some(({ kind }) => kind === 'plays' || kind === 'end')) return [];
  const { at, sessionFrame } = start.pressed;
  return [
    { kind: 'plays', at, sessionFrame },
    { kind: 'record', at, on: true },
  ];
}

/** The tape runs from one output frame to another without an event. */
function run(tape: Tape, fromAt: number, toAt: number, runs: RolledRun[]): void {
  const { sessionFrame, range } = tape;
  if (sessionFrame === null) return;
  const ended = sessionFrame + toAt - fromAt;
  tape.sessionFrame = ended;
  if (!tape.on) return;
  let from = Math.max(sessionFrame, range?.fromFrames ?? sessionFrame);
  if (tape.waitsFor !== null) {
    if (ended <= tape.waitsFor) return;
    from = Math.max(from, tape.waitsFor);
    tape.waitsFor = null;
  }
  const to = Math.min(ended, range?.toFrames ?? ended);
  if (to <= from) return;
  const next = { fromAt: fromAt + from - sessionFrame, toAt: fromAt + to - sessionFrame, sessionFrame: from };
  const last = runs[runs.length - 1];
  // Where one goes on as the other ended, they are one.
  if (last && last.toAt === next.fromAt && last.sessionFrame + last.toAt - last.fromAt === from)
    runs[runs.length - 1] = { ...last, toAt: next.toAt };
  else runs.push(next);
}
