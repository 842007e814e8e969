/** What the device plays in place of the song: a signal that measures its round trip, or a sound file. */
import type { EngineState } from '../../src-shared/protocol/answers.ts';
import type { EngineProbe, EngineProbeResult } from '../../src-shared/protocol/engine-messages.ts';
import { Probe } from './calibration/probe.ts';
import type { DeviceHost } from './devices/device-host.ts';
import type { EngineSession } from './engine-session.ts';
import type { EngineTransport } from './engine-transport.ts';
import { FileListening } from './file-listening.ts';

export type BesideSongParts = {
  readonly output: DeviceHost;
  readonly transport: EngineTransport;
  /** Undefined while no session is open. */
  readonly current: () => EngineSession | undefined;
  /** Another file is listened to, or none. */
  readonly changed: () => EngineState;
};

export class BesideSong {
  readonly #parts: BesideSongParts;
  readonly #probe = new Probe();
  readonly #listening: FileListening;

  constructor(parts: BesideSongParts) {
    this.#parts = parts;
    this.#listening = new FileListening(() => void parts.changed());
  }

  get isHeard(): boolean {
    return this.#probe.isRunning || this.#listening.isOn;
  }
  /** What is listened to; null while nothing is. */
  get file(): string | null {
    return this.#listening.file;
  }
  get listenedSeconds(): number {
    return this.#listening.seconds;
  }

  /** The file's part of a block, before the musician is heard in it. It allocates nothing. */
  render(block: Float32Array): void {
    this.#listening.render(block);
  }

  /** The signal's part of a block, behind all else. It allocates nothing. */
  probed(block: Float32Array, input: Float32Array, isStopped: boolean): void {
    this.#probe.process(block, input, isStopped);
  }

  /** Stops the song, plays a signal and takes down what comes back. Rejects with a sentence. */
  async probe(args: EngineProbe): Promise<EngineProbeResult> {
    const { output, transport } = this.#parts;
    if (transport.state.recording) throw new Error('Mixdown records: stop first, then calibrate.');
    const { name: outputName, inputName, sampleRateHz, bufferFrames, dropouts } = output;
    if (!inputName) throw new Error('No input is chosen: choose the interface’s input first, then calibrate.');
    transport.stop();
    this.#fadeFile();
    const heard = this.#probe.start(args, sampleRateHz);
    output.setAwake(true);
    const captured = await heard;
    const device = { inputName, outputName, sampleRateHz, bufferFrames };
    return { captured, device, dropouts: output.dropouts - dropouts };
  }

  /** Stops the song and plays a file; null ends it. Rejects with a sentence. */
  async audition(file: string | null): Promise<EngineState> {
    const current = this.#parts.current();
    if (!current) throw new Error('No session is open.');
    if (file === null) this.#listening.fade();
    else {
      const { output, transport } = this.#parts;
      if (transport.state.recording) throw new Error('Mixdown records: stop first, then listen.');
      transport.stop();
      await this.#listening.start(file, current.sampleRateHz);
      output.setAwake(true);
    }
    return this.#parts.changed();
  }

  /** The song follows. */
  fade(): void {
    this.#probe.interrupt();
    this.#fadeFile();
  }

  /** Another device follows. */
  deviceEnds(): void {
    this.#probe.interrupt();
  }

  end(): void {
    this.#probe.interrupt();
    this.#listening.end();
  }

  #fadeFile(): void {
    if (this.#listening.isOn) this.#listening.fade();
  }
}
