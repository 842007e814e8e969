import { type InstrumentRole, roleFromName } from '../../src-shared/analysis/instrument-role.ts';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { IconName } from '../controls/icons.ts';

const ROLE_ICONS: { readonly [Role in InstrumentRole]: IconName } = {
  vocal: 'mic-vocal',
  backingVocal: 'users-round',
  kick: 'circle-dot',
  snare: 'drum',
  hats: 'disc-3',
  cymbals: 'disc-3',
  toms: 'drum',
  percussion: 'egg',
  drums: 'drum',
  bass: 'waves',
  lead: 'guitar',
  guitar: 'guitar',
  keys: 'piano',
  pad: 'layers-2',
  brass: 'music',
  effect: 'audio-lines',
  unknown: 'audio-lines',
};

/** The icon that a track's name asks for. */
export function trackIcon({ kind, name }: Strip): IconName {
  if (kind === 'group') return 'folder';
  if (kind === 'bus') return 'door-open';
  if (kind === 'master') return 'sliders-vertical';
  return ROLE_ICONS[roleFromName(name)];
}
