const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'] as const;
/** A4 (ISO 16), and its number where C−1 is 0. */
const A4_HZ = 440;
const A4_NUMBER = 69;

/** The note that a frequency lies nearest to, and how many cents beside it: `A4`, `D♯6 +12 ct`. */
export function noteText(hz: number): string {
  const exact = A4_NUMBER + 12 * Math.log2(hz / A4_HZ);
  const number = Math.round(exact);
  const cents = Math.round((exact - number) * 100);
  const name = `${NAMES[((number % 12) + 12) % 12]}${Math.floor(number / 12) - 1}`.replace('-', '−');
  if (cents === 0) return name;
  return `${name} ${cents > 0 ? '+' : '−'}${Math.abs(cents)} ct`;
}
