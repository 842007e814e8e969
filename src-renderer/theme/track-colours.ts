/** The names of the track colours of the look, by their index: `var(--t0)` and so on. */
export const TRACK_COLOURS = [
  'Neutral',
  'Brick',
  'Shell',
  'Ochre',
  'Straw',
  'Olive',
  'Lichen',
  'Jade',
  'Foam',
  'Harbour',
  'Haze',
  'Iris',
  'Heather',
] as const;
