/** A pair of devices as the binding is asked for it: the same when it is tried and when it is opened. */
import type { OutputPairs } from '../../../src-shared/protocol/devices.ts';
import type { DeviceSettings } from './audio-device.ts';
import type { DevicePair } from './device-driver.ts';
import { FLOAT_32, type StreamOptions, type StreamRequest } from './port-audio-binding.ts';
import { type PortAudioParts, queueBlocks } from './port-audio-device.ts';
import type { NumberedDevice } from './sound-devices.ts';

/** What comes in waits this long before the device has to wait for us. */
const INPUT_QUEUE_SECONDS = 2;
/** Room beside what is queued, for a moment in which the device is held up. */
const SPARE_BLOCKS = 4;

export type StreamPlan = {
  readonly parts: Omit<PortAudioParts, 'stream' | 'onClosed'>;
  readonly request: StreamRequest;
};

/** Throws with a sentence when one of them is not among the devices. */
export function planStream(pair: DevicePair, settings: DeviceSettings, devices: readonly NumberedDevice[]): StreamPlan {
  const output = named(devices, 'output', pair.outputName);
  const input = named(devices, 'input', pair.inputName);
  const outputs = outputPlaces(pair, output?.outputChannels ?? 0);
  const parts = {
    outputName: output?.name ?? '',
    inputName: input?.name ?? '',
    inputChannels: input?.inputChannels ?? 0,
    ...outputs,
    isLoose: output === input && output?.isLoose === true,
  };
  const inputQueue = Math.ceil((INPUT_QUEUE_SECONDS * settings.sampleRateHz) / settings.bufferFrames);
  const outputQueue = queueBlocks(parts) + (input ? SPARE_BLOCKS : 0);
  const request = {
    ...(input && { inOptions: streamOptions(input.id, parts.inputChannels, settings, inputQueue) }),
    ...(output && { outOptions: streamOptions(output.id, parts.outputChannels, settings, outputQueue) }),
  };
  return { parts, request };
}

/** Where on an output sound goes, counted from 0, and how many of its channels are opened for it. */
function outputPlaces({ outputPair, phonesPair, clickPair }: OutputPairs, channels: number) {
  if (channels === 0) return { outputChannels: 0, songPlaces: [], clickPlace: null };
  const placeOf = (pair: number | null) => (pair !== null && pair < channels ? pair - 1 : null);
  const main = Math.min(outputPair - 1, channels - 2);
  const phones = placeOf(phonesPair);
  const songPlaces = phones === null || phones === main ? [main] : [main, phones];
  const click = placeOf(clickPair);
  // On the only pair that the song is on, it is with the song.
  const clickPlace = click === main && songPlaces.length === 1 ? null : click;
  return { outputChannels: Math.max(...songPlaces, clickPlace ?? 0) + 2, songPlaces, clickPlace };
}

/** One direction of a device. @param maxQueue blocks. */
export function streamOptions(
  deviceId: number,
  channelCount: number,
  { sampleRateHz, bufferFrames }: DeviceSettings,
  maxQueue: number,
): StreamOptions {
  return {
    deviceId,
    sampleRate: sampleRateHz,
    channelCount,
    sampleFormat: FLOAT_32,
    framesPerBuffer: bufferFrames,
    maxQueue,
    closeOnError: true,
  };
}

function named(devices: readonly NumberedDevice[], direction: string, wanted: string | null) {
  if (wanted === null) return undefined;
  const device = devices.find(({ name }) => name === wanted);
  if (!device) throw new Error(`The ${direction} “${wanted}” is not there.`);
  return device;
}
