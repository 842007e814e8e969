/** The devices of this machine, through PortAudio. */
import type { DeviceSettings } from './audio-device.ts';
import { type DeviceDriver, type DevicePair, noDevices } from './device-driver.ts';
import type { Ability, DeviceAbilities, TrialQuestion } from './device-trial.ts';
import { type StartTrial, startTrial, type Trial, type TrialResult } from './device-trials.ts';
import { type Binding, loadBinding } from './port-audio-binding.ts';
import { PortAudioDevice } from './port-audio-device.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { type NumberedDevice, soundDevice, soundDevices } from './sound-devices.ts';
import { planStream } from './stream-plan.ts';

/**
 * Looking for devices opens every one of them, which takes up to a second in which nothing is played: not for each question
 * of one moment, and not while a stream is open, for the list would be the same.
 */
const REMEMBERED_MS = 2_000;

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

const NOTHING_FOUND: Found = { devices: [], defaultInput: -1, defaultOutput: -1 };

export class PortAudioDriver implements DeviceDriver {
  readonly #binding: Binding;
  readonly #start: StartTrial;
  /** What is known of the devices that are there, by their names. */
  readonly #abilities = new Map<string, DeviceAbilities>();
  /** Of these, by their names, it may have changed: they stopped, or refused. */
  readonly #doubtful = new Set<string>();
  /** Pairs that opened, with their settings: they need not be tried again. */
  readonly #opened = new Set<string>();
  /** Devices are opened elsewhere: they are not looked for here meanwhile. */
  #trial: Trial | undefined;
  #found = NOTHING_FOUND;
  /** Why devices could not be looked for; empty when they could. */
  #whyNotFound = '';
  #foundAtMs = Number.NEGATIVE_INFINITY;
  #openStreams = 0;

  /** @param start default a process for each trial. */
  constructor(binding: Binding, start: StartTrial = startTrial) {
    this.#binding = binding;
    this.#start = start;
  }

  get whyNone(): string {
    if (this.#look().devices.length > 0) return '';
    return this.#whyNotFound || 'This machine has no sound devices.';
  }

  outputs() {
    const { devices, defaultOutput } = this.#look();
    return devices
      .filter(({ outputChannels }) => outputChannels >= 2)
      .map((device) => soundDevice(device, this.#ability(device, 'output'), device.id === defaultOutput));
  }

  inputs() {
    const { devices, defaultInput } = this.#look();
    return devices
      .filter(({ inputChannels }) => inputChannels > 0)
      .map((device) => soundDevice(device, this.#ability(device, 'input'), device.id === defaultInput));
  }

  async open(pair: DevicePair, settings: DeviceSettings, onLost: (sentence: string) => void): Promise<PortAudioDevice> {
    // What is not there is told without a trial.
    planStream(pair, settings, this.#look().devices);
    const key = JSON.stringify([pair, settings]);
    const refusal = this.#opened.has(key) ? '' : await this.#try(pair, settings);
    if (refusal) {
      this.#doubt(pair);
      throw this.#refusal(pair, settings, refusal);
    }
    const devices = this.#look().devices.map((device) => this.#asFound(device));
    const { parts, request } = planStream(pair, settings, devices);
    try {
      const stream = this.#binding.create(request);
      this.#opened.add(key);
      this.#openStreams++;
      const onClosed = () => {
        this.#openStreams--;
        this.#foundAtMs = Number.NEGATIVE_INFINITY;
      };
      const lost = (sentence: string) => {
        this.#opened.clear();
        this.#doubt(pair);
        onLost(sentence);
      };
      return new PortAudioDevice({ ...parts, stream, onClosed }, settings, lost);
    } catch (error) {
      throw this.#refusal(pair, settings, error instanceof Error ? error.message : String(error));
    }
  }

  async whyNot(pair: DevicePair, settings: DeviceSettings): Promise<string | null> {
    if (this.#trial) return null;
    const names = namesOf(pair);
    const { refusal, abilities } = await this.#ask({ settings, pair, names });
    const areThere = names.every((wanted) => abilities.some(({ name }) => name === wanted));
    if (!areThere || refusal === undefined) return null;
    return refusal && this.#refusal(pair, settings, refusal).message;
  }

  async explore(settings: DeviceSettings): Promise<boolean> {
    const names = this.#unknown(this.#look().devices.map(({ name }) => name));
    if (this.#trial || names.length === 0) return false;
    const { abilities } = await this.#ask({ settings, pair: null, names });
    return abilities.length > 0;
  }

  stopExploring(): void {
    this.#trial?.stop();
  }

  /** Why a pair does not open; empty when it does, or when that cannot be found out. */
  async #try(pair: DevicePair, settings: DeviceSettings): Promise<string> {
    this.stopExploring();
    await this.#trial?.result;
    const { refusal } = await this.#ask({ settings, pair, names: this.#unknown(namesOf(pair)) });
    return refusal ?? '';
  }

  #doubt(pair: DevicePair): void {
    for (const name of namesOf(pair)) this.#doubtful.add(name);
  }

  async #ask(question: TrialQuestion): Promise<TrialResult> {
    this.#trial = this.#start(question);
    const result = await this.#trial.result;
    this.#trial = undefined;
    for (const one of result.abilities) {
      this.#abilities.set(one.name, one);
      this.#doubtful.delete(one.name);
    }
    return result;
  }

  #unknown(names: readonly string[]): readonly string[] {
    return [...new Set(names)].filter((name) => !this.#abilities.has(name) || this.#doubtful.has(name));
  }

  /** As it was found, or as it says of itself. */
  #ability(device: NumberedDevice, direction: 'input' | 'output'): Ability {
    const channels = direction === 'input' ? device.inputChannels : device.outputChannels;
    return this.#abilities.get(device.name)?.[direction] ?? { channels, sampleRatesHz: null };
  }

  #asFound(device: NumberedDevice): NumberedDevice {
    const inputChannels = this.#ability(device, 'input').channels;
    return { ...device, inputChannels, outputChannels: this.#ability(device, 'output').channels };
  }

  #refusal(pair: DevicePair, settings: DeviceSettings, reason: string): Error {
    const { outputName, inputName } = pair;
    const ratesOf = (name: string | null, direction: 'input' | 'output') =>
      name === null ? null : this.#abilities.get(name)?.[direction]?.sampleRatesHz;
    const rates = { output: ratesOf(outputName, 'output'), input: ratesOf(inputName, 'input') };
    return new Error(refusalSentence(pair, settings, { reason, rates }));
  }

  #look(): Found {
    const isFresh =
      this.#openStreams > 0 || this.#trial !== undefined || performance.now() - this.#foundAtMs < REMEMBERED_MS;
    if (this.#foundAtMs > 0 && isFresh) return this.#found;
    this.#found = this.#find();
    this.#foundAtMs = performance.now();
    this.#forgetAbsent();
    return this.#found;
  }

  /** None where PortAudio itself does not start, as with a broken sound server. */
  #find(): Found {
    this.#whyNotFound = '';
    try {
      const { HostAPIs, defaultHostAPI } = this.#binding.getHostAPIs();
      const { defaultInput = -1, defaultOutput = -1 } = HostAPIs[defaultHostAPI] ?? {};
      return { devices: soundDevices(this.#binding.getDevices()), defaultInput, defaultOutput };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#whyNotFound = `The system does not list its sound devices (${reason}).`;
      return NOTHING_FOUND;
    }
  }

  /** Another one may come under its name. */
  #forgetAbsent(): void {
    const isThere = (name: string) => this.#found.devices.some((device) => device.name === name);
    const absent = [...this.#abilities.keys()].filter((name) => !isThere(name));
    for (const name of absent) this.#abilities.delete(name);
    if (absent.length > 0) this.#opened.clear();
  }
}

function namesOf({ outputName, inputName }: DevicePair): readonly string[] {
  return [outputName, inputName].filter((name) => name !== null);
}
