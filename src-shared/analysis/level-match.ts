/** Two versions of a sound as loud as each other, for a fair comparison: louder alone sounds better. */

/**
 * The gain of one side, ≤ 0 dB: the louder one is turned down to the other, so that neither comes nearer to full scale.
 * @param changeLu loudness after minus loudness before; NaN, where it is not known, turns nothing down.
 */
export function levelMatchDb(side: 'before' | 'after', changeLu: number): number {
  if (Number.isNaN(changeLu)) return 0;
  return Math.min(0, side === 'after' ? -changeLu : changeLu);
}
