import type { Action } from '../actions/action.ts';
import type { MixState } from './mix-state.svelte.ts';

/** What the console adds to the palette while it is open. */
export function mixActions(mix: MixState): readonly Action[] {
  const common = { group: 'Mixer', scope: 'mixer', keys: [] } as const;
  const shown = () => (mix.shownDeviceId === null ? 'The chosen strip has no device.' : undefined);
  return [
    {
      ...common,
      id: 'mixer.rename',
      label: 'Rename strip',
      keys: ['F2'],
      run() {
        mix.renamingId = mix.selectedId;
      },
    },
    {
      ...common,
      id: 'mixer.soloSafe',
      label: 'Solo-safe',
      whyNot: () => (mix.selectedId === 'master' ? 'The master is never silenced by a solo.' : undefined),
      run: () => {
        const { id: stripId, soloSafe } = mix.strip(mix.selectedId);
        return mix.run('setSolo', { stripId, soloSafe: !soloSafe });
      },
    },
    {
      ...common,
      id: 'mixer.bypassDevice',
      label: 'Bypass the shown device',
      keys: ['KeyB'],
      whyNot: shown,
      run: () => {
        const device = mix.device(mix.shownDeviceId ?? '');
        return device && mix.run('setDeviceEnabled', { deviceId: device.id, enabled: !device.enabled });
      },
    },
  ];
}
