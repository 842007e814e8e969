/** What the RMS of both sides and their correlation say about middle, sides and mono. */
import { powerToDb } from '../../src-shared/units/decibel.ts';

export type StereoFigures = {
  /** RMS of (L + R) / 2 and of (L − R) / 2, in dBFS. */
  readonly midDb: number;
  readonly sideDb: number;
  /** Right over left: + leans to the right, ±∞ is one side alone; 0 in silence. */
  readonly balanceDb: number;
  /** What playing it in mono does to its level, ≤ 0 dB; 0 when both sides are the same. */
  readonly monoDb: number;
};

/** @param correlation −1…1; NaN, where a side is silent, counts as 0. */
export function stereoFigures(leftDb: number, rightDb: number, correlation: number): StereoFigures {
  const left = 10 ** (leftDb / 10);
  const right = 10 ** (rightDb / 10);
  const product = 2 * (Number.isNaN(correlation) ? 0 : correlation) * Math.sqrt(left * right);
  const mid = Math.max(0, left + right + product) / 4;
  const side = Math.max(0, left + right - product) / 4;
  const stereo = (left + right) / 2;
  return {
    midDb: powerToDb(mid),
    sideDb: powerToDb(side),
    balanceDb: left > 0 || right > 0 ? rightDb - leftDb : 0,
    monoDb: stereo > 0 ? powerToDb(mid / stereo) : 0,
  };
}
