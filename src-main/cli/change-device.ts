import { addDevice, moveDevice, removeDevice } from '../../src-shared/session/commands/devices.ts';
import { resolveDevice, resolveStrip } from '../../src-shared/session/parameter-path.ts';
import { editSong } from './edit-song.ts';
import { UsageError } from './usage-error.ts';

export type DeviceChange = {
  readonly song: string;
  readonly track: string;
  readonly action: 'add' | 'remove' | 'move';
  readonly device: string;
  /** Place in the chain, counted from 0. */
  readonly index: number | undefined;
};

/** Changes the devices of a strip; resolves to a sentence of what was done. */
export async function changeDevice({ song, track, action, device, index }: DeviceChange): Promise<string> {
  if (action === 'move' && index === undefined) throw new UsageError('device move needs a place: --at PLACE');
  return editSong(song, `${action[0]?.toUpperCase()}${action.slice(1)} ${device}`, (edit) => {
    const strip = resolveStrip(edit.session, track);
    if (action === 'add') {
      edit.run(addDevice, { stripId: strip.id, type: device, ...(index === undefined ? {} : { index }) });
      return `added ${device} to ${strip.name}`;
    }
    const deviceId = resolveDevice(edit.session, strip, device);
    if (action === 'remove') edit.run(removeDevice, { deviceId });
    else edit.run(moveDevice, { deviceId, index: index as number });
    return action === 'remove'
      ? `removed ${device} from ${strip.name}`
      : `moved ${device} on ${strip.name} to place ${(index as number) + 1}`;
  });
}
