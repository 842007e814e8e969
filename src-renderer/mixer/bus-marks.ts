/**
 * One or two letters for each name, unlike each other, for a row that has no room for the name: `R`, `P`, `E`; where two
 * begin alike, `Ro` and `Re`; where that is not enough, the place counted from 1.
 */
export function busMarks(names: readonly string[]): string[] {
  const letters = names.map((name) => [...name.trim()]);
  const mark = (place: number, count: number) => letters[place]!.slice(0, count).join('');
  const isAlone = (place: number, count: number) => {
    const own = mark(place, count).toLowerCase();
    return names.every((_, other) => other === place || mark(other, count).toLowerCase() !== own);
  };
  return names.map((_, place) => {
    if (isAlone(place, 1)) return mark(place, 1).toUpperCase();
    return isAlone(place, 2) ? mark(place, 2) : String(place + 1);
  });
}
