import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../src-shared/dsp/core/parameter-spec.ts';
import { eqParameters, eqResponseDb } from '../../src-shared/dsp/eq/eq.ts';
import { masterEqParameters } from '../../src-shared/dsp/eq/master-eq.ts';
import { bandReset, bandViews, freeBand, nodeDb, nodeMoved, steppedQ } from './eq-bands.ts';

const views = (given = {}) => bandViews('eq', withDefaults(eqParameters, given));

describe('the bands of an equaliser', () => {
  it('are eight on a track, each with all its parameters, and five on the master, each with those it has', () => {
    expect(views().map(({ keys }) => Object.keys(keys).length)).toEqual(Array(8).fill(6));
    const master = bandViews('masterEq', withDefaults(masterEqParameters));
    expect(master.map(({ type, keys }) => [type, Object.keys(keys).length])).toEqual([
      ['highPass', 3],
      ['lowShelf', 2],
      ['bell', 3],
      ['bell', 3],
      ['highShelf', 2],
    ]);
    expect(master[0]!.enabled).toBe(false);
    expect(nodeDb(master[0]!)).toBeCloseTo(-3.01, 2);
  });

  it('stand where the curve goes through them: a bell at its gain, a low cut at the lift of its corner', () => {
    const given = {
      'band4.gainDb': 5,
      'band4.frequencyHz': 900,
      'band1.enabled': true,
      'band1.frequencyHz': 120,
      'band1.q': 1.4,
    };
    const [cut, , , bell] = views(given);
    const values = withDefaults(eqParameters, given);
    const only = (number: number) =>
      withDefaults(eqParameters, { ...given, ...(number === 1 ? { 'band4.gainDb': 0 } : { 'band1.enabled': false }) });
    expect(nodeDb(bell!)).toBe(5);
    expect(eqResponseDb(only(4), 900, 48_000)).toBeCloseTo(nodeDb(bell!), 2);
    expect(eqResponseDb(only(1), 120, 48_000)).toBeCloseTo(nodeDb(cut!), 2);
    expect(values['band4.gainDb']).toBe(5);
  });

  it('a shelf stands in its middle, at half its gain, whatever its Q, and a drag moves its gain twice as far', () => {
    for (const q of [0.4, 1.2]) {
      const given = { 'band7.gainDb': 6, 'band7.frequencyHz': 3_000, 'band7.q': q };
      const shelf = views(given)[6]!;
      expect(nodeDb(shelf)).toBe(3);
      expect(eqResponseDb(withDefaults(eqParameters, given), 3_000, 48_000)).toBeCloseTo(3, 2);
      expect(nodeMoved(eqParameters, shelf, { hz: 3_000, db: 2 })['band7.gainDb']).toBe(4);
    }
  });

  it('take frequency and gain from a drag, Q from the drag of a cut, and stay in range', () => {
    const [cut, , bell] = views({ 'band1.enabled': true });
    expect(nodeMoved(eqParameters, bell!, { hz: 1_234.5, db: -3.456 })).toEqual({
      'band3.frequencyHz': 1_230,
      'band3.gainDb': -3.5,
    });
    expect(nodeMoved(eqParameters, cut!, { hz: 5, db: 0 })).toEqual({ 'band1.frequencyHz': 20, 'band1.q': 1 });
    expect(nodeMoved(eqParameters, bell!, { hz: 400, db: 90 })['band3.gainDb']).toBe(24);
  });

  it('get narrower by the wheel until the end of the range', () => {
    const [, , bell] = views();
    expect(steppedQ(eqParameters, bell!, 1)).toEqual({ 'band3.q': 1.08 });
    expect(steppedQ(eqParameters, bell!, 500)).toEqual({ 'band3.q': 30 });
    expect(
      steppedQ(masterEqParameters, bandViews('masterEq', withDefaults(masterEqParameters))[1]!, 1),
    ).toBeUndefined();
  });

  it('lend the nearest bell that does nothing, and none when all work', () => {
    expect(freeBand(views(), 1_800)?.number).toBe(5);
    expect(freeBand(views({ 'band5.gainDb': 2 }), 1_800)?.number).toBe(4);
    const busy = Object.fromEntries([3, 4, 5, 6].map((number) => [`band${number}.gainDb`, 1]));
    expect(freeBand(views(busy), 1_800)).toBeUndefined();
  });

  it('go back to their defaults', () => {
    expect(bandReset(eqParameters, views()[2]!)).toMatchObject({
      'band3.gainDb': 0,
      'band3.type': 'bell',
      'band3.enabled': true,
    });
  });
});
