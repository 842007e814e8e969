import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DevicePair } from './device-driver.ts';
import type { DeviceAbilities, TrialQuestion } from './device-trial.ts';
import type { TrialResult } from './device-trials.ts';
import type { Binding } from './port-audio-binding.ts';
import { PortAudioDriver } from './port-audio-driver.ts';

const PAIR = { outputName: 'Interface', inputName: 'Interface', outputPair: 1, phonesPair: null, clickPair: null };
const AT_48 = { sampleRateHz: 48_000, bufferFrames: 256 };
const AT_96 = { sampleRateHz: 96_000, bufferFrames: 256 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param answer what a trial finds. */
function driverThat(answer: (question: TrialQuestion) => TrialResult) {
  const names = ['Interface', 'Built-in'];
  const created: unknown[] = [];
  const asked: TrialQuestion[] = [];
  const stopped: number[] = [];
  const binding: Binding = {
    getHostAPIs: () => ({ defaultHostAPI: 0, HostAPIs: [{ defaultInput: 0, defaultOutput: 0 }] }),
    getDevices: () =>
      names.map((name, id) => ({
        id,
        name: `${name} (hw:${id},0)`,
        maxInputChannels: 18,
        maxOutputChannels: 2,
        defaultSampleRate: 48_000,
        hostAPIName: 'ALSA',
      })),
    create: (request) => {
      created.push(request);
      return {
        start: () => undefined,
        read: () => new Promise(() => undefined),
        write: async () => undefined,
        quit: async () => undefined,
      };
    },
  };
  const driver = new PortAudioDriver(binding, (question) => {
    asked.push(question);
    return { result: Promise.resolve(answer(question)), stop: () => stopped.push(asked.length) };
  });
  return { driver, binding, names, created, asked, stopped };
}

const found = (name: string, sampleRatesHz: number[] | null = [44_100, 48_000]): DeviceAbilities => ({
  name,
  input: { channels: 8, sampleRatesHz },
  output: { channels: 2, sampleRatesHz },
});
const ignore = () => undefined;

test('a pair that is refused elsewhere is never opened here, and its rates are named', async () => {
  const { driver, created } = driverThat(({ names, settings }) => ({
    refusal: settings.sampleRateHz > 48_000 ? 'Format not supported: Invalid sample rate' : '',
    abilities: names.map((name) => found(name)),
  }));
  await expect(driver.open(PAIR, AT_96, ignore)).rejects.toThrow(
    '“Interface” does not run at 96 kHz, but at 44.1, 48 kHz.',
  );
  expect(created).toEqual([]);
  const device = await driver.open(PAIR, AT_48, ignore);
  // As many as were found, not as many as it claims.
  expect(device.inputChannels).toBe(8);
  expect(created).toMatchObject([{ inOptions: { channelCount: 8, sampleRate: 48_000 } }]);
});

test('a driver that crashed or hung in the trial is named as the reason; without a trial it is opened as ever', async () => {
  const crashed = driverThat(() => ({ refusal: 'its driver crashed: SIGSEGV', abilities: [] }));
  await expect(crashed.driver.open(PAIR, AT_48, ignore)).rejects.toThrow(/does not open.*crashed: SIGSEGV/);
  const untried = driverThat(() => ({ refusal: undefined, abilities: [] }));
  expect((await untried.driver.open(PAIR, AT_48, ignore)).inputChannels).toBe(18);
});

test('a card that stopped is asked anew what it can do, and one that refuses at every try', async () => {
  let ratesHz = [48_000];
  const { driver, asked } = driverThat(({ names, settings }) => ({
    refusal: ratesHz.includes(settings.sampleRateHz) ? '' : 'Invalid sample rate',
    abilities: names.map((name) => found(name, ratesHz)),
  }));
  const device = await driver.open(PAIR, AT_48, ignore);
  // Nothing comes from this binding any more.
  device.start(() => undefined);
  await vi.advanceTimersByTimeAsync(4_000);
  const closed = device.close();
  await vi.advanceTimersByTimeAsync(1_000);
  await closed;
  ratesHz = [44_100];
  await expect(driver.open(PAIR, AT_48, ignore)).rejects.toThrow(
    '“Interface” does not run at 48 kHz, but at 44.1 kHz.',
  );
  ratesHz = [96_000];
  await expect(driver.open(PAIR, AT_48, ignore)).rejects.toThrow('“Interface” does not run at 48 kHz, but at 96 kHz.');
  ratesHz = [48_000];
  await driver.open(PAIR, AT_48, ignore);
  expect(driver.outputs()[0]?.sampleRatesHz).toEqual([48_000]);
  expect(asked.map(({ names }) => names)).toEqual([['Interface'], ['Interface'], ['Interface'], ['Interface']]);
});

test('whether a pair would open is found elsewhere, and nothing is said of one that is not there', async () => {
  let ratesHz: number[] | undefined = [44_100];
  const { driver, created } = driverThat(({ names, settings }) => ({
    refusal: ratesHz?.includes(settings.sampleRateHz) ? '' : 'Invalid sample rate',
    abilities: ratesHz ? names.map((name) => found(name, ratesHz)) : [],
  }));
  expect(await driver.whyNot(PAIR, AT_48)).toBe('“Interface” does not run at 48 kHz, but at 44.1 kHz.');
  ratesHz = [48_000];
  expect(await driver.whyNot(PAIR, AT_48)).toBe('');
  ratesHz = undefined;
  expect(await driver.whyNot(PAIR, AT_48)).toBeNull();
  expect(created).toEqual([]);
});

test('a pair that the device has is opened with its channels, and one that it has not is left out', async () => {
  const { driver, created } = driverThat(({ names }) => ({
    refusal: '',
    abilities: names.map((name) => ({ ...found(name), output: { channels: 8, sampleRatesHz: [48_000] } })),
  }));
  const channelsWith = async (pairs: Partial<typeof PAIR> | { phonesPair?: number; clickPair?: number }) => {
    const device = await driver.open({ ...PAIR, ...pairs } as DevicePair, AT_48, ignore);
    await device.close();
    return (created.at(-1) as { outOptions: { channelCount: number } }).outOptions.channelCount;
  };
  expect(await channelsWith({})).toBe(2);
  expect(await channelsWith({ phonesPair: 3 })).toBe(4);
  expect(await channelsWith({ phonesPair: 3, clickPair: 7 })).toBe(8);
  expect(await channelsWith({ clickPair: 9 })).toBe(2);
});

test('what opened once is not tried again, until it went', async () => {
  const { driver, asked, names } = driverThat((question) => ({
    refusal: '',
    abilities: question.names.map((name) => found(name)),
  }));
  const device = await driver.open(PAIR, AT_48, ignore);
  await device.close();
  await (await driver.open(PAIR, AT_48, ignore)).close();
  expect(asked.map((question) => question.names)).toEqual([['Interface']]);
  await vi.advanceTimersByTimeAsync(3_000);
  names.shift();
  expect(driver.outputs().map(({ name }) => name)).toEqual(['Built-in']);
  names.unshift('Interface');
  await vi.advanceTimersByTimeAsync(3_000);
  await driver.open(PAIR, AT_48, ignore);
  expect(asked.map((question) => question.names)).toEqual([['Interface'], ['Interface']]);
});

test('what nobody has tried yet is explored once, and what another program has stays unknown', async () => {
  const { driver, asked } = driverThat(({ names }) => ({
    refusal: undefined,
    abilities: names.map((name) => found(name, name === 'Built-in' ? null : [48_000])),
  }));
  expect(driver.inputs().map(({ sampleRatesHz, channels }) => [sampleRatesHz, channels])).toEqual([
    [null, 18],
    [null, 18],
  ]);
  expect(await driver.explore(AT_48)).toBe(true);
  expect(driver.inputs().map(({ sampleRatesHz, channels }) => [sampleRatesHz, channels])).toEqual([
    [[48_000], 8],
    [null, 8],
  ]);
  expect(await driver.explore(AT_48)).toBe(false);
  expect(asked).toHaveLength(1);
});

test('where PortAudio does not start there are no devices, which says why; they are there once it does', () => {
  const { driver, binding } = driverThat(() => ({ refusal: '', abilities: [] }));
  const { getHostAPIs } = binding;
  binding.getHostAPIs = () => {
    throw new Error('Could not initialize PortAudio: Unanticipated host error');
  };
  expect([driver.outputs(), driver.inputs()]).toEqual([[], []]);
  expect(driver.whyNone).toBe(
    'The system does not list its sound devices (Could not initialize PortAudio: Unanticipated host error).',
  );
  binding.getHostAPIs = getHostAPIs;
  vi.advanceTimersByTime(3_000);
  expect(driver.outputs()).toHaveLength(2);
  expect(driver.whyNone).toBe('');
});
