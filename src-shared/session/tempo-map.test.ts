import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSession } from './create-session.ts';
import type { Metre } from './records/metre.ts';
import { TempoMap } from './tempo-map.ts';

type Change = readonly [atFrames: number, bpm: number];
type Bars = readonly [bar: number, numerator: number, denominator: number];

function map(tempos: readonly Change[], metres: readonly Bars[], sampleRateHz = 48_000): TempoMap {
  const session = createSession({ name: 'S', sampleRateHz, tempoBpm: 120 });
  return new TempoMap({
    settings: session.settings,
    tempos: Object.fromEntries(
      tempos.map(([atFrames, bpm], index) => [`tempo-${index}`, { id: `tempo-${index}`, atFrames, bpm }]),
    ),
    metres: Object.fromEntries(
      metres.map(([bar, numerator, denominator], index) => [
        `metre-${index}`,
        { id: `metre-${index}`, bar, numerator, denominator } as Metre,
      ]),
    ),
  });
}

describe('one tempo', () => {
  const steady = map([[0, 120]], [[1, 4, 4]]);

  test('at 120 beats a minute and 48 kHz a beat is 24,000 frames and bar 2 begins at 2 s', () => {
    expect(steady.beatsAt(24_000)).toBe(1);
    expect(steady.framesAt(1.5)).toBe(36_000);
    expect(steady.framesAtBar({ bar: 2, beat: 1 })).toBe(96_000);
    expect(steady.barAt(96_000 + 12_000)).toEqual({ bar: 2, beat: 1.5 });
  });

  test('a beat of 6/8 is an eighth, and its bar three quarters', () => {
    const jig = map([[0, 120]], [[1, 6, 8]]);
    expect(jig.barAt(12_000)).toEqual({ bar: 1, beat: 2 });
    expect(jig.framesAtBar({ bar: 2, beat: 1 })).toBe(72_000);
  });
});

describe('changes', () => {
  const song = map(
    [
      [0, 120],
      [96_000, 60],
      [240_000, 137.5],
    ],
    [
      [1, 4, 4],
      [2, 3, 4],
      [4, 7, 8],
    ],
  );

  test('a tempo holds until the next', () => {
    expect([0, 95_999, 96_000, 300_000].map((frame) => song.tempoAt(frame))).toEqual([120, 120, 60, 137.5]);
    expect(song.beatsAt(96_000 + 48_000)).toBe(5);
  });

  test('a metre holds from its bar on', () => {
    expect([1, 2, 3, 4, 99].map((bar) => song.metreAt(bar))).toEqual([
      { numerator: 4, denominator: 4 },
      { numerator: 3, denominator: 4 },
      { numerator: 3, denominator: 4 },
      { numerator: 7, denominator: 8 },
      { numerator: 7, denominator: 8 },
    ]);
    expect(song.framesAtBar({ bar: 3, beat: 1 })).toBe(96_000 + 3 * 48_000);
  });

  test('the frame that the grid gives a bar and beat is that bar and beat', () => {
    for (let bar = 1; bar < 40; bar++) {
      for (let beat = 1; beat <= song.metreAt(bar).numerator; beat++) {
        expect(song.barAt(Math.round(song.framesAtBar({ bar, beat })))).toEqual({ bar, beat });
      }
    }
  });

  test('every frame of a long song comes back from beats and from bars', () => {
    const rates = fc.constantFrom(44_100, 48_000, 96_000);
    const tempos = fc.uniqueArray(fc.tuple(fc.nat(40_000_000), fc.double({ min: 10, max: 960, noNaN: true })), {
      selector: ([at]) => at,
      maxLength: 8,
    });
    const metres = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 1, max: 15 }), fc.constantFrom(2, 4, 8, 16)),
      { selector: ([bar]) => bar, maxLength: 8 },
    );
    fc.assert(
      fc.property(rates, tempos, metres, fc.nat(700_000_000), (rate, changes, bars, frame) => {
        const built = map([[0, 99.9], ...changes.filter(([at]) => at > 0)], [[1, 4, 4], ...bars], rate);
        expect(Math.round(built.framesAt(built.beatsAt(frame)))).toBe(frame);
        expect(Math.round(built.framesAtBar(built.barAt(frame)))).toBe(frame);
      }),
      { numRuns: 500 },
    );
  });

  test('the grid starts anew in every bar', () => {
    const odd = map([[0, 120]], [[1, 7, 8]]);
    expect(odd.nearestGridFrame(84_000 + 100, 1)).toBe(84_000);
    expect(odd.nearestGridFrame(84_000 + 23_000, 1)).toBe(84_000 + 24_000);
    expect(odd.nearestGridFrame(84_000 - 100, 1)).toBe(84_000);
  });
});
