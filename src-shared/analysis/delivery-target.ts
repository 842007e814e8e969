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
  /** False where it is played as it lies, whatever its loudness. */
  readonly normalises: boolean;
};

type Levels = Omit<DeliveryTarget, 'name' | 'label'>;

/** A standard or a platform that says itself what it asks for. */
function specified(integratedLufs: number, truePeakDbtp: number, acceptedLufs: readonly [number, number]): Levels {
  return { integratedLufs, truePeakDbtp, acceptedLufs, basis: 'specified', normalises: true };
}

function observed(integratedLufs: number, truePeakDbtp: number, acceptedLufs: readonly [number, number]): Levels {
  return { integratedLufs, truePeakDbtp, acceptedLufs, basis: 'observed', normalises: true };
}

export const deliveryTargets: readonly DeliveryTarget[] = [
  { name: 'streaming', label: 'Streaming, any', ...observed(-14, -1, [-15, -13]) },
  { name: 'spotify', label: 'Spotify', ...specified(-14, -1, [-15, -13]) },
  { name: 'spotify-loud', label: 'Spotify Loud', ...specified(-11, -2, [-12, -10]) },
  { name: 'apple-music', label: 'Apple Music', ...observed(-16, -1, [-17, -15]) },
  { name: 'youtube', label: 'YouTube', ...observed(-14, -1, [-15, -13]) },
  { name: 'amazon', label: 'Amazon Music', ...observed(-14, -2, [-15, -13]) },
  { name: 'tidal', label: 'Tidal', ...observed(-14, -1, [-15, -13]) },
  { name: 'deezer', label: 'Deezer', ...observed(-15, -1, [-16, -14]) },
  { name: 'soundcloud', label: 'SoundCloud', ...observed(-10, -1, [-13, -8]) },
  { name: 'aes-streaming', label: 'AES streaming (TD1008)', ...specified(-16, -1, [-20, -14]) },
  { name: 'ebu-r128', label: 'EBU R 128', ...specified(-23, -1, [-23.5, -22.5]) },
  { name: 'atsc-a85', label: 'ATSC A/85', ...specified(-24, -2, [-26, -22]) },
  { name: 'cd', label: 'CD', ...observed(-9, -0.1, [-12, -7]), normalises: false },
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
  if (!destination.normalises) return { gainDb: 0, truePeakDbtp: measured.truePeakDbtp };
  const wanted = destination.integratedLufs - measured.integratedLufs;
  // Louder only as far as the peaks allow, as Spotify states; quieter always.
  const gainDb = wanted > 0 ? Math.max(0, Math.min(wanted, destination.truePeakDbtp - measured.truePeakDbtp)) : wanted;
  return { gainDb, truePeakDbtp: measured.truePeakDbtp + gainDb };
}
