import type { ThemeColours } from '../theme/theme-colours.ts';

/** A track's colour mixed with white (dark theme) or black (light): for RMS and names on the track's own tint. */
export function trackTint(colours: ThemeColours, track: number, share: number, light: boolean): string {
  const triplet = colours.get(`--t${track}-rgb`).split(/\s+/).map(Number);
  const target = light ? 0 : 255;
  return `rgb(${triplet.map((value) => Math.round(value + (target - value) * share)).join(' ')})`;
}
