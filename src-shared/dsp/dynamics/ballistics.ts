/** Time constants of the smooth decoupled detector: Giannoulis, Massberg, Reiss 2012, equation (17). */

/** What is left of a fall from 1, after `seconds`, of two one-poles in a row with these time constants. */
function cascadeRemainder(seconds: number, first: number, second: number): number {
  if (Math.abs(first - second) < 1e-6 * second) return (1 + seconds / second) * Math.exp(-seconds / second);
  return (first * Math.exp(-seconds / first) - second * Math.exp(-seconds / second)) / (first - second);
}

/**
 * The time constant of the envelope's own fall, so that envelope and attack smoother together cover 63 % (1 − 1/e) of
 * a release in `releaseSeconds`: in that detector the attack smooths the release too (the paper notes that the release
 * lasts about the sum of both). A release no longer than the attack cannot be had: the fall is then at once, 0.
 */
export function envelopeSeconds(releaseSeconds: number, attackSeconds: number): number {
  if (releaseSeconds <= attackSeconds) return 0;
  let low = 0;
  let high = releaseSeconds;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (cascadeRemainder(releaseSeconds, middle, attackSeconds) > Math.exp(-1)) high = middle;
    else low = middle;
  }
  return low;
}
