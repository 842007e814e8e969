import { processors } from '../../src-shared/dsp/processors.ts';
import type { Device } from '../../src-shared/session/records/device.ts';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { MixState } from './mix-state.svelte.ts';

/** Processors in the order in which a strip usually has them, in families. */
const FAMILIES: readonly (readonly string[])[] = [
  ['eq', 'masterEq'],
  ['gate', 'compressor', 'busCompressor', 'deEsser', 'transientShaper', 'limiter'],
  ['saturation'],
  ['delay', 'reverb'],
];

/** Every processor there is, by family; one that no family names comes last. */
export function processorMenu(choose: (type: string) => void): MenuItem[] {
  const named = new Set(FAMILIES.flat());
  const others = Object.keys(processors).filter((type) => !named.has(type));
  const families = [...FAMILIES, others].map((types) => types.filter((type) => processors[type])).filter((f) => f[0]);
  return families.flatMap((types, index): MenuItem[] => [
    ...(index > 0 ? (['separator'] as const) : []),
    ...types.map((type) => ({ text: processors[type]?.label ?? type, run: () => choose(type) })),
  ]);
}

/** What can be done with a device on its strip. */
export function insertMenu(mix: MixState, strip: Strip, device: Device): MenuItem[] {
  const index = strip.deviceIds.indexOf(device.id);
  const deviceId = device.id;
  const last = strip.deviceIds.length - 1;
  return [
    { text: 'Open', keys: 'Enter', run: () => mix.openDevice(strip.id, deviceId) },
    {
      text: device.enabled ? 'Bypass' : 'Switch on',
      keys: 'B',
      run: () => void mix.run('setDeviceEnabled', { deviceId, enabled: !device.enabled }),
    },
    'separator',
    {
      text: 'Move up',
      keys: 'Alt+↑',
      whyNot: index === 0 ? 'first' : undefined,
      run: () => void mix.run('moveDevice', { deviceId, index: index - 1 }),
    },
    {
      text: 'Move down',
      keys: 'Alt+↓',
      whyNot: index === last ? 'last' : undefined,
      run: () => void mix.run('moveDevice', { deviceId, index: index + 1 }),
    },
    {
      text: 'Insert before',
      items: processorMenu((type) => void mix.addDevice(strip.id, type, index)),
    },
    'separator',
    { text: 'Remove', keys: 'Del', run: () => void mix.run('removeDevice', { deviceId }) },
  ];
}
