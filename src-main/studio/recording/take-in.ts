/**
 * From what a recording left in the session's folder to takes in the session, as one step `Record`: the same after a stop,
 * after an engine that was killed, and after everything was killed. The log goes once the journal holds the takes.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addTakes } from '../../../src-shared/session/commands/takes.ts';
import {
  type Recorded,
  type RecordingLogLine,
  readRecordingLog,
  recordedOf,
  recordingLogNumber,
} from '../../../src-shared/session/recording-log.ts';
import type { Diff, Session } from '../../../src-shared/session/session.ts';
import { repairTakeFile } from '../../media/take-file.ts';
import { SessionFolderError } from '../session-folder/session-folder-error.ts';
import { mediaFile } from '../session-folder/session-paths.ts';

/** The session that takes it in. */
export type TakingIn = {
  readonly folder: string;
  readonly session: Session;
  /** One undo step; throws SessionFolderError. */
  commit(name: string, diff: Diff): unknown;
  /** The journal is on the disk when it resolves. */
  sync(): Promise<void>;
};

const STEP = 'Record';

/** The logs that lie in a session's folder, oldest first; none where it cannot be read. */
export async function recordingLogs(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const numbers = new Map(names.map((name) => [name, recordingLogNumber(name)]));
  const logs = names.filter((name) => numbers.get(name) !== undefined);
  return logs.sort((a, b) => (numbers.get(a) as number) - (numbers.get(b) as number));
}

/**
 * Takes in one recording, whose engine is done with it; the names of its takes. Rejects with AudioFileError or
 * SessionFolderError: then nothing changed, and the next time it is tried again.
 */
export async function takeIn(into: TakingIn, logName: string): Promise<readonly string[]> {
  const log = join(into.folder, logName);
  const text = await readFile(log, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  // It was told of, and seen when its engine died: it is taken in already.
  if (text === undefined) return [];
  const recorded = await readRecorded(into, log, text);
  const recordings = recorded.filter(({ stretches }) => stretches.length > 0);
  const before = into.session.takes;
  into.commit(STEP, addTakes(into.session, { recordings }));
  const names = Object.values(into.session.takes).flatMap(({ id, name }) => (Object.hasOwn(before, id) ? [] : [name]));
  await into.sync();
  await rm(log, { force: true });
  return names;
}

async function readRecorded(into: TakingIn, log: string, text: string): Promise<Recorded[]> {
  const lines = readRecordingLog(text);
  const start = lines.find((line) => line.kind === 'start');
  if (!start) {
    // Killed before its first line was whole there were no files yet; another line is of a Mixdown that is newer.
    if (text.includes('\n')) throw new SessionFolderError('newer-version', `“${log}” is of a newer Mixdown.`);
    return [];
  }
  const { sampleRateHz, bitDepth } = start;
  const known = new Set(Object.values(into.session.media).map(({ path }) => path));
  // Killed between the journal and the log: it is taken in already, and its file is nobody's to repair or remove.
  const tracks = start.tracks.filter(({ path }) => !known.has(path));
  const lengths = new Map<string, number>();
  for (const { path, channels } of tracks) {
    const file = mediaFile(into.folder, { path });
    lengths.set(path, await repairTakeFile(file, { sampleRateHz, bitDepth, channels }));
  }
  const recorded = recordedOf(lines, lengths);
  if (isCalledOff(lines, recorded))
    for (const { path } of tracks) await rm(mediaFile(into.folder, { path }), { force: true });
  return recorded;
}

/**
 * A tape that was stopped in its count-in or pre-roll leaves nothing. One that rolled beside its punch range is kept on the
 * disk, though no take is made of it: somebody may have played.
 */
function isCalledOff(lines: readonly RecordingLogLine[], recorded: readonly Recorded[]): boolean {
  const isDone = lines.some(({ kind }) => kind === 'end');
  const hasPunch = lines.some((line) => line.kind === 'punch' && line.range !== null);
  return isDone && !hasPunch && recorded.every(({ stretches }) => stretches.length === 0);
}

/** What a musician reads about takes that were cut off. */
export function keptSentence(names: readonly string[]): string {
  const [first, ...others] = names;
  const what = others.length === 0 ? `“${first}”` : `“${first}” and ${others.length} more`;
  return `A recording was cut off. It is kept until then: ${what}.`;
}
