/**
 * From what a recording left in the session's folder to takes in the session, as one step `Record`: the same after a stop,
 * after an engine that was killed, and after everything was killed. The log goes once the journal holds the takes.
 */
import { access, readdir, readFile, rm } from 'node:fs/promises';
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
import { SessionFolderError, withFolderErrors } from '../session-folder/session-folder-error.ts';
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
 * @param warn is told, with a sentence, of a file that is gone.
 */
export async function takeIn(
  into: TakingIn,
  logName: string,
  warn: (sentence: string) => void = () => undefined,
): Promise<readonly string[]> {
  const log = join(into.folder, logName);
  const text = await readLog(into, log);
  // It was told of, and seen when its engine died: it is taken in already.
  if (text === undefined) return [];
  const recorded = await readRecorded(into, { log, text, warn });
  const recordings = recorded.filter(({ stretches }) => stretches.length > 0);
  const before = into.session.takes;
  into.commit(STEP, addTakes(into.session, { recordings }));
  const names = Object.values(into.session.takes).flatMap(({ id, name }) => (Object.hasOwn(before, id) ? [] : [name]));
  // One that stays, because the disk did not keep the journal or the folder, is found to be taken in the next time.
  await into
    .sync()
    .then(() => rm(log, { force: true }))
    .catch(() => undefined);
  return names;
}

/** Undefined when it is gone. Rejects with SessionFolderError, also when the whole folder is gone. */
async function readLog({ folder }: TakingIn, log: string): Promise<string | undefined> {
  const text = await withFolderErrors(log, () =>
    readFile(log, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    }),
  );
  if (text === undefined) await withFolderErrors(folder, () => access(folder));
  return text;
}

async function readRecorded(
  into: TakingIn,
  { log, text, warn }: { readonly log: string; readonly text: string; readonly warn: (sentence: string) => void },
): Promise<Recorded[]> {
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
  for (const { path, channels, trackName } of tracks) {
    const file = mediaFile(into.folder, { path });
    const frames = await repairTakeFile(file, { sampleRateHz, bitDepth, channels });
    lengths.set(path, frames);
    // Killed before all files were made there is but the first line.
    if (frames === 0 && lines.length > 1 && !(await exists(file)))
      warn(`What was recorded on “${trackName}” is not in the session: its file is missing, “${path}”.`);
  }
  const recorded = recordedOf(lines, lengths);
  if (!comesToNothing(recorded)) return recorded;
  // What was recorded may have stood there: all of the files, where record was pressed.
  if (isHurt(text)) return recordedOf([start], lengths);
  if (isCalledOff(lines)) for (const { path } of tracks) await rm(mediaFile(into.folder, { path }), { force: true });
  return recorded;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function comesToNothing(recorded: readonly Recorded[]): boolean {
  return recorded.every(({ stretches }) => stretches.length === 0);
}

/** Whether lines of a log cannot be read. The last one may be torn by a kill, without its end. */
function isHurt(text: string): boolean {
  const whole = text.split('\n').slice(0, -1);
  return whole.some((line) => line.lastIndexOf('{"kind"') !== 0 || readRecordingLog(line).length === 0);
}

/**
 * A tape that was stopped in its count-in or pre-roll leaves nothing. One that rolled beside its punch range, or in a loop that
 * keeps it from the place that it was to come to, is kept on the disk, though no take is made of it: somebody may have played.
 */
function isCalledOff(lines: readonly RecordingLogLine[]): boolean {
  const isDone = lines.some(({ kind }) => kind === 'end');
  const hasPunch = lines.some((line) => line.kind === 'punch' && line.range !== null);
  const hasJumped = lines.filter((line) => line.kind === 'plays' && line.sessionFrame !== null).length > 1;
  return isDone && !hasPunch && !hasJumped;
}
