/** The marks of a fader's scale in dB, from the top; −∞ is the bottom. 0 dB is drawn bright. */
export const FADER_MARKS_DB = [6, 3, 0, -3, -6, -9, -12, -18, -24, -36, Number.NEGATIVE_INFINITY] as const;

/** The marks that carry a number on a narrow strip, where one in two would touch the next. */
export const FADER_NUMBERS_DB: readonly number[] = [6, 0, -6, -12, -18, -24, -36, Number.NEGATIVE_INFINITY];

/** A mark's number on the scale: without a sign, for the place says it. */
export function faderMarkText(db: number): string {
  return db === Number.NEGATIVE_INFINITY ? '∞' : String(Math.abs(db));
}
