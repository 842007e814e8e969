import { expect, test } from 'vitest';
import type { DevicePair } from './device-driver.ts';
import { type TrialAnswer, type TrialQuestion, tryDevices } from './device-trial.ts';
import type { Binding, StreamOptions } from './port-audio-binding.ts';

type Card = {
  readonly name: string;
  readonly channels: number;
  /** More than these it refuses, whatever it says of itself. */
  readonly mostChannels?: number;
  readonly ratesHz: readonly number[];
  /** Another program has it. */
  readonly isBusy?: boolean;
};

/** PortAudio as it is: after an open that was refused it does not look for devices any more. */
class StandInBinding implements Binding {
  readonly opened: string[] = [];
  isHeld = false;
  open = 0;
  readonly #cards: readonly Card[];

  constructor(cards: readonly Card[]) {
    this.#cards = cards;
  }

  getHostAPIs() {
    return { defaultHostAPI: 0, HostAPIs: [{ defaultInput: 0, defaultOutput: 0 }] };
  }

  getDevices() {
    return this.#cards.map(({ name, channels }, id) => ({
      id,
      name: `${name} (hw:${id},0)`,
      maxInputChannels: channels,
      maxOutputChannels: channels,
      defaultSampleRate: 48_000,
      hostAPIName: 'ALSA',
    }));
  }

  create({ inOptions, outOptions }: Parameters<Binding['create']>[0]) {
    if (inOptions && outOptions && inOptions.sampleRate !== outOptions.sampleRate) {
      this.isHeld = true;
      throw new Error('Input and Output sample rates must match');
    }
    for (const options of [inOptions, outOptions]) this.#check(options);
    this.open++;
    const none = async () => undefined;
    const quit = async () => {
      this.open--;
    };
    return { start: () => undefined, read: async () => ({}), write: none, quit };
  }

  #check(options: StreamOptions | undefined): void {
    const card = options && this.#cards[options.deviceId];
    if (!card) return;
    if (this.open > 0 || card.isBusy) throw new Error('Could not open stream: Device unavailable');
    if (options.channelCount > (card.mostChannels ?? card.channels))
      throw new Error('Format not supported: Invalid number of channels');
    if (!card.ratesHz.includes(options.sampleRate)) throw new Error('Format not supported: Invalid sample rate');
  }
}

const SETTINGS = { sampleRateHz: 48_000, bufferFrames: 256 };

async function answers(binding: Binding, question: Partial<TrialQuestion>): Promise<TrialAnswer[]> {
  const found: TrialAnswer[] = [];
  for await (const answer of tryDevices(binding, { settings: SETTINGS, pair: null, names: [], ...question }))
    found.push(answer);
  return found;
}

test('each device is found with the rates and as many channels as it opens with, and is left closed', async () => {
  const binding = new StandInBinding([
    { name: 'Interface', channels: 18, mostChannels: 8, ratesHz: [44_100, 48_000, 96_000] },
    { name: 'Old', channels: 1, ratesHz: [48_000] },
    { name: 'Not asked', channels: 2, ratesHz: [48_000] },
  ]);
  const interface_ = { channels: 8, sampleRatesHz: [44_100, 48_000, 96_000] };
  const old = { channels: 1, sampleRatesHz: [48_000] };
  expect(await answers(binding, { names: ['Interface', 'Old'] })).toEqual([
    { kind: 'device', abilities: { name: 'Interface', input: interface_, output: interface_ } },
    { kind: 'device', abilities: { name: 'Old', input: old, output: old } },
  ]);
  expect(binding.open).toBe(0);
  // Or each trial would look for all devices again.
  expect(binding.isHeld).toBe(true);
});

test('of a device that another program has, nothing is claimed', async () => {
  const binding = new StandInBinding([{ name: 'Interface', channels: 2, ratesHz: [48_000], isBusy: true }]);
  const unknown = { channels: 2, sampleRatesHz: null };
  expect(await answers(binding, { names: ['Interface'] })).toEqual([
    { kind: 'device', abilities: { name: 'Interface', input: unknown, output: unknown } },
  ]);
});

test('a pair is tried as it would be opened, and why not is told in the driver’s words', async () => {
  const binding = new StandInBinding([{ name: 'Interface', channels: 2, ratesHz: [44_100] }]);
  const pair: DevicePair = {
    outputName: 'Interface',
    inputName: 'Interface',
    outputPair: 1,
    phonesPair: null,
    clickPair: null,
  };
  expect(await answers(binding, { pair })).toEqual([
    { kind: 'pair', refusal: 'Format not supported: Invalid sample rate' },
  ]);
  const settings = { ...SETTINGS, sampleRateHz: 44_100 };
  expect(await answers(binding, { pair, settings })).toEqual([{ kind: 'pair', refusal: '' }]);
  expect(await answers(binding, { pair: { ...pair, inputName: 'Gone' } })).toEqual([
    { kind: 'pair', refusal: 'The input “Gone” is not there.' },
  ]);
});
