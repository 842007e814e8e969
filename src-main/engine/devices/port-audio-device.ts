/**
 * Real devices, through PortAudio. The one file that knows naudiodon; its binding is loaded directly, for its JavaScript
 * also loads a crash handler that is tied to one version of Node. Facts of version 2.3.6: a write is copied, and resolves
 * once it stands in the queue, of at most `maxQueue`; a callback that finds the queue empty waits; with `closeOnError` a write
 * answers an xrun as text, and the stream goes on; `quit` waits until the queue has been played.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OutputDevice } from '../../../src-shared/protocol/answers.ts';
import { type AudioDevice, type DeviceLost, type DeviceSettings, NO_INPUT, type ProcessBlock } from './audio-device.ts';
import type { DeviceDriver } from './output-host.ts';

type BindingDevice = {
  readonly id: number;
  readonly name: string;
  readonly maxOutputChannels: number;
  readonly hostAPIName: string;
};
type BindingStream = {
  start(): void;
  write(bytes: Buffer): Promise<string | undefined>;
  quit(how: 'WAIT' | 'ABORT'): Promise<void>;
};
type StreamOptions = {
  readonly deviceId: number;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly sampleFormat: number;
  readonly framesPerBuffer: number;
  readonly maxQueue: number;
  readonly closeOnError: boolean;
};
type BindingHosts = {
  readonly defaultHostAPI: number;
  readonly HostAPIs: readonly { readonly defaultOutput: number }[];
};
type Binding = {
  getDevices(): readonly BindingDevice[];
  getHostAPIs(): BindingHosts;
  create(options: { readonly outOptions: StreamOptions }): BindingStream;
};

const FLOAT_32 = 1;
/** Blocks between the renderer and the device: one is played while the next waits. */
const QUEUE_BLOCKS = 2;
/** A write that takes longer than this will never be played. */
const STALLED_MS = 2_000;
const REMEMBERED_MS = 2_000;

class PortAudioDevice implements AudioDevice {
  readonly name: string;
  readonly inputName = '';
  readonly inputChannels = 0;
  readonly roundTripFrames = 0;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  dropouts = 0;
  readonly #stream: BindingStream;
  readonly #bytes: Buffer;
  readonly #block: Float32Array;
  readonly #lost: DeviceLost;
  #isOpen = true;
  #pump: Promise<void> = Promise.resolve();

  constructor(stream: BindingStream, name: string, { sampleRateHz, bufferFrames }: DeviceSettings, lost: DeviceLost) {
    this.name = name;
    this.sampleRateHz = sampleRateHz;
    this.bufferFrames = bufferFrames;
    this.#stream = stream;
    this.#lost = lost;
    this.#block = new Float32Array(bufferFrames * 2);
    this.#bytes = Buffer.from(this.#block.buffer);
  }

  /** The queue, and the block that the device plays. */
  get outputLatencyFrames(): number {
    return (QUEUE_BLOCKS + 1) * this.bufferFrames;
  }

  start(process: ProcessBlock): void {
    this.#pump = this.#run(process);
  }

  /** The stream goes on in silence, so that it starts without delay. */
  setAwake(): void {}

  async close(): Promise<void> {
    this.#isOpen = false;
    await within(STALLED_MS, this.#pump);
    await within(STALLED_MS, this.#stream.quit('ABORT'));
  }

  async #run(process: ProcessBlock): Promise<void> {
    try {
      for (let block = 0; block < QUEUE_BLOCKS; block++) await this.#write(process);
      this.#stream.start();
      while (this.#isOpen) await this.#write(process);
    } catch (error) {
      if (!this.#isOpen) return;
      this.#isOpen = false;
      const reason = error instanceof Error ? error.message : String(error);
      this.#lost(`The output “${this.name}” stopped (${reason}); the music goes on in silence.`);
    }
  }

  async #write(process: ProcessBlock): Promise<void> {
    process(this.#block, NO_INPUT, 0);
    const trouble = await within(STALLED_MS, this.#stream.write(this.#bytes));
    if (trouble && /underflow/.test(trouble)) this.dropouts++;
  }
}

/** Rejects when a promise of the driver does not resolve in time. */
function within<Result>(ms: number, promise: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it takes no more sound')), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Looking for devices opens every one of them, which takes up to a second: not for each question of one moment. */
function remembered<Result>(look: () => Result): () => Result {
  let found: Result | undefined;
  let foundAtMs = 0;
  return () => {
    if (found !== undefined && performance.now() - foundAtMs < REMEMBERED_MS) return found;
    found = look();
    foundAtMs = performance.now();
    return found;
  };
}

/** The devices of this machine; with a sentence in `whyNone` where the binding is not there. */
export function portAudioDriver(): DeviceDriver {
  const { binding, whyNone } = loadBinding();
  if (!binding) return noDevices(whyNone);
  const devices = remembered(() => binding.getDevices().filter((device) => device.maxOutputChannels >= 2));
  return {
    get whyNone() {
      return devices().length > 0 ? '' : 'This machine has no sound output.';
    },
    outputs: () =>
      devices().map(
        ({ name, hostAPIName, maxOutputChannels }): OutputDevice => ({
          name,
          host: hostAPIName,
          channels: maxOutputChannels,
        }),
      ),
    defaultOutput: () => {
      const { HostAPIs, defaultHostAPI } = binding.getHostAPIs();
      return devices().find(({ id }) => id === HostAPIs[defaultHostAPI]?.defaultOutput)?.name;
    },
    open: (outputName, settings, lost) => {
      const device = devices().find(({ name }) => name === outputName);
      if (!device) throw new Error(`The output “${outputName}” is not there; the null device plays in its place.`);
      const outOptions = {
        deviceId: device.id,
        sampleRate: settings.sampleRateHz,
        channelCount: 2,
        sampleFormat: FLOAT_32,
        framesPerBuffer: settings.bufferFrames,
        maxQueue: QUEUE_BLOCKS,
        closeOnError: true,
      };
      return new PortAudioDevice(openStream(binding, outOptions, outputName), outputName, settings, lost);
    },
  };
}

function openStream(binding: Binding, outOptions: StreamOptions, name: string): BindingStream {
  try {
    return binding.create({ outOptions });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The output “${name}” does not open at ${outOptions.sampleRate} Hz (${reason}); the null device plays in its place.`,
    );
  }
}

function noDevices(whyNone: string): DeviceDriver {
  const open = (outputName: string): never => {
    throw new Error(`The output “${outputName}” cannot be used: ${whyNone}`);
  };
  return { whyNone, outputs: () => [], defaultOutput: () => undefined, open };
}

function loadBinding(): { readonly binding?: Binding; readonly whyNone: string } {
  const require = createRequire(import.meta.url);
  try {
    return { binding: require('naudiodon/build/Release/naudiodon.node') as Binding, whyNone: '' };
  } catch (error) {
    return { whyNone: whyNotLoaded(require, error instanceof Error ? error.message : String(error)) };
  }
}

function whyNotLoaded(require: NodeJS.Require, message: string): string {
  let packageFile: string;
  try {
    packageFile = require.resolve('naudiodon/package.json');
  } catch {
    return 'real audio devices need the package naudiodon, which is not installed here.';
  }
  try {
    // What the installation wrote down when the binding did not compile (build/install.mjs).
    const reason = readFileSync(join(dirname(packageFile), '../.mixdown-no-devices'), 'utf8').trim();
    return `real audio devices need a compiled binding, and ${reason}`;
  } catch {
    return `the binding to real audio devices does not load (${message.split('\n')[0]}); npm run devices compiles it.`;
  }
}
