import {
  type ParameterSpecs,
  type ParameterValue,
  type ParameterValues,
  withDefaults,
} from '../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import type { Device } from '../../src-shared/session/records/device.ts';

export type SetValue = {
  readonly command: 'setDeviceValue';
  readonly args: { readonly deviceId: string; readonly key: string; readonly value: ParameterValue };
};

export function specsOf(type: string): ParameterSpecs {
  return processors[type]?.parameters ?? {};
}

/** A device's values, all present. */
export function deviceValues({ type, values }: Pick<Device, 'type' | 'values'>): ParameterValues {
  return withDefaults(specsOf(type), values);
}

/** The commands that bring a device from what it has to `to`: only what differs. */
export function changesTo(device: Device, to: ParameterValues): SetValue[] {
  const from = deviceValues(device);
  return Object.entries(to)
    .filter(([key, value]) => key in from && from[key] !== value)
    .map(([key, value]) => ({ command: 'setDeviceValue', args: { deviceId: device.id, key, value } }));
}

export function sameValues(one: ParameterValues, other: ParameterValues): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
