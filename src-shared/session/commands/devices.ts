import type { ParameterValues } from '../../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../../dsp/core/processor.ts';
import { processors } from '../../dsp/processors.ts';
import { CommandError } from '../command-error.ts';
import type { Draft } from '../draft.ts';
import type { Strip } from '../records/strip.ts';
import { refuseFeedback } from '../routing.ts';
import { command } from './command.ts';
import { checkValue, type KeyAndValue } from './values.ts';

function definitionOf(type: string): ProcessorDefinition {
  const definition = Object.hasOwn(processors, type) ? processors[type] : undefined;
  if (!definition)
    throw new CommandError('missing', `There is no device “${type}”; there are ${Object.keys(processors).join(', ')}.`);
  return definition;
}

/** The strip that a device is inserted in. */
function ownerOf(draft: Draft, deviceId: string): Strip {
  draft.get('devices', deviceId);
  const owner = draft.all('strips').find((strip) => strip.deviceIds.includes(deviceId));
  if (!owner) throw new Error(`session: ${deviceId} belongs to no strip`);
  return owner;
}

function insert(draft: Draft, strip: Strip, deviceId: string, index: number): void {
  const others = strip.deviceIds.filter((id) => id !== deviceId);
  others.splice(Math.max(0, index), 0, deviceId);
  draft.update('strips', strip.id, { deviceIds: others });
}

/** Removes a device, its place in its strip and its lanes. */
export function dropDevice(draft: Draft, deviceId: string): void {
  const owner = ownerOf(draft, deviceId);
  draft.update('strips', owner.id, { deviceIds: owner.deviceIds.filter((id) => id !== deviceId) });
  for (const { id, target } of draft.all('lanes')) {
    if (target.kind === 'device' && target.deviceId === deviceId) draft.remove('lanes', id);
  }
  draft.remove('devices', deviceId);
}

export type AddDevice = {
  readonly stripId: string;
  readonly type: string;
  readonly index?: number;
  readonly values?: ParameterValues;
};

/** Inserts a processor with its defaults under the given values, at the end of the strip unless told otherwise. */
export const addDevice = command((draft, { stripId, type, index, values = {} }: AddDevice) => {
  const strip = draft.get('strips', stripId);
  const definition = definitionOf(type);
  for (const [key, value] of Object.entries(values))
    checkValue(definition.parameters, { key, value }, definition.label);
  const id = draft.newId('device');
  draft.put('devices', { id, type, enabled: true, values: { ...values }, sidechainId: null });
  insert(draft, strip, id, index ?? strip.deviceIds.length);
});

export const removeDevice = command((draft, { deviceId }: { readonly deviceId: string }) =>
  dropDevice(draft, deviceId),
);

export type MoveDevice = { readonly deviceId: string; readonly index: number; readonly stripId?: string };

/**
 * Puts a device at another place of its strip, or of another strip, with what automates it. Throws `feedback` where the
 * strip that keys it would hear itself.
 */
export const moveDevice = command((draft, { deviceId, index, stripId }: MoveDevice) => {
  const owner = ownerOf(draft, deviceId);
  const target = stripId === undefined ? owner : draft.get('strips', stripId);
  if (target.id !== owner.id) {
    const { sidechainId } = draft.get('devices', deviceId);
    if (sidechainId !== null) refuseFeedback(draft, sidechainId, target.id);
    draft.update('strips', owner.id, { deviceIds: owner.deviceIds.filter((id) => id !== deviceId) });
    for (const lane of draft.all('lanes')) {
      if (lane.target.kind === 'device' && lane.target.deviceId === deviceId)
        draft.update('lanes', lane.id, { stripId: target.id });
    }
  }
  insert(draft, target, deviceId, index);
});

export const setDeviceEnabled = command(
  (draft, { deviceId, enabled }: { readonly deviceId: string; readonly enabled: boolean }) => {
    draft.update('devices', deviceId, { enabled });
  },
);

export const setDeviceValue = command(
  (draft, { deviceId, key, value }: KeyAndValue & { readonly deviceId: string }) => {
    const device = draft.get('devices', deviceId);
    const definition = definitionOf(device.type);
    checkValue(definition.parameters, { key, value }, `${definition.label} on “${ownerOf(draft, deviceId).name}”`);
    draft.update('devices', deviceId, { values: { ...device.values, [key]: value } });
  },
);

/** The strip whose output keys a device; null keys it by its own input. Throws `feedback` where that closes a circle. */
export const setSidechain = command(
  (draft, { deviceId, sidechainId }: { readonly deviceId: string; readonly sidechainId: string | null }) => {
    const definition = definitionOf(draft.get('devices', deviceId).type);
    if (sidechainId !== null) {
      if (!definition.hasSidechain)
        throw new CommandError('not-possible', `${definition.label} has no side-chain input.`);
      draft.get('strips', sidechainId);
      refuseFeedback(draft, sidechainId, ownerOf(draft, deviceId).id);
    }
    draft.update('devices', deviceId, { sidechainId });
  },
);
