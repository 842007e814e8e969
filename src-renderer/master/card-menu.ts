import type { Device } from '../../src-shared/session/records/device.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { processorMenu } from '../mixer/insert-menu.ts';
import type { MasterState } from './master-state.svelte.ts';

/** What can be done with a card of the chain. */
export function cardMenu(master: MasterState, device: Device, index: number): MenuItem[] {
  const { app } = master;
  const deviceId = device.id;
  const run = (command: string, args: unknown) => void app.attempt(() => app.session.run(command, args));
  return [
    {
      text: device.enabled ? 'Bypass' : 'Switch on',
      run: () => run('setDeviceEnabled', { deviceId, enabled: !device.enabled }),
    },
    {
      text: 'Open in the mixer',
      run() {
        app.selection.selectStrip('master');
        app.selection.deviceId = deviceId;
        app.view = 'mix';
      },
    },
    'separator',
    {
      text: 'Move up',
      keys: 'Alt+↑',
      whyNot: index === 0 ? 'first' : undefined,
      run: () => run('moveDevice', { deviceId, index: index - 1 }),
    },
    {
      text: 'Move down',
      keys: 'Alt+↓',
      whyNot: index === master.devices.length - 1 ? 'last' : undefined,
      run: () => run('moveDevice', { deviceId, index: index + 1 }),
    },
    {
      text: 'Insert before',
      items: processorMenu((type) => run('addDevice', { stripId: 'master', type, index })),
    },
    'separator',
    { text: 'Remove', run: () => run('removeDevice', { deviceId }) },
  ];
}
