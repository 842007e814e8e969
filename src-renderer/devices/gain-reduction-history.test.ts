import { describe, expect, it } from 'vitest';
import { GainReductionHistory } from './gain-reduction-history.ts';

const SILENCE = Number.NEGATIVE_INFINITY;

describe('the history of a gain reduction', () => {
  it('keeps the worst of each column and the loudest level', () => {
    const history = new GainReductionHistory(12, 12);
    history.push(0, -1, -30);
    history.push(0.5, -4, -12, -16);
    history.push(0.9, -2, -20);
    history.push(1.1, -3, -18);
    expect([history.reductionDb(0), history.reductionDb(1), history.reductionDb(2)]).toEqual([-3, -4, 0]);
    expect([history.levelDb(1), history.levelDb(5)]).toEqual([-12, SILENCE]);
    expect([history.outputDb(1), history.outputDb(0)]).toEqual([-16, SILENCE]);
  });

  it('has no holes where records come a little farther apart than columns', () => {
    const history = new GainReductionHistory(100, 5);
    for (let record = 0; record < 10; record++) history.push(record * 0.17, -3, -20);
    const shown = Array.from({ length: 30 }, (_, ago) => history.reductionDb(ago));
    expect(shown).toEqual(Array(30).fill(-3));
  });

  it('says what it does now, on average, at most, and how often', () => {
    const history = new GainReductionHistory(10, 10);
    for (const [seconds, db] of [0, -6, 0, -2].entries()) history.push(seconds + 0.01 * seconds, db, -20);
    expect(history.figures).toEqual({ nowDb: -2, averageDb: -4, mostDb: -6, active: 0.5 });
  });

  it('is empty where nothing came, after a gap and before the start', () => {
    const history = new GainReductionHistory(4, 4);
    expect(history.figures).toEqual({ nowDb: 0, averageDb: 0, mostDb: 0, active: 0 });
    history.push(0, -5, -10);
    history.push(3.5, -1, -10);
    expect([0, 1, 2, 3].map((ago) => history.reductionDb(ago))).toEqual([-1, 0, 0, -5]);
    history.push(60, -1, -10);
    expect([1, 2, 3].map((ago) => history.reductionDb(ago))).toEqual([0, 0, 0]);
  });
});
