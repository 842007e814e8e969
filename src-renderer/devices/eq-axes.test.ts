import { describe, expect, it } from 'vitest';
import { curveHz, dbfsToY, dbToY, type EqAxes, GRID_HZ, gridDb, hzText, hzToX, xToHz, yToDb } from './eq-axes.ts';

const axes: EqAxes = { left: 28, top: 4, width: 900, height: 240, rangeDb: 12 };

describe('the axes of the equaliser', () => {
  it('put each decade at the same distance, from 20 Hz to 20 kHz', () => {
    expect([20, 200, 2_000, 20_000].map((hz) => Math.round(hzToX(axes, hz)))).toEqual([28, 328, 628, 928]);
  });

  it('read back what they show, and nothing beyond their ends', () => {
    for (const hz of [20, 31.5, 440, 9_999, 20_000]) expect(xToHz(axes, hzToX(axes, hz))).toBeCloseTo(hz, 6);
    expect([xToHz(axes, -50), xToHz(axes, 5_000)]).toEqual([20, 20_000]);
    for (const db of [-12, -3.3, 0, 12]) expect(yToDb(axes, dbToY(axes, db))).toBeCloseTo(db, 9);
  });

  it('put 0 dB in the middle, and the range at the edges', () => {
    expect([12, 0, -12].map((db) => dbToY(axes, db))).toEqual([4, 124, 244]);
  });

  it('put silence, and what is no number, on the floor of the spectrum', () => {
    expect([Number.NEGATIVE_INFINITY, Number.NaN, -200].map((db) => dbfsToY(axes, db))).toEqual([244, 244, 244]);
    expect([dbfsToY(axes, -6), dbfsToY(axes, 12), dbfsToY(axes, -54)]).toEqual([4, 4, 124]);
  });

  it('have lines at 2 to 10 of each decade inside them', () => {
    expect(GRID_HZ[0]).toBe(30);
    expect(GRID_HZ).toContain(10_000);
    expect(GRID_HZ.at(-1)).toBe(10_000);
    expect(gridDb(24)).toEqual([24, 12, 0, -12, -24]);
    expect([hzText(500), hzText(2_000)]).toEqual(['500', '2k']);
  });

  it('draw a curve from one end to the other', () => {
    const hz = curveHz(axes, 2);
    expect(hz).toHaveLength(451);
    expect([hz[0], Math.round(hz.at(-1)!)]).toEqual([20, 20_000]);
  });
});
