import { describe, expect, test } from 'vitest';
import { fadeGain, quarterSine, type Segment, segmentGainAt, segmentsByTrack, trackSegments } from './clip-envelope.ts';
import { createSession } from './create-session.ts';
import type { Clip, Fade, FadeShape } from './records/clip.ts';
import type { Session } from './session.ts';

const fade = (lengthFrames: number, shape: FadeShape = 'linear'): Fade => ({ lengthFrames, shape });

function clip(id: string, startFrames: number, endFrames: number, fields: Partial<Clip> = {}): Clip {
  const base = {
    id,
    trackId: 'strip-1',
    mediaId: 'media-1',
    name: id,
    offsetFrames: 7,
    gainDb: 0,
    muted: false,
    colour: null,
  };
  return { ...base, startFrames, lengthFrames: endFrames - startFrames, fadeIn: fade(0), fadeOut: fade(0), ...fields };
}

function segments(...clips: Clip[]): Segment[] {
  const session: Session = {
    ...createSession({ name: 'S', sampleRateHz: 48_000, tempoBpm: 120 }),
    clips: Object.fromEntries(clips.map((one) => [one.id, one])),
  };
  expect(segmentsByTrack(session).get('strip-1') ?? []).toEqual(trackSegments(session, 'strip-1'));
  return trackSegments(session, 'strip-1');
}

const gains = (list: readonly Segment[], frame: number) => list.map((segment) => segmentGainAt(segment, frame));

describe('a clip alone', () => {
  test('without fades it is its gain inside and silence outside', () => {
    const [one] = segments(clip('a', 100, 200, { gainDb: -6 }));
    const gain = 10 ** (-6 / 20);
    expect([99, 100, 199, 200].map((frame) => segmentGainAt(one as Segment, frame))).toEqual([0, gain, gain, 0]);
    expect(one).toMatchObject({ mediaId: 'media-1', startFrames: 100, endFrames: 200, offsetFrames: 7 });
  });

  test('a muted clip does not sound, a clip at −∞ dB is silent', () => {
    expect(segments(clip('a', 0, 10, { muted: true }))).toEqual([]);
    expect(gains(segments(clip('a', 0, 10, { gainDb: Number.NEGATIVE_INFINITY })), 5)).toEqual([0]);
  });

  test('a fade-out is the mirror of the fade-in, for every shape', () => {
    for (const shape of ['linear', 'equalPower', 'slow', 'fast', 'sCurve'] as const) {
      const [one] = segments(clip('a', 0, 100, { fadeIn: fade(40, shape), fadeOut: fade(40, shape) })) as [Segment];
      for (let frame = 0; frame < 100; frame++) {
        expect(segmentGainAt(one, frame)).toBe(segmentGainAt(one, 99 - frame));
        if (frame > 0 && frame < 40) expect(segmentGainAt(one, frame)).toBeGreaterThan(segmentGainAt(one, frame - 1));
        if (frame >= 40 && frame < 60) expect(segmentGainAt(one, frame)).toBe(1);
      }
    }
  });
});

describe('fade shapes', () => {
  test('are the curves that they are named after', () => {
    expect(fadeGain('linear', 0.3)).toBe(0.3);
    expect(fadeGain('slow', 0.3)).toBeCloseTo(0.09, 15);
    expect(fadeGain('fast', 0.09)).toBeCloseTo(0.3, 15);
    expect(fadeGain('equalPower', 0.5)).toBeCloseTo(Math.SQRT1_2, 15);
    expect(fadeGain('sCurve', 0.25)).toBeCloseTo((1 - Math.cos(Math.PI / 4)) / 2, 15);
  });

  test('the quarter sine is the sine to 1e-15', () => {
    let worst = 0;
    for (let t = 0; t <= 1; t += 1 / 4096)
      worst = Math.max(worst, Math.abs(quarterSine(t) - Math.sin((t * Math.PI) / 2)));
    expect(worst).toBeLessThan(1e-15);
  });
});

describe('overlapping clips', () => {
  test('crossfade over exactly the overlap with power 1 at every frame, in place of their fades there', () => {
    const list = segments(clip('a', 0, 100, { fadeOut: fade(60, 'slow') }), clip('b', 70, 150, { fadeIn: fade(5) }));
    for (let frame = 0; frame < 150; frame++) {
      const [a, b] = gains(list, frame) as [number, number];
      expect(a * a + b * b).toBeCloseTo(1, 14);
      if (frame < 70) expect([a, b]).toEqual([1, 0]);
      if (frame >= 100) expect([a, b]).toEqual([0, 1]);
    }
    expect(gains(list, 84)[0]).toBeGreaterThan(gains(list, 84)[1] as number);
    expect(gains(list, 85)[0]).toBeLessThan(gains(list, 85)[1] as number);
  });

  test('of the same sound at the same place add up to that sound: two pieces of one take sound as the whole', () => {
    const list = segments(clip('a', 0, 100, { offsetFrames: 20 }), clip('b', 70, 150, { offsetFrames: 90 }));
    for (let frame = 0; frame < 150; frame++) {
      const [a, b] = gains(list, frame) as [number, number];
      expect(a + b).toBeCloseTo(1, 14);
    }
    const elsewhere = segments(clip('a', 0, 100), clip('b', 70, 150, { offsetFrames: 77, mediaId: 'media-2' }));
    expect(gains(elsewhere, 84)[0]).toBeGreaterThan(0.7);
  });

  test('clips that only touch do not crossfade and keep their fades', () => {
    const list = segments(clip('a', 0, 100, { fadeOut: fade(10) }), clip('b', 100, 200));
    expect(gains(list, 99)).toEqual([0.05, 0]);
    expect(gains(list, 100)).toEqual([0, 1]);
  });

  test('three in a row crossfade with their neighbours; where both of the middle one meet, both count', () => {
    const list = segments(clip('a', 0, 100), clip('b', 50, 150), clip('c', 80, 200));
    const [, b] = list as [Segment, Segment, Segment];
    expect(b.fadeIn).toEqual({ startFrames: 50, lengthFrames: 50, shape: 'equalPower' });
    expect(b.fadeOut).toEqual({ startFrames: 80, lengthFrames: 70, shape: 'equalPower' });
    expect(segmentGainAt(b, 90)).toBeCloseTo(
      Math.sin((Math.PI / 2) * (40.5 / 50)) * Math.cos((Math.PI / 2) * (10.5 / 70)),
      14,
    );
  });

  test('a clip inside another sounds with it, each with its own fades, and does not break the next crossfade', () => {
    const list = segments(clip('a', 0, 100), clip('b', 20, 40, { fadeIn: fade(10) }), clip('c', 90, 200));
    expect(gains(list, 20)).toEqual([1, 0.05, 0]);
    expect(gains(list, 35)).toEqual([1, 1, 0]);
    expect((list[2] as Segment).fadeIn).toEqual({ startFrames: 90, lengthFrames: 10, shape: 'equalPower' });
  });

  test('copies at the same place add up', () => {
    expect(gains(segments(clip('a', 0, 10), clip('b', 0, 10)), 5)).toEqual([1, 1]);
    expect(gains(segments(clip('short', 0, 10), clip('long', 0, 20)), 5)).toEqual([1, 1]);
  });

  test('a muted clip takes no part', () => {
    const list = segments(clip('a', 0, 100), clip('m', 50, 120, { muted: true }), clip('b', 110, 200));
    expect(list.map((segment) => segment.fadeIn.lengthFrames + segment.fadeOut.lengthFrames)).toEqual([0, 0]);
  });
});
