/** What part an instrument plays in a mix, read from its track's name, else from how it sounds. */

export type InstrumentRole =
  | 'vocal'
  | 'backingVocal'
  | 'kick'
  | 'snare'
  | 'hats'
  | 'cymbals'
  | 'toms'
  | 'percussion'
  | 'drums'
  | 'bass'
  | 'lead'
  | 'guitar'
  | 'keys'
  | 'pad'
  | 'brass'
  | 'effect'
  | 'unknown';

/** Words of a name and the role they tell; the first that matches wins, so the special stand before the general. */
const ROLE_WORDS: readonly (readonly [InstrumentRole, RegExp])[] = [
  ['backingVocal', /\b(backing|bgv|bv|harmony|choir|choirs|oohs?|aahs?|dubs?)\b/],
  ['vocal', /\b(vocals?|vox|voice|voc|singer|rap|narrator)\b/],
  ['kick', /\b(kick|kik|bd|bass drum|kickdrum)\b/],
  ['snare', /\b(snare|snr|sd|clap|rim|rimshot)\b/],
  ['hats', /\b(hats?|hi hats?|hihats?|hh)\b/],
  ['cymbals', /\b(cymbals?|crash|ride|overheads?|oh|china|splash)\b/],
  ['toms', /\b(toms?|floor tom)\b/],
  ['percussion', /\b(perc|percussion|tabla|conga|congas|bongos?|shaker|tambourine|cajon|cowbell|triangle)\b/],
  ['drums', /\b(drums?|kit|beat|loop|drumkit)\b/],
  ['bass', /\b(bass|sub|808|contrabass)\b/],
  ['effect', /\b(fx|sfx|noise|vinyl|ambience|ambient|riser|impact|atmos|orchestra hit|hit)\b/],
  ['guitar', /\b(guitars?|gtr|gtrs|acoustic guitar|banjo|ukulele|mandolin)\b/],
  ['lead', /\b(lead|solo|melody|hook)\b/],
  ['brass', /\b(sax|saxophone|trumpet|horns?|trombone|brass|flute|clarinet|oboe)\b/],
  ['keys', /\b(piano|keys|keyboard|rhodes|clavinet|clav|organ|wurlitzer|harpsichord|marimba|vibes|synth)\b/],
  ['pad', /\b(pad|pads|strings?|violins?|cello|drone|ensemble)\b/],
];

/** `TenorSax2` and `01_hi-hat.L` become words: lower case, split at case changes, digits and punctuation. */
function wordsOf(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .toLowerCase()
    .trim();
}

/** The role that a name tells, or `unknown`. */
export function roleFromName(name: string): InstrumentRole {
  const words = wordsOf(name);
  return ROLE_WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'unknown';
}

/** The role that the sound tells, when the name tells none: by its weight of lows and its peaks over its level. */
export function roleFromSound(profile: { lowShare: number; highShare: number; crestDb: number }): InstrumentRole {
  if (profile.lowShare > 0.7) return profile.crestDb > 18 ? 'kick' : 'bass';
  if (profile.highShare > 0.6) return 'cymbals';
  return profile.crestDb > 20 ? 'percussion' : 'unknown';
}
