/**
 * Gains of the dry and the wet signal for a mix of 0…1: equal power, since echoes and reverb are not in phase with
 * what caused them. The ends are exact: mix 0 passes the dry signal bit for bit, mix 1 is purely wet, as on a return.
 */
export function mixGains(mix: number): readonly [dry: number, wet: number] {
  if (mix <= 0) return [1, 0];
  if (mix >= 1) return [0, 1];
  const angle = (mix * Math.PI) / 2;
  return [Math.cos(angle), Math.sin(angle)];
}
