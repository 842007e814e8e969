/** Another device, or the same in another way: what is recorded ends there, and is kept, and whoever depends on it is told. */
import type { DeviceState } from '../../src-shared/protocol/answers.ts';
import type { EngineDeviceChoice } from '../../src-shared/protocol/engine-messages.ts';
import type { BesideSong } from './beside-song.ts';
import type { DeviceHost } from './devices/device-host.ts';
import type { EngineTransport } from './engine-transport.ts';
import type { Monitoring } from './monitoring/monitoring.ts';
import type { Recorder } from './recording/recorder.ts';

export type DeviceChangesParts = {
  readonly output: DeviceHost;
  readonly transport: EngineTransport;
  readonly recorder: Recorder;
  readonly monitoring: Monitoring;
  readonly beside: BesideSong;
  readonly warn: (sentence: string) => void;
  /** Recorder and monitoring know it already. */
  readonly changed: () => void;
};

export class DeviceChanges {
  readonly #parts: DeviceChangesParts;
  #underWay: Promise<unknown> | undefined;

  constructor(parts: DeviceChangesParts) {
    this.#parts = parts;
    parts.output.onSwitch(() => {
      parts.recorder.inputEnds();
      parts.beside.deviceEnds();
    });
    parts.output.onChange((sentence) => this.#cameOrWent(sentence));
    parts.output.onLearn((sentence) => {
      if (sentence) parts.warn(sentence);
      parts.changed();
    });
  }

  /** Resolves when another device is open; undefined while none is being opened. */
  get underWay(): Promise<unknown> | undefined {
    return this.#underWay;
  }

  choose(choice: EngineDeviceChoice): Promise<DeviceState> {
    const { roundTrips: _measured, ...devices } = choice;
    // Under way from the first moment on: what is to be recorded then waits for it.
    return this.#change(async () => {
      if (Object.values(devices).some((one) => one !== undefined)) await this.#interrupt('Another interface is chosen');
      if (devices.outputName !== undefined) this.#parts.monitoring.choosesDevice();
      return this.#parts.output.choose(choice);
    });
  }

  /** In the next turn of the event loop: a driver may hold it up. What is chosen or recorded meanwhile waits for it. */
  setSampleRate(sampleRateHz: number): Promise<void> {
    return this.#change(async () => {
      await new Promise(setImmediate);
      await this.#parts.output.setSampleRate(sampleRateHz);
    });
  }

  /** One after the other. */
  #change<Result>(change: () => Promise<Result>): Promise<Result> {
    const changed = (this.#underWay ?? Promise.resolve()).then(change).then((result) => {
      this.#deviceIs();
      return result;
    });
    const underWay = changed.then(
      () => undefined,
      () => undefined,
    );
    this.#underWay = underWay;
    void underWay.then(() => {
      if (this.#underWay === underWay) this.#underWay = undefined;
    });
    return changed;
  }

  #deviceIs(): void {
    const { output, recorder, monitoring } = this.#parts;
    recorder.inputIs(output);
    monitoring.deviceIs(output);
    this.#parts.changed();
  }

  async #interrupt(why: string): Promise<void> {
    const { transport, recorder } = this.#parts;
    if (!transport.state.recording && !recorder.isStarting) return;
    this.#parts.warn(`${why}: the recording ends there, and is kept.`);
    await transport.endRecording();
  }

  #cameOrWent(sentence: string): void {
    if (sentence) this.#parts.warn(sentence);
    void this.#interrupt('The interface changed while it recorded');
    this.#deviceIs();
  }
}
