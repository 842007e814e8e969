import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyDiff } from '../apply-diff.ts';
import { segmentGainAt, trackSegments } from '../clip-envelope.ts';
import { createSession } from '../create-session.ts';
import type { Clip } from '../records/clip.ts';
import { dropoutsWithin, type Take } from '../records/take.ts';
import type { Session } from '../session.ts';
import { validateSession } from '../validation/validate-session.ts';
import { type CommandArgs, type CommandName, runCommand } from './index.ts';
import type { RecordedTrack } from './takes.ts';

/** 10 ms at 48 kHz. */
const CROSSFADE = 480;
const TRACK = 'strip-3';

let session: Session;
beforeEach(() => {
  session = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
  run('addStrip', { kind: 'track', name: 'Vocal' });
  expect(session.strips[TRACK]?.kind).toBe('track');
});

function run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): void {
  session = applyDiff(session, runCommand(session, name, args));
  expect(validateSession(session)).toEqual([]);
}

/** Records stretches of [start, offset, length], the file 1000 frames longer than the last of them. */
function record(stretches: readonly (readonly [number, number, number])[], fields: Partial<RecordedTrack> = {}): void {
  const last = stretches[stretches.length - 1] ?? [0, 0, 0];
  run('addTakes', {
    recordings: [
      {
        trackId: TRACK,
        trackName: 'Vocal',
        path: 'audio/Vocal take 1.wav',
        channels: 1,
        lengthFrames: last[1] + last[2] + 1000,
        roundTripFrames: 100,
        stretches: stretches.map(([startFrames, offsetFrames, lengthFrames]) => ({
          startFrames,
          offsetFrames,
          lengthFrames,
        })),
        dropouts: [],
        ...fields,
      },
    ],
  });
}

const takes = (): Take[] => Object.values(session.takes);
const clips = (): Clip[] =>
  Object.values(session.clips).sort((a, b) => a.startFrames - b.startFrames || a.offsetFrames - b.offsetFrames);
/** Every clip as [name, start, end, offset]. */
const laid = () =>
  clips().map(({ name, startFrames, lengthFrames, offsetFrames }) => [
    name,
    startFrames,
    startFrames + lengthFrames,
    offsetFrames,
  ]);
const takeNamed = (name: string): Take => takes().find((take) => take.name === name) as Take;

describe('what was recorded', () => {
  test('is a file, a take and a clip that plays it to the sample; the next take has the next number', () => {
    record([[50_000, 6000, 20_000]], { dropouts: [{ atFrames: 7000, lengthFrames: 64 }] });
    expect(takes()).toMatchObject([
      {
        name: 'Vocal take 1',
        trackId: TRACK,
        startFrames: 50_000,
        offsetFrames: 6000,
        lengthFrames: 20_000,
        roundTripFrames: 100,
      },
    ]);
    expect(takes()[0]?.dropouts).toEqual([{ atFrames: 7000, lengthFrames: 64 }]);
    expect(laid()).toEqual([['Vocal take 1', 50_000, 70_000, 6000]]);
    record([[200_000, 0, 5000]], { path: 'audio/b.wav' });
    expect(laid()[1]).toEqual(['Vocal take 2', 200_000, 205_000, 0]);
    run('removeTake', { takeId: takeNamed('Vocal take 1').id });
    record([[400_000, 0, 5000]], { path: 'audio/c.wav' });
    expect(takes().map(({ name }) => name)).toEqual(['Vocal take 2', 'Vocal take 3']);
  });

  test('of a loop is a take each pass; the newest sounds, and beyond where it ended the one before', () => {
    record([
      [10_000, 2000, 30_000],
      [10_000, 32_000, 30_000],
      [10_000, 62_000, 26_000],
    ]);
    expect(takes().map(({ name }) => name)).toEqual(['Vocal take 1', 'Vocal take 2', 'Vocal take 3']);
    expect(laid()).toEqual([
      ['Vocal take 3', 10_000, 36_000 + CROSSFADE, 62_000],
      ['Vocal take 2', 36_000, 40_000, 58_000],
    ]);
  });

  test('of a loop that was stopped as it began anew sounds as the pass before; the last one is a take all the same', () => {
    record([
      [10_000, 2000, 30_000],
      [10_000, 32_000, 5_000],
    ]);
    expect(takes()).toHaveLength(2);
    expect(laid()).toEqual([['Vocal take 1', 10_000, 40_000, 2000]]);
  });

  test('of short passes sounds as the last of them, whole', () => {
    record([
      [10_000, 2000, 6000],
      [10_000, 8000, 6000],
    ]);
    expect(laid()).toEqual([['Vocal take 2', 10_000, 16_000, 8000]]);
  });

  test('is heard as if each take were laid over those before it', () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 24_000, max: 50_000 }));
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (list) => {
        session = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
        run('addStrip', { kind: 'track', name: 'Vocal' });
        record(list.map(([start, length], index) => [start, 1000 + 50_000 * index, length]));
        const heard = laid();
        for (const { id } of takes()) run('compTake', { takeId: id });
        expect(heard).toEqual(laid());
      }),
      { numRuns: 60 },
    );
  });

  test('has its dropouts on the take that they lie in, or that reveals them', () => {
    const dropouts = [500, 2500, 33_000, 45_000, 62_500].map((atFrames) => ({ atFrames, lengthFrames: 64 }));
    record(
      [
        [10_000, 2000, 30_000],
        [10_000, 32_000, 10_000],
        [10_000, 62_000, 10_000],
      ],
      { dropouts },
    );
    expect(takes().map((take) => take.dropouts.map(({ atFrames }) => atFrames))).toEqual([
      [500, 2500],
      [33_000, 45_000],
      [45_000, 62_500],
    ]);
    expect(takes().map((take) => dropoutsWithin(take).map(({ atFrames }) => atFrames))).toEqual([
      [2500],
      [33_000],
      [62_500],
    ]);
  });

  test('of an hour in a loop of one beat is there at once', () => {
    const passes = (count: number) =>
      Array.from({ length: count }, (_, pass) => [24_000, 24_000 * pass, 24_000] as const);
    const seconds = (count: number) => {
      const before = performance.now();
      record(passes(count), { path: `audio/${count}.wav` });
      return (performance.now() - before) / 1000;
    };
    seconds(100);
    expect(seconds(7200)).toBeLessThan(1.5);
    expect(laid().at(-1)).toEqual(['Vocal take 7300', 24_000, 48_000, 24_000 * 7199]);
  });

  test('replaces what lies under it, with a crossfade at both splices, and leaves muted clips and other tracks alone', () => {
    run('addStrip', { kind: 'track', name: 'Bass' });
    run('addMediaClip', {
      media: { name: 'old', path: 'audio/old.wav', channels: 1, lengthFrames: 100_000 },
      trackId: TRACK,
      startFrames: 0,
    });
    const [old] = clips();
    run('duplicateClip', { clipId: old?.id ?? '', startFrames: 20_000 });
    run('muteClip', { clipId: clips()[1]?.id ?? '', muted: true });
    record([[40_000, 5000, 20_000]]);
    expect(laid()).toEqual([
      ['old', 0, 40_000, 0],
      ['old', 20_000, 120_000, 0],
      ['Vocal take 1', 40_000 - CROSSFADE, 60_000 + CROSSFADE, 5000 - CROSSFADE],
      ['old', 60_000, 100_000, 60_000],
    ]);
    const [first, second, third] = trackSegments(session, TRACK);
    expect(first?.fadeOut).toMatchObject({ startFrames: 40_000 - CROSSFADE, lengthFrames: CROSSFADE });
    expect(second?.fadeIn).toMatchObject({ startFrames: 40_000 - CROSSFADE, lengthFrames: CROSSFADE });
    expect(third?.fadeIn).toMatchObject({ startFrames: 60_000, lengthFrames: CROSSFADE });
  });

  test('crossfades by the neighbour’s sound where it has none of its own', () => {
    record([[0, 0, 50_000]]);
    record([[20_000, 0, 10_000]], { path: 'audio/b.wav', lengthFrames: 10_000 });
    expect(laid()).toEqual([
      ['Vocal take 1', 0, 20_000 + CROSSFADE, 0],
      ['Vocal take 2', 20_000, 30_000, 0],
      ['Vocal take 1', 30_000 - CROSSFADE, 50_000, 30_000 - CROSSFADE],
    ]);
  });

  test('of a track that was removed comes back on a new one of its name', () => {
    run('removeStrip', { stripId: TRACK });
    record([[0, 0, 1000]]);
    const [take] = takes();
    expect(session.strips[take?.trackId ?? '']).toMatchObject({ name: 'Vocal', kind: 'track' });
    expect(clips()[0]?.trackId).toBe(take?.trackId);
  });

  test('that never came to a stretch adds nothing', () => {
    const before = session;
    record([]);
    expect(session).toEqual(before);
  });
});

describe('comping', () => {
  beforeEach(() => {
    record([
      [10_000, 2000, 30_000],
      [10_000, 32_000, 30_000],
    ]);
  });

  test('lets a take sound in a range, with crossfades, and back again leaves no trace', () => {
    run('compTake', { takeId: takeNamed('Vocal take 1').id, fromFrames: 20_000, toFrames: 25_000 });
    expect(laid()).toEqual([
      ['Vocal take 2', 10_000, 20_000, 32_000],
      ['Vocal take 1', 20_000 - CROSSFADE, 25_000 + CROSSFADE, 12_000 - CROSSFADE],
      ['Vocal take 2', 25_000, 40_000, 47_000],
    ]);
    run('compTake', { takeId: takeNamed('Vocal take 2').id });
    expect(laid()).toEqual([['Vocal take 2', 10_000, 40_000, 32_000]]);
  });

  test('swipes side by side meet in one crossfade', () => {
    run('compTake', { takeId: takeNamed('Vocal take 1').id, fromFrames: 15_000, toFrames: 20_000 });
    run('compTake', { takeId: takeNamed('Vocal take 1').id, fromFrames: 20_000, toFrames: 25_000 });
    const names = trackSegments(session, TRACK).map(({ startFrames, endFrames }) => [startFrames, endFrames]);
    expect(names).toEqual([
      [10_000, 15_000],
      [15_000 - CROSSFADE, 20_000],
      [20_000 - CROSSFADE, 25_000 + CROSSFADE],
      [25_000, 40_000],
    ]);
  });

  test('however one swipes, at every place the take sounds that was swiped there last, and its pieces sound as one', () => {
    const SLOT = 2000;
    const SLOTS = 12;
    const stretch = fc
      .tuple(fc.nat(SLOTS - 1), fc.nat(SLOTS - 1))
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));
    const swipe = fc.record({ take: fc.nat(3), range: stretch });
    const edits = fc.tuple(fc.array(stretch, { minLength: 1, maxLength: 4 }), fc.array(swipe, { maxLength: 12 }));
    /** What plays a take at a frame, by all of its pieces there. */
    const gainOf = ({ mediaId, startFrames, offsetFrames }: Take, frame: number) =>
      trackSegments(session, TRACK)
        .filter((one) => one.mediaId === mediaId && one.startFrames - one.offsetFrames === startFrames - offsetFrames)
        .reduce((sum, one) => sum + segmentGainAt(one, frame), 0);
    fc.assert(
      fc.property(edits, ([recorded, swipes]) => {
        session = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
        run('addStrip', { kind: 'track', name: 'Vocal' });
        /** The take that is to sound in each slot. */
        const owners: (number | undefined)[] = new Array(SLOTS).fill(undefined);
        for (const [index, { from, to }] of recorded.entries()) {
          record([[from * SLOT, 5000, (to - from) * SLOT]], { path: `audio/${index}.wav` });
          owners.fill(index, from, to);
        }
        const all = takes();
        for (const { take, range } of swipes) {
          const own = recorded[take];
          const [from, to] = [Math.max(range.from, own?.from ?? 0), Math.min(range.to, own?.to ?? 0)];
          if (to <= from) continue;
          run('compTake', { takeId: all[take]?.id ?? '', fromFrames: range.from * SLOT, toFrames: range.to * SLOT });
          owners.fill(take, from, to);
        }
        for (let slot = 0; slot < SLOTS; slot++) {
          const owner = owners[slot];
          const middle = slot * SLOT + SLOT / 2;
          expect(all.map((take) => gainOf(take, middle))).toEqual(all.map((_, index) => Number(index === owner)));
          if (owner === undefined || owners[slot + 1] !== owner) continue;
          for (let frame = middle; frame < middle + SLOT; frame += 37)
            expect(gainOf(all[owner] as Take, frame)).toBeCloseTo(1, 12);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a range that the take does not reach is refused, one beyond it is cut to it', () => {
    const { id: takeId } = takeNamed('Vocal take 1');
    expect(() => run('compTake', { takeId, fromFrames: 50_000, toFrames: 60_000 })).toThrow(
      '“Vocal take 1” has nothing there.',
    );
    run('compTake', { takeId, fromFrames: 35_000, toFrames: 60_000 });
    expect(laid()[1]).toEqual(['Vocal take 1', 35_000 - CROSSFADE, 40_000, 27_000 - CROSSFADE]);
  });
});

describe('a take', () => {
  test('with another round trip is heard as much earlier, in its lane and in its clips', () => {
    record([[50_000, 6000, 20_000]]);
    const { id: takeId } = takeNamed('Vocal take 1');
    run('alignTake', { takeId, roundTripFrames: 350 });
    expect(takeNamed('Vocal take 1')).toMatchObject({ roundTripFrames: 350, startFrames: 50_000, offsetFrames: 6250 });
    expect(laid()).toEqual([['Vocal take 1', 50_000, 70_000, 6250]]);
    run('alignTake', { takeId, roundTripFrames: 100 });
    expect(laid()).toEqual([['Vocal take 1', 50_000, 70_000, 6000]]);
    // Where the file begins later than the clip, so does the clip.
    run('alignTake', { takeId, roundTripFrames: -6900 });
    expect(laid()).toEqual([['Vocal take 1', 51_000, 70_000, 0]]);
  });

  test('whose clip reveals more of what was played before than of the take goes with it all the same', () => {
    record([[50_000, 40_000, 5000]]);
    const { id: takeId } = takeNamed('Vocal take 1');
    run('trimClip', { clipId: clips()[0]?.id ?? '', startFrames: 15_000 });
    run('alignTake', { takeId, roundTripFrames: 350 });
    expect(laid()).toEqual([['Vocal take 1', 15_000, 55_000, 5250]]);
    run('renameTake', { takeId, name: 'The one' });
    // Cut back to what was played before alone.
    run('trimClip', { clipId: clips()[0]?.id ?? '', endFrames: 40_000 });
    run('alignTake', { takeId, roundTripFrames: 100 });
    expect(laid()).toEqual([['The one', 15_000, 40_000, 5000]]);
    run('removeTake', { takeId });
    expect([session.clips, session.media]).toEqual([{}, {}]);
  });

  test('of several in a file has the clips that play more of it than of any other', () => {
    record([
      [10_000, 2000, 30_000],
      [10_000, 32_000, 30_000],
    ]);
    run('compTake', { takeId: takeNamed('Vocal take 1').id, fromFrames: 10_000, toFrames: 20_000 });
    run('trimClip', { clipId: clips()[1]?.id ?? '', startFrames: 12_000 });
    run('alignTake', { takeId: takeNamed('Vocal take 2').id, roundTripFrames: 200 });
    expect(laid()).toEqual([
      ['Vocal take 1', 10_000, 20_000 + CROSSFADE, 2000],
      ['Vocal take 2', 12_000, 40_000, 34_100],
    ]);
  });

  test('is renamed with the clips that bear its name', () => {
    record([[0, 0, 5000]]);
    run('renameTake', { takeId: takeNamed('Vocal take 1').id, name: 'The one' });
    expect(laid()).toEqual([['The one', 0, 5000, 0]]);
  });

  test('goes with its clips, and the file’s record with the last take of it', () => {
    record([
      [0, 0, 30_000],
      [0, 30_000, 30_000],
    ]);
    run('removeTake', { takeId: takeNamed('Vocal take 2').id });
    expect([takes().length, clips().length, Object.keys(session.media).length]).toEqual([1, 0, 1]);
    run('removeTake', { takeId: takeNamed('Vocal take 1').id });
    expect(session.media).toEqual({});
  });
});
