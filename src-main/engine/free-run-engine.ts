/**
 * The engine without a sound card and without a clock: the same code as in its own process, on a device that renders
 * when it is asked to, as fast as it can. What a comparison with a bounce listens to.
 */
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import type {
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import { noDevices } from './devices/device-driver.ts';
import { DeviceHost } from './devices/device-host.ts';
import { FreeRunDevice } from './devices/free-run-device.ts';
import type { VirtualInputOptions } from './devices/virtual-input.ts';
import { Engine } from './engine.ts';

export class FreeRunEngine {
  protected readonly engine: Engine;
  readonly #answers = new Map<number, (message: FromEngine) => void>();
  #device: FreeRunDevice | undefined;
  #id = 0;

  /** @param onMessage is told what the studio would be told. @param input what the device's input hears; default nothing. */
  constructor(
    kernels: Kernels,
    bufferFrames: number,
    onMessage: (message: FromEngine) => void = () => undefined,
    input: VirtualInputOptions = {},
  ) {
    const output = new DeviceHost(noDevices('it plays to nowhere.'), (settings) => {
      this.#device = new FreeRunDevice({ ...settings, ...input, bufferFrames });
      return this.#device;
    });
    const port = {
      post: (message: FromEngine, sent?: () => void) => {
        onMessage(message);
        if (message.kind === 'answer' || message.kind === 'refused') this.#answers.get(message.id)?.(message);
        sent?.();
      },
      onMessage: () => undefined,
      onClose: () => undefined,
    };
    this.engine = new Engine(port, kernels, output);
  }

  /** Rejects with the engine's sentence. */
  async ask<Name extends EngineRequestName>(
    name: Name,
    args: EngineRequests[Name]['args'],
  ): Promise<EngineRequests[Name]['result']> {
    const id = ++this.#id;
    const answer = new Promise<FromEngine>((resolve) => this.#answers.set(id, resolve));
    await this.engine.receive({ kind: 'request', id, name, args } as ToEngine);
    const message = await answer;
    this.#answers.delete(id);
    if (message.kind === 'refused') throw new Error(message.sentence);
    return (message as FromEngine & { kind: 'answer' }).result as EngineRequests[Name]['result'];
  }

  /** Whether what goes out is told too. */
  hear(wanted: boolean): Promise<void> {
    return this.engine.receive({ kind: 'hear', wanted });
  }

  /** Starts and waits until it plays. */
  async play(): Promise<void> {
    await this.ask('play', null);
    await this.engine.settled();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** What the next frames sound like; nothing is missing for the disk's sake unless `impatient`. */
  run(frames: number, { impatient = false } = {}): Promise<Float32Array> {
    return this.device.run(frames, async () => {
      if (!impatient) await this.engine.settled();
    });
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  /** The device in use: it loses input when it is told to. */
  get device(): FreeRunDevice {
    return this.#device as FreeRunDevice;
  }
}
