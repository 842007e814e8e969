/** A line of the smallest numbers. */
const LINE_PIXELS = 9;

/**
 * Those numbers of a scale that do not touch each other, in their order: a short meter shows fewer.
 * @param placeOf where a number stands, in pixels.
 * @param first what is kept before all others.
 */
export function marksWithRoom(
  marks: readonly number[],
  placeOf: (mark: number) => number,
  first: readonly number[],
): readonly number[] {
  const kept: number[] = [];
  for (const mark of [...first, ...marks])
    if (kept.every((other) => Math.abs(placeOf(other) - placeOf(mark)) >= LINE_PIXELS)) kept.push(mark);
  return marks.filter((mark) => kept.includes(mark));
}
