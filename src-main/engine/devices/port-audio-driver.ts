/** The devices of this machine, through PortAudio. */
import type { DeviceSettings } from './audio-device.ts';
import { type DeviceDriver, type DevicePair, noDevices } from './device-driver.ts';
import { type Binding, FLOAT_32, loadBinding, type StreamOptions } from './port-audio-binding.ts';
import { PortAudioDevice, queueBlocks } from './port-audio-device.ts';
import { type NumberedDevice, soundDevice, soundDevices } from './sound-devices.ts';

/**
 * Looking for devices opens every one of them, which takes up to a second in which nothing is played: not for each question
 * of one moment, and not while a stream is open, for the list would be the same.
 */
const REMEMBERED_MS = 2_000;
/** What comes in waits this long before the device has to wait for us. */
const INPUT_QUEUE_SECONDS = 2;
/** Room beside what is queued, for a moment in which the device is held up. */
const SPARE_BLOCKS = 4;

/** With a sentence in `whyNone` where the binding is not there. */
export function portAudioDriver(): DeviceDriver {
  const { binding, whyNone } = loadBinding();
  return binding ? new PortAudioDriver(binding) : noDevices(whyNone);
}

type Found = {
  readonly devices: readonly NumberedDevice[];
  /** Numbers among them. */
  readonly defaultInput: number;
  readonly defaultOutput: number;
};

class PortAudioDriver implements DeviceDriver {
  readonly #binding: Binding;
  #found: Found = { devices: [], defaultInput: -1, defaultOutput: -1 };
  #foundAtMs = Number.NEGATIVE_INFINITY;
  #openStreams = 0;

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  get whyNone(): string {
    return this.#look().devices.length > 0 ? '' : 'This machine has no sound devices.';
  }

  outputs() {
    const { devices, defaultOutput } = this.#look();
    return devices
      .filter(({ outputChannels }) => outputChannels >= 2)
      .map((device) => soundDevice(device, device.outputChannels, device.id === defaultOutput));
  }

  inputs() {
    const { devices, defaultInput } = this.#look();
    return devices
      .filter(({ inputChannels }) => inputChannels > 0)
      .map((device) => soundDevice(device, device.inputChannels, device.id === defaultInput));
  }

  open(pair: DevicePair, settings: DeviceSettings, onLost: (sentence: string) => void): PortAudioDevice {
    const output = this.#named('output', pair.outputName);
    const input = this.#named('input', pair.inputName);
    const outputOffset = output ? Math.min(pair.outputPair - 1, output.outputChannels - 2) : 0;
    const parts = {
      outputName: output?.name ?? '',
      inputName: input?.name ?? '',
      inputChannels: input?.inputChannels ?? 0,
      outputChannels: output ? outputOffset + 2 : 0,
      outputOffset,
      isLoose: output === input && output?.isLoose === true,
    };
    const options = (device: NumberedDevice, channelCount: number, maxQueue: number): StreamOptions => ({
      deviceId: device.id,
      sampleRate: settings.sampleRateHz,
      channelCount,
      sampleFormat: FLOAT_32,
      framesPerBuffer: settings.bufferFrames,
      maxQueue,
      closeOnError: true,
    });
    const inputQueue = Math.ceil((INPUT_QUEUE_SECONDS * settings.sampleRateHz) / settings.bufferFrames);
    const outputQueue = queueBlocks(parts) + (input ? SPARE_BLOCKS : 0);
    try {
      const stream = this.#binding.create({
        ...(input && { inOptions: options(input, parts.inputChannels, inputQueue) }),
        ...(output && { outOptions: options(output, parts.outputChannels, outputQueue) }),
      });
      this.#openStreams++;
      const onClosed = () => {
        this.#openStreams--;
        this.#foundAtMs = Number.NEGATIVE_INFINITY;
      };
      return new PortAudioDevice({ ...parts, stream, onClosed }, settings, onLost);
    } catch (error) {
      throw new Error(whyRefused(pair, settings, error instanceof Error ? error.message : String(error)));
    }
  }

  #named(direction: 'input' | 'output', wanted: string | null): NumberedDevice | undefined {
    if (wanted === null) return undefined;
    const device = this.#look().devices.find(({ name }) => name === wanted);
    if (!device) throw new Error(`The ${direction} “${wanted}” is not there.`);
    return device;
  }

  #look(): Found {
    const isFresh = this.#openStreams > 0 || performance.now() - this.#foundAtMs < REMEMBERED_MS;
    if (this.#foundAtMs > 0 && isFresh) return this.#found;
    const { HostAPIs, defaultHostAPI } = this.#binding.getHostAPIs();
    const { defaultInput = -1, defaultOutput = -1 } = HostAPIs[defaultHostAPI] ?? {};
    this.#found = { devices: soundDevices(this.#binding.getDevices()), defaultInput, defaultOutput };
    this.#foundAtMs = performance.now();
    return this.#found;
  }
}

function whyRefused(
  { outputName, inputName }: DevicePair,
  { sampleRateHz, bufferFrames }: DeviceSettings,
  reason: string,
) {
  const names = [...new Set([outputName, inputName])].filter((name) => name !== null).map((name) => `“${name}”`);
  const how = `${sampleRateHz} Hz with a buffer of ${bufferFrames}`;
  return `${names.join(' with ')} does not open at ${how} (${reason}).`;
}
