/**
 * What devices can do, found by opening them. It is done in a process of its own (device-trial-worker.ts): PortAudio looks
 * for no device any more after one that did not open, and a driver that hangs or crashes takes its process with it.
 */
import type { DeviceSettings } from './audio-device.ts';
import type { DevicePair } from './device-driver.ts';
import type { Binding, StreamRequest } from './port-audio-binding.ts';
import { type NumberedDevice, soundDevices } from './sound-devices.ts';
import { planStream, streamOptions } from './stream-plan.ts';

/** Those that a session can have. */
const TRIED_RATES_HZ: readonly number[] = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000];
const TRIED_CHANNELS: readonly number[] = [32, 16, 8, 4, 2, 1];
const BAD_RATE = /invalid sample rate/i;
const BAD_CHANNELS = /number of channels/i;

export type TrialQuestion = {
  readonly settings: DeviceSettings;
  /** Is tried as it would be opened; null none. */
  readonly pair: DevicePair | null;
  /** Devices whose abilities are wanted. */
  readonly names: readonly string[];
};

/** What one direction of a device can do. */
export type Ability = {
  readonly channels: number;
  /** Null: it could not be found out, as while another program has the device for itself. */
  readonly sampleRatesHz: readonly number[] | null;
};

/** What one device can do; null a direction that it has not. */
export type DeviceAbilities = {
  readonly name: string;
  readonly input: Ability | null;
  readonly output: Ability | null;
};

export type TrialAnswer =
  /** Why the pair does not open; empty when it does. */
  | { readonly kind: 'pair'; readonly refusal: string }
  | { readonly kind: 'device'; readonly abilities: DeviceAbilities };

/** Answers one by one, as long as they are wanted. */
export async function* tryDevices(binding: Binding, question: TrialQuestion): AsyncGenerator<TrialAnswer> {
  const { settings, pair, names } = question;
  holdList(binding);
  const devices = soundDevices(binding.getDevices());
  if (pair)
    yield { kind: 'pair', refusal: await whyNotOpen(binding, () => planStream(pair, settings, devices).request) };
  for (const device of devices) {
    if (!names.includes(device.name)) continue;
    const input = await abilityOf(binding, device, 'inOptions', settings);
    const output = await abilityOf(binding, device, 'outOptions', settings);
    yield { kind: 'device', abilities: { name: device.name, input, output } };
  }
}

/** A stream that cannot be, of two rates: PortAudio keeps its list from then on, and does not make it anew at each open. */
function holdList(binding: Binding): void {
  const at = (sampleRateHz: number) => streamOptions(0, 1, { sampleRateHz, bufferFrames: 256 }, 1);
  try {
    binding.create({ inOptions: at(44_100), outOptions: at(48_000) });
  } catch {
    // As it should be.
  }
}

async function abilityOf(
  binding: Binding,
  device: NumberedDevice,
  direction: keyof StreamRequest,
  { bufferFrames }: DeviceSettings,
): Promise<Ability | null> {
  const most = direction === 'inOptions' ? device.inputChannels : device.outputChannels;
  if (most === 0) return null;
  const whyNot = (channels: number, sampleRateHz: number) =>
    whyNotOpen(binding, () => ({ [direction]: streamOptions(device.id, channels, { sampleRateHz, bufferFrames }, 4) }));
  const channels = await mostChannels(most, (count) => whyNot(count, device.defaultSampleRateHz));
  const sampleRatesHz: number[] = [];
  for (const sampleRateHz of TRIED_RATES_HZ) {
    const refusal = await whyNot(channels, sampleRateHz);
    if (refusal === '') sampleRatesHz.push(sampleRateHz);
    else if (!BAD_RATE.test(refusal)) return { channels, sampleRatesHz: null };
  }
  return { channels, sampleRatesHz };
}

/** As many as it says, unless it refuses so many. */
async function mostChannels(most: number, whyNot: (channels: number) => Promise<string>): Promise<number> {
  for (const channels of [most, ...TRIED_CHANNELS.filter((count) => count < most)])
    if (!BAD_CHANNELS.test(await whyNot(channels))) return channels;
  return most;
}

/** Empty when it opens; it is closed again at once. */
async function whyNotOpen(binding: Binding, request: () => StreamRequest): Promise<string> {
  try {
    await binding.create(request()).quit('ABORT');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
