/**
 * A track while it is recorded, as it would be if its passes were taken in now: a lane for each, and clips that play the
 * newest. It is for the eye alone; the session has them at the stop, by the same rules (session/commands/takes.ts).
 */
import type { RolledLoss, RollingTake } from '../../src-shared/protocol/recording.ts';
import { type Segment, segmentsByTrack } from '../../src-shared/session/clip-envelope.ts';
import { layTakes, notCovered } from '../../src-shared/session/commands/takes.ts';
import { Draft } from '../../src-shared/session/draft.ts';
import { dropoutsIn, type RecordedStretch, type RolledRun, stretchOf } from '../../src-shared/session/recording-log.ts';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Dropout, Take } from '../../src-shared/session/records/take.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { lastTakeNumber, takeName } from '../../src-shared/session/take-names.ts';

/** One file that is being recorded, and its passes that are over. */
export type RolledFile = Pick<RollingTake, 'trackId' | 'path' | 'channels' | 'roll' | 'fromAt'> & {
  readonly runs: readonly RolledRun[];
  /** Another pass goes on. */
  readonly goesOn: boolean;
  readonly losses: readonly RolledLoss[];
  readonly roundTripFrames: number;
};

/** A lane of the track: a pass that is over, or the one that goes on (`stretch` is null: it is told where it stands). */
export type RolledLane = { readonly file: RolledFile; readonly name: string; readonly stretch: RecordedStretch | null };

/** More than any file: what is over lies in it. */
const WHOLE_FILE = Number.MAX_SAFE_INTEGER;

export class RolledTrack {
  readonly trackId: string;
  /** The track's clips and sound files as they are drawn, those that are recorded named by their path. */
  readonly session: Session;
  /** In order of start. */
  readonly clips: readonly Clip[];
  readonly segments: ReadonlyMap<string, Segment>;
  /** The passes that clips play. */
  readonly heard: Take[] = [];
  readonly #files: readonly RolledFile[];
  readonly #trackName: string;
  readonly #firstNumber: number;

  constructor(session: Session, trackId: string, files: readonly RolledFile[]) {
    this.trackId = trackId;
    this.#files = files;
    this.#trackName = session.strips[trackId]?.name ?? '';
    this.#firstNumber = firstNumber(session, trackId);
    this.session = this.#laid(session);
    this.clips = Object.values(this.session.clips).sort((a, b) => a.startFrames - b.startFrames);
    const segments = segmentsByTrack(this.session).get(trackId) ?? [];
    this.segments = new Map(segments.map((segment) => [segment.clipId, segment]));
  }

  /** How many lanes there are, the one that goes on included. */
  get laneCount(): number {
    return this.#files.reduce((sum, file) => sum + lanesOf(file), 0);
  }

  /** Of that number, the oldest first. */
  lane(index: number): RolledLane | undefined {
    let first = 0;
    for (const file of this.#files) {
      const at = index - first;
      first += lanesOf(file);
      if (index >= first) continue;
      const run = file.runs[skipped(file) + at];
      const name = takeName(this.#trackName, this.#firstNumber + index);
      return { file, name, stretch: run ? (overOf(file, run) ?? null) : null };
    }
    return undefined;
  }

  /** The lane of a file's pass that goes on; undefined where none does. */
  goingOn(path: string): RolledLane | undefined {
    let index = 0;
    for (const file of this.#files) {
      index += lanesOf(file);
      if (file.path === path) return file.goesOn ? this.lane(index - 1) : undefined;
    }
    return undefined;
  }

  /** Passes of a loop are thousands: what is heard of them is few. */
  #laid(session: Session): Session {
    const clips = Object.values(session.clips).filter((clip) => clip.trackId === this.trackId);
    const own = { ...session, clips: Object.fromEntries(clips.map((clip) => [clip.id, clip])) };
    const draft = new Draft(own);
    const media = { ...session.media };
    let first = 0;
    for (const file of this.#files) {
      const { path, channels } = file;
      media[path] = { id: path, name: path, path, channels, lengthFrames: WHOLE_FILE };
      draft.put('media', media[path]);
      const places = file.runs.map(({ sessionFrame: startFrames, fromAt, toAt }, index) => {
        return { startFrames, lengthFrames: toAt - fromAt, index };
      });
      const heard = notCovered(places).flatMap(({ index }) => {
        const lane = this.lane(first + index - skipped(file));
        return lane?.stretch ? [takeOf(lane, lane.stretch)] : [];
      });
      layTakes(draft, heard);
      this.heard.push(...heard);
      first += lanesOf(file);
    }
    const laid = draft.all('clips').filter((clip) => clip.trackId === this.trackId);
    return { ...session, media, clips: Object.fromEntries(laid.map((clip) => [clip.id, clip])) };
  }
}

/** What the pass of a file will be called that goes on, or is the next. @param files of its track. */
export function nextName(session: Session, files: readonly RolledFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (!file) return '';
  const before = files.slice(0, files.indexOf(file)).reduce((sum, one) => sum + lanesOf(one), 0);
  const own = file.runs.length - skipped(file);
  const { trackId } = file;
  return takeName(session.strips[trackId]?.name ?? '', firstNumber(session, trackId) + before + own);
}

function firstNumber(session: Session, trackId: string): number {
  return lastTakeNumber(Object.values(session.takes).filter((take) => take.trackId === trackId)) + 1;
}

/** A lane as the take that it becomes; `stretch` is where it stands now. */
export function takeOf({ file, name }: RolledLane, stretch: RecordedStretch): Take {
  const { path, trackId, roundTripFrames } = file;
  return { id: path, trackId, mediaId: path, name, ...stretch, roundTripFrames, dropouts: dropoutsOf(file) };
}

/** Where sound of a file was lost, in its frames. */
function dropoutsOf({ trackId, fromAt, losses }: RolledFile): Dropout[] {
  const own = losses.filter((loss) => (loss.trackId ?? trackId) === trackId);
  return dropoutsIn(own, fromAt, WHOLE_FILE);
}

/** Runs that a file does not reach back to: they are no takes of its track. */
function skipped(file: RolledFile): number {
  let count = 0;
  while (count < file.runs.length && !overOf(file, file.runs[count] as RolledRun)) count++;
  return count;
}

function lanesOf(file: RolledFile): number {
  return file.runs.length - skipped(file) + (file.goesOn ? 1 : 0);
}

function overOf({ fromAt }: RolledFile, run: RolledRun): RecordedStretch | undefined {
  return stretchOf(run, { fromAt, lengthFrames: WHOLE_FILE })[0];
}
