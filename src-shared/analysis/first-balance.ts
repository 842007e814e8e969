/**
 * A first balance: static gains, places and low cuts for a folder of stems, each with the reason for it. It follows
 * what mixing studies found engineers agree on: loudness relative to the lead by instrument (De Man & Reiss, "A
 * knowledge-engineered autonomous mixing system", AES 135, 2013; Pestana & Reiss, "Intelligent audio production
 * strategies informed by best practices", AES 53rd conf., 2014), low-frequency and lead sources in the centre, others
 * spread and balanced left to right, and no bass where none belongs. It proposes; nothing is hidden or irreversible.
 */
import { type InstrumentRole, roleFromName, roleFromSound } from './instrument-role.ts';
import type { StemProfile } from './stem-profile.ts';

export type StripBalance = {
  readonly name: string;
  readonly role: InstrumentRole;
  /** The fader, in dB. */
  readonly gainDb: number;
  /** Gain of its clips, in dB: what a fader that ends at +6 dB cannot give to a quiet stem. */
  readonly clipGainDb: number;
  /** −1…1. */
  readonly pan: number;
  /** The low cut, 12 dB per octave; null leaves the lows alone. */
  readonly lowCutHz: number | null;
  /** How much of it goes to the room, in dB; null sends none. */
  readonly roomSendDb: number | null;
  /** Why, a sentence a move. */
  readonly reasons: readonly string[];
};

type RoleRule = {
  /** Loudness relative to the lead voice, in LU; the gate of BS.1770 leaves out where the part rests. */
  readonly relativeLu: number;
  /** How far from the centre a mono part may stand, 0…1. */
  readonly spread: number;
  readonly lowCutHz: number | null;
  readonly roomSendDb: number | null;
};

const ROLE_RULES: { readonly [Role in InstrumentRole]: RoleRule } = {
  vocal: { relativeLu: 0, spread: 0, lowCutHz: 90, roomSendDb: -16 },
  backingVocal: { relativeLu: -7, spread: 0.5, lowCutHz: 120, roomSendDb: -12 },
  kick: { relativeLu: -4, spread: 0, lowCutHz: null, roomSendDb: null },
  snare: { relativeLu: -4, spread: 0, lowCutHz: 90, roomSendDb: -16 },
  hats: { relativeLu: -13, spread: 0.35, lowCutHz: 250, roomSendDb: null },
  cymbals: { relativeLu: -12, spread: 0.4, lowCutHz: 250, roomSendDb: null },
  toms: { relativeLu: -7, spread: 0.4, lowCutHz: 60, roomSendDb: -16 },
  percussion: { relativeLu: -9, spread: 0.5, lowCutHz: 120, roomSendDb: -14 },
  drums: { relativeLu: -2, spread: 0, lowCutHz: null, roomSendDb: null },
  bass: { relativeLu: -3, spread: 0, lowCutHz: null, roomSendDb: null },
  lead: { relativeLu: -2, spread: 0.1, lowCutHz: 100, roomSendDb: -14 },
  guitar: { relativeLu: -6, spread: 0.6, lowCutHz: 90, roomSendDb: -18 },
  keys: { relativeLu: -6, spread: 0.4, lowCutHz: 80, roomSendDb: -18 },
  pad: { relativeLu: -9, spread: 0.6, lowCutHz: 120, roomSendDb: -14 },
  brass: { relativeLu: -5, spread: 0.4, lowCutHz: 100, roomSendDb: -14 },
  effect: { relativeLu: -13, spread: 0.5, lowCutHz: 100, roomSendDb: null },
  unknown: { relativeLu: -6, spread: 0.3, lowCutHz: null, roomSendDb: null },
};

const ROLE_WORD: { readonly [Role in InstrumentRole]: string } = {
  vocal: 'lead vocal',
  backingVocal: 'backing vocal',
  kick: 'kick',
  snare: 'snare',
  hats: 'hi-hat',
  cymbals: 'cymbals',
  toms: 'toms',
  percussion: 'percussion',
  drums: 'drum kit',
  bass: 'bass',
  lead: 'lead',
  guitar: 'guitar',
  keys: 'keys',
  pad: 'pad',
  brass: 'wind or brass',
  effect: 'effect',
  unknown: 'instrument of no known kind',
};

/** The loudness at which the lead is set before the sum is brought to its level, in LUFS. */
const LEAD_LUFS = -20;
/** The loudness that the whole first balance comes to before mastering: room for peaks, no noise. */
const MIX_LUFS = -20;
/** Gains stay within reason: a stem that lies far below the others is meant to, and its noise is not music. */
const LARGEST_BOOST_DB = 12;
const LARGEST_CUT_DB = 24;
/** Above this the clip gives the gain, so that the fader keeps room to move. */
const FADER_LIMIT_DB = 0;
/** Parts of one role share the place of one: each of n is turned down by this much of 10·log10(n). */
const SHARED_ROLE = 0.8;

/** The balance of each stem, in the order given. A silent stem is left as it is. */
export function firstBalance(stems: readonly StemProfile[]): StripBalance[] {
  const roles = stems.map(roleOf);
  const counts = new Map<InstrumentRole, number>();
  for (const role of roles) counts.set(role, (counts.get(role) ?? 0) + 1);
  const pans = placesOf(stems, roles);
  const relativeDb = stems.map((stem, index) => {
    const role = roles[index] as InstrumentRole;
    const shared = SHARED_ROLE * 10 * Math.log10(counts.get(role) ?? 1);
    return stem.integratedLufs === null ? 0 : LEAD_LUFS + ROLE_RULES[role].relativeLu - shared - stem.integratedLufs;
  });
  const trimDb = trimToMixLevel(stems, relativeDb);
  return stems.map((stem, index) => {
    const gainDb = stem.integratedLufs === null ? 0 : limitGain((relativeDb[index] as number) + trimDb);
    return describe({ stem, role: roles[index] as InstrumentRole, gainDb, pan: pans[index] as number, shared: counts });
  });
}

function roleOf(stem: StemProfile): InstrumentRole {
  const named = roleFromName(stem.name);
  return named === 'unknown' ? roleFromSound(stem) : named;
}

/** One gain for all, so that the power sum of the stems comes to the mix level. */
function trimToMixLevel(stems: readonly StemProfile[], relativeDb: readonly number[]): number {
  let power = 0;
  for (const [index, stem] of stems.entries()) {
    if (stem.integratedLufs !== null) power += 10 ** ((stem.integratedLufs + (relativeDb[index] as number)) / 10);
  }
  return power === 0 ? 0 : MIX_LUFS - 10 * Math.log10(power);
}

function limitGain(gainDb: number): number {
  return Math.round(Math.max(-LARGEST_CUT_DB, Math.min(LARGEST_BOOST_DB, gainDb)) * 10) / 10;
}

/** Mono parts that may leave the centre go to the lighter side in turn, the brightest farthest out. */
function placesOf(stems: readonly StemProfile[], roles: readonly InstrumentRole[]): number[] {
  const pans = stems.map(() => 0);
  const movable = stems
    .map((stem, index) => ({ stem, index, spread: ROLE_RULES[roles[index] as InstrumentRole].spread }))
    .filter(({ stem, spread }) => stem.channels === 1 && spread > 0 && stem.integratedLufs !== null)
    .sort((a, b) => b.spread - a.spread || b.stem.highShare - a.stem.highShare);
  let weight = 0;
  // A part alone would tilt the picture; pairs balance it.
  if (movable.length < 2) return pans;
  for (const { index, spread } of movable) {
    const side = weight <= 0 ? 1 : -1;
    pans[index] = Math.round(side * spread * 100) / 100;
    weight += side * spread;
  }
  return pans;
}

function describe(options: {
  stem: StemProfile;
  role: InstrumentRole;
  gainDb: number;
  pan: number;
  shared: ReadonlyMap<InstrumentRole, number>;
}): StripBalance {
  const { stem, role, gainDb, pan, shared } = options;
  const rule = ROLE_RULES[role];
  if (stem.integratedLufs === null) {
    return {
      name: stem.name,
      role,
      gainDb: 0,
      clipGainDb: 0,
      pan: 0,
      lowCutHz: null,
      roomSendDb: null,
      reasons: ['silent: left as it is'],
    };
  }
  const count = shared.get(role) ?? 1;
  const place = rule.relativeLu === 0 ? 'as loud as the lead' : `${-rule.relativeLu} LU under the lead`;
  const reasons = [
    `${ROLE_WORD[role]} at ${stem.integratedLufs.toFixed(1).replace('-', '−')} LUFS while it plays; set ${place}${count > 1 ? `, shared by ${count}` : ''}`,
  ];
  if (pan !== 0) reasons.push(`placed ${pan < 0 ? 'left' : 'right'} to clear the centre`);
  // A cut is worth its phase shift only where there is something to cut.
  const lowCutHz = rule.lowCutHz !== null && stem.lowShare > 0.001 ? rule.lowCutHz : null;
  if (lowCutHz !== null) reasons.push(`low cut at ${lowCutHz} Hz leaves the lows to kick and bass`);
  const clipGainDb = Math.max(0, gainDb - FADER_LIMIT_DB);
  if (clipGainDb > 0) reasons.push(`its clips raised by ${clipGainDb.toFixed(1)} dB, so that its fader keeps room`);
  return {
    name: stem.name,
    role,
    gainDb: Math.min(gainDb, FADER_LIMIT_DB),
    clipGainDb,
    pan,
    lowCutHz,
    roomSendDb: rule.roomSendDb,
    reasons,
  };
}
