/** What is shown of a track while it is recorded is what is taken in at the stop. */
import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { runCommand } from '../../src-shared/session/commands/index.ts';
import { type RolledRun, stretchOf } from '../../src-shared/session/recording-log.ts';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { takesOf } from '../timeline/take-pieces.ts';
import { BAR, SessionHand } from '../timeline/timeline-fixture.ts';
import { nextName, type RolledFile, RolledTrack, takeOf } from './rolled-track.ts';

const ROUND_TRIP = 700;
const PATH = 'audio/Vocal take 1.wav';

/** A loop from bar to bar, over and over; the last run may be short. @param lengths of the runs, in frames. */
function loopRuns(lengths: readonly number[], sessionFrame = BAR): RolledRun[] {
  let at = 5000;
  return lengths.map((length) => {
    const run = { fromAt: at, toAt: at + length, sessionFrame };
    at = run.toAt;
    return run;
  });
}

function fileOf(trackId: string, runs: readonly RolledRun[], fields: Partial<RolledFile> = {}): RolledFile {
  const file = { trackId, path: PATH, channels: 1, roll: 'recording-1.jsonl', fromAt: -9000, losses: [] };
  return { ...file, runs, goesOn: true, roundTripFrames: ROUND_TRIP, ...fields };
}

/** As the studio takes it in. */
function takenIn(
  session: Session,
  { trackId, path, channels, fromAt }: RolledFile,
  runs: readonly RolledRun[],
): Session {
  const toAt = runs.at(-1)?.toAt ?? 0;
  const lengthFrames = toAt - fromAt;
  const stretches = runs.flatMap((run) => stretchOf(run, { fromAt, lengthFrames }));
  const recording = { trackId, trackName: 'Vocal', path, channels, lengthFrames, roundTripFrames: ROUND_TRIP };
  const recordings = [{ ...recording, stretches, dropouts: [] }];
  return applyDiff(session, runCommand(session, 'addTakes', { recordings }));
}

const placed = (clips: readonly Clip[], session: Session) =>
  clips
    .map(({ name, startFrames, offsetFrames, lengthFrames, mediaId }) => ({
      name,
      startFrames,
      offsetFrames,
      lengthFrames,
      path: session.media[mediaId]?.path,
    }))
    .sort((a, b) => a.startFrames - b.startFrames);
const clipsOf = (session: Session, trackId: string) =>
  placed(
    Object.values(session.clips).filter((clip) => clip.trackId === trackId),
    session,
  );

describe('a track while it is recorded', () => {
  const hand = new SessionHand();
  const trackId = hand.track('Vocal');
  hand.clip(trackId, 0, 3 * BAR);
  const other = hand.track('Guitar');
  hand.clip(other, 0, BAR);

  it.each([
    ['a loop', loopRuns([BAR, BAR, BAR, BAR / 2])],
    ['the lead-in to a loop, and its passes', loopRuns([BAR, BAR, 30_000])],
    [
      'punches at different places',
      [...loopRuns([BAR / 4]), ...loopRuns([BAR / 4, BAR / 2], 2 * BAR), ...loopRuns([BAR], 0)],
    ],
  ])('has lanes and clips as the stop will leave them: %s', (_, runs) => {
    const before = takenIn(hand.session, fileOf(trackId, []), loopRuns([BAR / 2, BAR]));
    for (let over = 0; over < runs.length; over++) {
      const file = fileOf(trackId, runs.slice(0, over), { path: 'audio/Vocal take 3.wav' });
      const track = new RolledTrack(before, trackId, [file]);
      expect(track.laneCount).toBe(over + 1);
      expect(track.lane(over)).toMatchObject({ stretch: null, name: `Vocal take ${over + 3}` });
      expect(nextName(before, [file], file.path)).toBe(`Vocal take ${over + 3}`);
      if (over === 0) continue;
      // The last pass that is over is no scrap: another has begun.
      const after = takenIn(before, file, [...runs.slice(0, over), { fromAt: 1e7, toAt: 1e7 + 1, sessionFrame: 9e6 }]);
      const taken = takesOf(after.takes, trackId).slice(2);
      for (let lane = 0; lane < over; lane++) {
        const { name, startFrames, offsetFrames, lengthFrames } = taken[lane] ?? {};
        expect(track.lane(lane)).toMatchObject({ name, stretch: { startFrames, offsetFrames, lengthFrames } });
      }
      expect(placed(track.clips, track.session)).toEqual(
        clipsOf(after, trackId).filter((one) => one.startFrames < 9e6),
      );
    }
  });

  it('leaves the session and other tracks as they are', () => {
    const before = JSON.stringify(hand.session);
    const track = new RolledTrack(hand.session, trackId, [fileOf(trackId, loopRuns([BAR, BAR]))]);
    expect(JSON.stringify(hand.session)).toBe(before);
    expect(track.clips.some((clip) => clip.trackId === other)).toBe(false);
  });

  it('has the lanes of a file that is being taken in before those of the next', () => {
    const closed = fileOf(trackId, loopRuns([BAR]), { path: 'audio/a.wav' });
    const rolling = fileOf(trackId, [], { path: 'audio/b.wav' });
    const track = new RolledTrack(hand.session, trackId, [closed, rolling]);
    const lanes = Array.from({ length: track.laneCount }, (_, index) => track.lane(index));
    expect(lanes.map((lane) => `${lane?.file.path} ${lane?.name}`)).toEqual([
      'audio/a.wav Vocal take 1',
      'audio/a.wav Vocal take 2',
      'audio/b.wav Vocal take 3',
    ]);
    expect(track.goingOn('audio/b.wav')?.name).toBe('Vocal take 3');
    expect(track.goingOn('audio/c.wav')).toBeUndefined();
  });

  it('has no lane for a run that its file does not reach back to', () => {
    const track = new RolledTrack(hand.session, trackId, [
      fileOf(trackId, loopRuns([BAR, BAR]), { fromAt: 5000 + BAR + 10 }),
    ]);
    expect(track.laneCount).toBe(2);
    expect(track.lane(0)?.stretch).toEqual({ startFrames: BAR + 10, offsetFrames: 0, lengthFrames: BAR - 10 });
  });

  it('marks where sound was lost, of this track or of all, and once what is lost on and on', () => {
    const losses = [
      { at: 6000, lengthFrames: 64 },
      { at: 6064, lengthFrames: 36 },
      { at: 7000, lengthFrames: 8, trackId: other },
    ];
    const track = new RolledTrack(hand.session, trackId, [fileOf(trackId, loopRuns([BAR]), { losses })]);
    const lane = track.lane(0);
    if (!lane?.stretch) throw new Error('no lane');
    expect(takeOf(lane, lane.stretch).dropouts).toEqual([{ atFrames: 15_000, lengthFrames: 100 }]);
  });

  it('an hour of passes costs little each time another is over', () => {
    const file = fileOf(trackId, loopRuns(Array.from({ length: 7200 }, () => BAR / 4)));
    const began = performance.now();
    const track = new RolledTrack(hand.session, trackId, [file]);
    expect(track.laneCount).toBe(7201);
    expect(track.lane(7199)?.name).toBe('Vocal take 7200');
    expect(track.clips.length).toBeLessThan(4);
    expect(performance.now() - began).toBeLessThan(100);
  });
});
