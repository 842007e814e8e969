import type { RollingTake } from '../../src-shared/protocol/recording.ts';
import type { RecordedStretch } from '../../src-shared/session/recording-log.ts';

type Now = {
  /** Its file is still open. */
  readonly isOpen: boolean;
  /** Null while nothing plays, or nothing is recorded. */
  readonly playhead: number | null;
  readonly punchOutFrames: number | null;
};

/**
 * How far a pass has come on the timeline, where what the engine has said of it is a moment older: it is where the playhead
 * is, and it does not go back when the song stops. The engine has the last word, as its file is closed.
 */
export function rollingEdge(): (take: RollingTake, stretch: RecordedStretch, now: Now) => number {
  const shown = new Map<string, { readonly passes: number; readonly toFrames: number }>();
  return ({ path, passes }, { startFrames, lengthFrames }, { isOpen, playhead, punchOutFrames }) => {
    const known = startFrames + lengthFrames;
    if (!isOpen) return known;
    const before = shown.get(path);
    const last = before?.passes === passes ? before.toFrames : 0;
    const toFrames = Math.min(Math.max(known, playhead ?? last), punchOutFrames ?? Number.POSITIVE_INFINITY);
    if (passes !== before?.passes || toFrames !== before.toFrames) shown.set(path, { passes, toFrames });
    return toFrames;
  };
}
