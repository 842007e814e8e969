/** Edits (insert, delete, replace one letter) that turn one text into another, upper and lower case alike (Levenshtein). */
export function editDistance(a: string, b: string): number {
  const from = [...a.toLowerCase()];
  const to = [...b.toLowerCase()];
  let row = to.map((_, index) => index + 1);
  from.forEach((letter, line) => {
    let diagonal = line;
    let left = line + 1;
    row = row.map((above, column) => {
      left = Math.min(above + 1, left + 1, diagonal + Number(letter !== to[column]));
      diagonal = above;
      return left;
    });
  });
  return row[row.length - 1] ?? from.length;
}

/** The few names most like `wanted`, nearest first. */
export function nearestNames(wanted: string, names: Iterable<string>, count = 3): string[] {
  const scored = [...new Set(names)].map((name) => ({ name, distance: editDistance(wanted, name) }));
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return scored.slice(0, count).map(({ name }) => name);
}
