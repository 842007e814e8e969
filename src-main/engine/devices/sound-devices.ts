/** The devices of the binding as a musician knows them: by names that are the same tomorrow. */
import type { SoundDevice } from '../../../src-shared/protocol/devices.ts';
import { MOST_INPUT_CHANNELS } from '../../../src-shared/session/records/input.ts';
import type { Ability } from './device-trial.ts';
import type { BindingDevice } from './port-audio-binding.ts';

/** A device with the number that the binding has for it now. */
export type NumberedDevice = {
  readonly id: number;
  readonly name: string;
  readonly host: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly defaultSampleRateHz: number;
  /** Through software of ALSA that starts input and output apart. */
  readonly isLoose: boolean;
};

/** The best way to a device on each system: its names go without the host's. */
const USUAL_HOSTS: readonly string[] = ['ALSA', 'Core Audio', 'Windows WASAPI'];
/** ALSA's number of a card: the order in which they were plugged in. */
const CARD_NUMBER = /\s*\(hw:\d+,\d+\)$/;
const BLUETOOTH = /bluetooth|bluez|airpods|hands-?free|\bbt\b/i;
/** Software that claims to have any number of channels has the two of the system's mixer. */
const CLAIMED_CHANNELS = 32;

export function soundDevices(found: readonly BindingDevice[]): readonly NumberedDevice[] {
  const named = new Map<string, number>();
  return found.map((device) => {
    const base = nameOf(device);
    const count = (named.get(base) ?? 0) + 1;
    named.set(base, count);
    const isSoftware = device.hostAPIName === 'ALSA' && !CARD_NUMBER.test(device.name);
    const channels = (most: number) =>
      isSoftware && most >= CLAIMED_CHANNELS ? 2 : Math.min(most, MOST_INPUT_CHANNELS);
    return {
      id: device.id,
      name: count === 1 ? base : `${base} ${count}`,
      host: device.hostAPIName,
      inputChannels: channels(device.maxInputChannels),
      outputChannels: channels(device.maxOutputChannels),
      defaultSampleRateHz: device.defaultSampleRate,
      isLoose: isSoftware,
    };
  });
}

function nameOf({ name, hostAPIName }: BindingDevice): string {
  const own = name.replace(CARD_NUMBER, '').trim();
  return USUAL_HOSTS.includes(hostAPIName) ? own : `${own} (${hostAPIName})`;
}

/** One direction of a device, for the protocol. */
export function soundDevice(
  device: NumberedDevice,
  { channels, sampleRatesHz }: Ability,
  isDefault: boolean,
): SoundDevice {
  const { name, host, defaultSampleRateHz } = device;
  const isBluetooth = BLUETOOTH.test(`${name} ${host}`);
  return { name, host, channels, defaultSampleRateHz, sampleRatesHz, isDefault, isBluetooth };
}
