import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { IconName } from '../controls/icons.ts';

/** Words that name an instrument, the more special first: an icon is a hint beside the name, never instead of it. */
const WORDS: readonly (readonly [RegExp, IconName])[] = [
  [/\b(bv|backing|choir|vocals|voices|harmon)/i, 'users-round'],
  [/\b(vox|voc|lead v|sing|rap|speech|voice)/i, 'mic-vocal'],
  [/\b(hi-?hat|hat|hh|oh|over|crash|ride|cymbal)/i, 'disc-3'],
  [/\b(kick|bd|bass drum|808)/i, 'circle-dot'],
  [/\b(snare|sd|tom|drum|perc|tabla|conga|clap|rim)/i, 'drum'],
  [/\b(shaker|tamb|maraca|egg)/i, 'egg'],
  [/\b(bass|sub)/i, 'waves'],
  [/\b(guit|gtr|acoustic|uke|banjo)/i, 'guitar'],
  [/\b(piano|keys|rhodes|organ|synth|wurli)/i, 'piano'],
  [/\b(pad|string|brass|horn)/i, 'layers-2'],
  [/\b(room|hall|plate|rev|ambien)/i, 'door-open'],
  [/\b(echo|delay)/i, 'repeat-2'],
];

/** An icon for a strip, from its name, else from its kind. */
export function stripIcon({ name, kind }: Pick<Strip, 'name' | 'kind'>): IconName {
  if (kind === 'group') return 'folder';
  const found = WORDS.find(([word]) => word.test(name));
  if (found) return found[1];
  return kind === 'bus' ? 'arrow-right' : 'audio-lines';
}
