import type { Device } from '../../src-shared/session/records/device.ts';
import { hasGainReduction } from '../mixer/device-names.ts';
import { isEqKind } from './eq-bands.ts';

/**
 * The device that is shown beside the open one where there is room: an equaliser's is the nearest that turns down, a
 * dynamic's the nearest equaliser; undefined where there is none.
 */
export function companionOf(devices: readonly Device[], openId: string): Device | undefined {
  const at = devices.findIndex(({ id }) => id === openId);
  const open = devices[at];
  if (!open) return undefined;
  const fits = ({ type }: Device) => (isEqKind(open.type) ? hasGainReduction(type) : isEqKind(type));
  const distance = (device: Device) => Math.abs(devices.indexOf(device) - at);
  return devices.filter(fits).sort((one, other) => distance(one) - distance(other))[0];
}
