import { withDefaults } from '../../src-shared/dsp/core/parameter-spec.ts';
import type { Device } from '../../src-shared/session/records/device.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { deviceName } from '../mixer/device-names.ts';
import type { MixState } from '../mixer/mix-state.svelte.ts';
import type { Comparisons } from './comparison-state.svelte.ts';
import { changesTo, specsOf } from './device-values.ts';

/** What can be done with all values of a device at once. */
export function deviceMenu(mix: MixState, device: Device, comparisons: Comparisons): MenuItem[] {
  const { id: deviceId, type } = device;
  const name = deviceName(type);
  const copied = comparisons.copied(type);
  const defaults = changesTo(device, withDefaults(specsOf(type)));
  return [
    { text: 'Copy values', run: () => comparisons.copy(device) },
    {
      text: 'Paste values',
      whyNot: copied ? undefined : 'nothing of this kind copied',
      run: () => void mix.runAll('Paste values', changesTo(device, copied ?? {})),
    },
    {
      text: 'Reset to defaults',
      whyNot: defaults.length === 0 ? 'at defaults' : undefined,
      run: () => void mix.runAll(`Reset ${name.toLowerCase()}`, defaults),
    },
    'separator',
    { text: `Remove ${name.toLowerCase()}`, run: () => void mix.run('removeDevice', { deviceId }) },
  ];
}
