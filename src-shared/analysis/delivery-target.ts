/**
 * Where a master goes, and what that place asks for. Sources: EBU R 128 (2023) and its supplement s1; ATSC A/85:2013;
 * AES TD1008 (2021); Spotify's own page on loudness normalisation. Platforms that publish no full specification are
 * marked `observed`: their figures come from measuring what they play.
 */
export type DeliveryTarget = {
  /** The name on the command line. */
  readonly name: string;
  readonly label: string;
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
  /** What the place accepts as on target, in LUFS. */
  readonly acceptedLufs: readonly [minimum: number, maximum: number];
  /** `specified` by the platform or a standard; `observed` otherwise. */
  readonly basis: 'specified' | 'observed';
};

function target(
  name: string,
  label: string,
  [integratedLufs, truePeakDbtp]: readonly [number, number],
  acceptedLufs: readonly [number, number],
  basis: DeliveryTarget['basis'],
): DeliveryTarget {
  return { name, label, integratedLufs, truePeakDbtp, acceptedLufs, basis };
}

export const deliveryTargets: readonly DeliveryTarget[] = [
  target('streaming', 'Streaming, any', [-14, -1], [-15, -13], 'observed'),
  target('spotify', 'Spotify', [-14, -1], [-15, -13], 'specified'),
  target('spotify-loud', 'Spotify Loud', [-11, -2], [-12, -10], 'specified'),
  target('apple-music', 'Apple Music', [-16, -1], [-17, -15], 'observed'),
  target('youtube', 'YouTube', [-14, -1], [-15, -13], 'observed'),
  target('amazon', 'Amazon Music', [-14, -2], [-15, -13], 'observed'),
  target('tidal', 'Tidal', [-14, -1], [-15, -13], 'observed'),
  target('deezer', 'Deezer', [-15, -1], [-16, -14], 'observed'),
  target('soundcloud', 'SoundCloud', [-10, -1], [-13, -8], 'observed'),
  target('aes-streaming', 'AES streaming (TD1008)', [-16, -1], [-20, -14], 'specified'),
  target('ebu-r128', 'EBU R 128', [-23, -1], [-23.5, -22.5], 'specified'),
  target('atsc-a85', 'ATSC A/85', [-24, -2], [-26, -22], 'specified'),
  target('cd', 'CD', [-9, -0.1], [-12, -7], 'observed'),
];

/** How near to its target a master must come, in LU. */
export const TARGET_TOLERANCE_LU = 0.2;

/** The target of that name, or undefined. */
export function deliveryTarget(name: string): DeliveryTarget | undefined {
  return deliveryTargets.find((candidate) => candidate.name === name.toLowerCase());
}

/** What normalisation to a target does to a finished master: gain in dB, and the true peak that it then has. */
export function playbackGain(
  destination: DeliveryTarget,
  measured: { integratedLufs: number; truePeakDbtp: number },
): { gainDb: number; truePeakDbtp: number } {
  const wanted = destination.integratedLufs - measured.integratedLufs;
  // Louder only as far as the peaks allow, as Spotify states; quieter always.
  const gainDb = wanted > 0 ? Math.max(0, Math.min(wanted, destination.truePeakDbtp - measured.truePeakDbtp)) : wanted;
  return { gainDb, truePeakDbtp: measured.truePeakDbtp + gainDb };
}
