import type { ThemeColours } from '../theme/theme-colours.ts';

/** Mixed before: as many as there are track colours, shares and themes. */
const tints = new Map<string, string>();

/** A track's colour mixed with white (dark theme) or black (light): for RMS and names on the track's own tint. */
export function trackTint(colours: ThemeColours, track: number, share: number, light: boolean): string {
  const triplet = colours.get(`--t${track}-rgb`);
  const key = `${triplet}/${share}/${light}`;
  const known = tints.get(key);
  if (known !== undefined) return known;
  const target = light ? 0 : 255;
  const mixed = triplet.split(/\s+/).map((value) => Math.round(Number(value) + (target - Number(value)) * share));
  const tint = `rgb(${mixed.join(' ')})`;
  tints.set(key, tint);
  return tint;
}
