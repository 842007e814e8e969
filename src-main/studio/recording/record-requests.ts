/** Requests about recording. */
import { GROWING_COLUMN_FRAMES } from '../../../src-shared/protocol/recording.ts';
import { reverseDiff } from '../../../src-shared/session/reverse-diff.ts';
import type { Diff } from '../../../src-shared/session/session.ts';
import type { Handlers } from '../dispatch.ts';
import type { EngineLink } from '../engine-link.ts';
import type { OpenSession } from '../open-session.ts';
import type { PeakReader } from '../peaks/peak-reader.ts';
import { mediaFile } from '../session-folder/session-paths.ts';
import { StudioRefusal } from '../studio-error.ts';
import type { RecordingSettings } from './recording-settings.ts';

export type RecordRequestParts = {
  readonly open: OpenSession;
  readonly engine: EngineLink;
  readonly settings: RecordingSettings;
  readonly peaks: PeakReader;
};

export function recordRequests({
  open,
  engine,
  settings,
  peaks,
}: RecordRequestParts): Handlers<
  | 'transport/record'
  | 'record/discard'
  | 'record/retake'
  | 'record/state'
  | 'record/passes'
  | 'record/peaks'
  | 'record/set'
> {
  /** Where the last recording was started from; null: from what was heard. */
  let startedFrom: number | null = null;

  const record = async (on: boolean) => {
    // Into the session that is open then: the folder of one that is being moved is not to be written to.
    await open.settled();
    const { playing, atFrames, recording } = engine.transport;
    const state = await engine.record(on);
    if (on && !recording) startedFrom = playing ? null : atFrames;
    return state;
  };

  /** Ends the last recording; its step, or null where nothing had been recorded yet. */
  const endLast = async (): Promise<{ readonly diff: Diff; readonly position: number } | null> => {
    await open.settled();
    // One that was stopped a moment ago is the last one, not the one before it.
    await open.takenIn();
    const { isRecording } = engine.recording;
    const before = open.document.sequence;
    if (isRecording) {
      await engine.stop();
      await engine.endRecording();
      await open.takenIn();
      if (open.document.sequence === before) return null;
    }
    const { names, position } = open.history;
    if (names[position - 1] !== 'Record')
      throw new StudioRefusal('The last step was no recording: undo goes back to it.');
    return { diff: open.document.history.done[position - 1]?.diff ?? [], position };
  };

  /** A key that is pressed twice at once does its work once. */
  let under: Promise<Diff | null> | undefined;
  const once = (work: () => Promise<Diff | null>) => {
    under ??= work().finally(() => {
      under = undefined;
    });
    return under;
  };

  /** Takes the last recording back. */
  const discard = async () => {
    const last = await endLast();
    if (last) open.goTo(last.position - 1);
    return last?.diff ?? null;
  };

  /** The takes of the last recording stay in their lanes; their tracks play what they played before. */
  const setAside = async () => {
    const last = await endLast();
    const clips = reverseDiff(last?.diff ?? []).filter(({ table }) => table === 'clips');
    if (clips.length > 0) open.commit('Retake', clips);
    return last?.diff ?? null;
  };

  return {
    'transport/record': ({ on }) => record(on),
    'record/state': () => engine.recording,
    'record/set': async (changes) => {
      await settings.set(changes);
      return engine.setRecording(settings.value);
    },
    'record/passes': () => engine.passes,
    'record/peaks': ({ path, ...columns }) => {
      const isKnown = engine.recording.takes.some((take) => take.path === path);
      if (!isKnown && !Object.values(open.document.session.media).some((media) => media.path === path))
        throw new StudioRefusal('That file is not being recorded.');
      const { folder } = open;
      const wanted = { ...columns, framesPerColumn: GROWING_COLUMN_FRAMES };
      return peaks.read({ folder, path, file: mediaFile(folder, { path }) }, wanted);
    },
    'record/discard': async () => {
      await once(discard);
      return engine.recording;
    },
    'record/retake': async () => {
      const diff = await once(setAside);
      const from = startedFrom ?? startOf(diff ?? []);
      if (from !== null) await engine.locate(from);
      return record(true);
    },
  };
}

/** Where the first take of a recording begins on the timeline; null without one. */
function startOf(diff: Diff): number | null {
  const starts = diff.flatMap(({ table, after }) => (table === 'takes' && after ? [after.startFrames] : []));
  return starts.length > 0 ? Math.min(...starts) : null;
}
