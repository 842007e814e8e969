/** Requests about what the musician calls the inputs of this machine's devices. */
import type { DeviceSettings } from './device-settings.ts';
import type { Handlers } from './dispatch.ts';
import type { Emit } from './jobs.ts';

export function inputRequests(devices: DeviceSettings, emit: Emit): Handlers<'inputs/names' | 'inputs/name'> {
  return {
    'inputs/names': () => devices.inputNames,
    'inputs/name': async (naming) => {
      await devices.nameInput(naming);
      emit('inputs/named', devices.inputNames);
      return devices.inputNames;
    },
  };
}
