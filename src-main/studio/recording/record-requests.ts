/** Requests about recording. */
import type { Handlers } from '../dispatch.ts';
import type { EngineLink } from '../engine-link.ts';
import type { OpenSession } from '../open-session.ts';
import { StudioRefusal } from '../studio-error.ts';
import type { RecordingSettings } from './recording-settings.ts';

export type RecordRequestParts = {
  readonly open: OpenSession;
  readonly engine: EngineLink;
  readonly settings: RecordingSettings;
};

export function recordRequests({
  open,
  engine,
  settings,
}: RecordRequestParts): Handlers<
  'transport/record' | 'record/discard' | 'record/retake' | 'record/state' | 'record/set'
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

  /** Takes the last recording back; where it began on the timeline. A key that is pressed twice at once takes back one. */
  let discarding: Promise<number | null> | undefined;
  const discard = () => {
    discarding ??= discardLast().finally(() => {
      discarding = undefined;
    });
    return discarding;
  };

  const discardLast = async (): Promise<number | null> => {
    await open.settled();
    // One that was stopped a moment ago is the last one, not the one before it.
    await open.takenIn();
    const { isRecording } = engine.recording;
    const before = open.document.sequence;
    if (isRecording) {
      await engine.stop();
      await engine.endRecording();
      await open.takenIn();
      // Nothing had been recorded yet: there is nothing to take back.
      if (open.document.sequence === before) return null;
    }
    const { names, position } = open.history;
    if (names[position - 1] !== 'Record')
      throw new StudioRefusal('The last step was no recording: undo goes back to it.');
    const last = open.document.history.done[position - 1];
    const starts =
      last?.diff.flatMap(({ table, after }) => (table === 'takes' && after ? [after.startFrames] : [])) ?? [];
    open.goTo(position - 1);
    return starts.length > 0 ? Math.min(...starts) : null;
  };

  return {
    'transport/record': ({ on }) => record(on),
    'record/state': () => engine.recording,
    'record/set': async (changes) => {
      await settings.set(changes);
      return engine.setRecording(settings.value);
    },
    'record/discard': async () => {
      await discard();
      return engine.recording;
    },
    'record/retake': async () => {
      const begun = await discard();
      const from = startedFrom ?? begun;
      if (from !== null) await engine.locate(from);
      return record(true);
    },
  };
}
