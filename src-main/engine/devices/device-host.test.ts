import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SoundDevice } from '../../../src-shared/protocol/devices.ts';
import type { AudioDevice, DeviceLost, DeviceSettings } from './audio-device.ts';
import type { DeviceDriver } from './device-driver.ts';
import { DeviceHost } from './device-host.ts';

class StandInDevice implements AudioDevice {
  readonly name: string;
  readonly inputName: string;
  readonly inputChannels: number;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  readonly outputLatencyFrames = 512;
  readonly roundTripFrames = 600;
  dropouts = 0;
  isAwake = false;
  isClosed = false;
  readonly lost: DeviceLost;

  constructor(
    { outputName, inputName, inputs }: { outputName: string | null; inputName: string | null; inputs: number },
    { sampleRateHz, bufferFrames }: DeviceSettings,
    lost: DeviceLost,
  ) {
    this.name = outputName ?? '';
    this.inputName = inputName ?? '';
    this.inputChannels = inputName === null ? 0 : inputs;
    this.sampleRateHz = sampleRateHz;
    this.bufferFrames = bufferFrames;
    this.lost = lost;
  }
  start(): void {}
  setAwake(isAwake: boolean): void {
    this.isAwake = isAwake;
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** A machine with the devices of `names`, which may come and go: each has two outputs and `inputs` inputs. */
function machine(names: Set<string>, inputs = 2, ratesHz = { most: 96_000 }) {
  const opened: StandInDevice[] = [];
  const known = new Set<string>();
  const stopped: string[] = [];
  const tried: number[] = [];
  const asked: (string | null)[] = [];
  const list = (): readonly SoundDevice[] =>
    [...names].map((name, index) => ({
      name,
      host: 'Stand-in',
      channels: 2,
      defaultSampleRateHz: 48_000,
      sampleRatesHz: known.has(name) ? [48_000] : null,
      isDefault: index === 0,
      isBluetooth: name.includes('Bluetooth'),
    }));
  const driver: DeviceDriver = {
    whyNone: '',
    outputs: list,
    inputs: () => (inputs ? list() : []),
    open: async ({ outputName, inputName }, settings, lost) => {
      const missing = [outputName, inputName].find((name) => name !== null && !names.has(name));
      if (missing) throw new Error(`“${missing}” is not there.`);
      tried.push(settings.sampleRateHz);
      if (settings.sampleRateHz > ratesHz.most)
        throw new Error(`“${outputName}” does not open at ${settings.sampleRateHz} Hz.`);
      const device = new StandInDevice({ outputName, inputName, inputs }, settings, lost);
      opened.push(device);
      return device;
    },
    whyNot: async ({ outputName }, settings) => {
      asked.push(outputName);
      if (outputName === null || !names.has(outputName)) return null;
      return settings.sampleRateHz > ratesHz.most ? `“${outputName}” does not run so fast.` : '';
    },
    explore: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const isNews = [...names].some((name) => !known.has(name));
      for (const name of names) known.add(name);
      return isNews;
    },
    stopExploring: () => stopped.push('stopped'),
  };
  const host = new DeviceHost(driver);
  const told: string[] = [];
  host.onChange((sentence) => told.push(sentence));
  return { host, opened, told, stopped, tried, asked };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the machine’s own output plays until another is chosen, or none', async () => {
  const { host } = machine(new Set(['Built-in', 'Interface']));
  await host.setSampleRate(48_000);
  expect(host.name).toBe('Built-in');
  expect(await host.choose({ outputName: 'Interface', bufferFrames: 128 })).toMatchObject({
    outputName: 'Interface',
    bufferFrames: 128,
  });
  expect((await host.choose({ outputName: null })).outputName).toBe('Null device');
});

test('a device that goes is named, the null device takes over awake, and it is back when the device is', async () => {
  const names = new Set(['Interface']);
  const { host, opened, told } = machine(names);
  await host.setSampleRate(48_000);
  host.setAwake(true);
  const [device] = opened as [StandInDevice];
  expect(device.isAwake).toBe(true);
  device.dropouts = 3;
  names.clear();
  device.lost('“Interface” is gone.');
  expect([host.name, host.inputChannels]).toEqual(['Null device', 2]);
  expect(host.sentence).toBe('“Interface” is gone.');
  expect(told).toEqual(['“Interface” is gone.']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(host.name).toBe('Null device');
  names.add('Interface');
  await vi.advanceTimersByTimeAsync(6_000);
  // To look for it would stop the music.
  expect(host.name).toBe('Null device');
  host.setAwake(false);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(host.name).toBe('Interface');
  expect(host.sentence).toBe('');
  expect(told.at(-1)).toBe('“Interface” is back.');
  host.setAwake(true);
  expect(opened.at(-1)?.isAwake).toBe(true);
  expect(host.dropouts).toBe(3);
  await host.close();
});

test('a device that refuses is named, and the null device plays', async () => {
  const { host } = machine(new Set(['Interface']));
  await host.setSampleRate(192_000);
  expect([host.name, host.sentence]).toEqual([
    'Null device',
    '“Interface” does not open at 192000 Hz. The null device plays in its place.',
  ]);
  await host.setSampleRate(48_000);
  expect([host.name, host.sentence]).toEqual(['Interface', '']);
  await host.close();
});

test('a device that comes back at another rate is named with it once, and is in use again when its rate is', async () => {
  const ratesHz = { most: 96_000 };
  const { host, opened, told, tried } = machine(new Set(['Interface']), 2, ratesHz);
  await host.setSampleRate(96_000);
  const switched: string[] = [];
  host.onSwitch(() => switched.push('switched'));
  ratesHz.most = 48_000;
  opened[0]?.lost('“Interface” stopped.');
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told).toEqual([
    '“Interface” stopped.',
    '“Interface” does not open at 96000 Hz. The null device plays in its place.',
  ]);
  // After 5, 15, 35 and 75 seconds, with and without its input; the null device goes on meanwhile.
  expect(tried).toHaveLength(1 + 4 * 2);
  expect(switched).toHaveLength(1);
  ratesHz.most = 96_000;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([host.name, host.sentence, told.at(-1)]).toEqual(['Interface', '', '“Interface” is back.']);
  await host.close();
});

test('while the song goes on to nowhere, it is said what became of the device, and that a stop brings it back', async () => {
  const names = new Set(['Interface']);
  const ratesHz = { most: 96_000 };
  const { host, opened, tried, asked } = machine(names, 2, ratesHz);
  await host.setSampleRate(96_000);
  host.setAwake(true);
  const learned: string[] = [];
  host.onLearn((sentence) => learned.push(sentence));
  names.clear();
  opened[0]?.lost('“Interface” stopped.');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(learned).toEqual([]);
  ratesHz.most = 48_000;
  names.add('Interface');
  await vi.advanceTimersByTimeAsync(60_000);
  ratesHz.most = 96_000;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(learned).toEqual([
    '“Interface” does not run so fast. The null device plays in its place.',
    '“Interface” is there again: stop, and it is in use.',
  ]);
  expect(host.sentence).toBe(learned.at(-1));
  // Ever more seldom, and never in this process.
  expect(asked.length).toBeLessThan(7);
  expect(tried).toHaveLength(1);
  host.setAwake(false);
  await vi.advanceTimersByTimeAsync(6_000);
  expect([host.name, host.sentence]).toEqual(['Interface', '']);
  await host.close();
});

test('where the song, the phones and the click go is opened, told and kept', async () => {
  const { host, opened } = machine(new Set(['Interface']));
  await host.setSampleRate(48_000);
  expect(host.state()).toMatchObject({ outputPair: 1, phonesPair: null, clickPair: null });
  expect(await host.choose({ phonesPair: 3, clickPair: 5 })).toMatchObject({
    outputPair: 1,
    phonesPair: 3,
    clickPair: 5,
  });
  expect(await host.choose({ phonesPair: null })).toMatchObject({ phonesPair: null, clickPair: 5 });
  expect(opened).toHaveLength(3);
  await host.close();
});

test('a device’s own input comes with it; another one is warned of, and left out while it is away', async () => {
  const names = new Set(['Interface', 'Bluetooth Headset']);
  const { host } = machine(names);
  await host.setSampleRate(48_000);
  expect([host.name, host.inputName]).toEqual(['Interface', 'Interface']);
  expect(host.state().warnings).toEqual([expect.stringContaining('is not calibrated')]);
  const { warnings } = await host.choose({ inputName: 'Bluetooth Headset' });
  expect(warnings).toEqual([
    expect.stringContaining('Bluetooth'),
    expect.stringContaining('a clock of their own'),
    expect.stringContaining('is not calibrated'),
  ]);
  names.delete('Bluetooth Headset');
  await host.choose({ bufferFrames: 512 });
  expect([host.name, host.inputName]).toEqual(['Interface', '']);
  expect(host.sentence).toBe('“Bluetooth Headset” is not there. It plays without an input.');
  expect(host.state()).toMatchObject({ chosenInput: 'Bluetooth Headset', chosenOutput: undefined, warnings: [] });
  names.add('Bluetooth Headset');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(host.inputName).toBe('Bluetooth Headset');
  expect((await host.choose({ inputName: null })).inputChannels).toBe(0);
  await host.close();
});

test('a measured round trip holds for its devices, rate and buffer alone', async () => {
  const { host, opened } = machine(new Set(['Interface']));
  await host.setSampleRate(48_000);
  const measured = { inputName: 'Interface', outputName: 'Interface', sampleRateHz: 48_000, bufferFrames: 256 };
  expect([host.roundTripFrames, host.isCalibrated]).toEqual([600, false]);
  const state = await host.choose({ roundTrips: [{ ...measured, roundTripFrames: 777 }] });
  expect(state).toMatchObject({ roundTripFrames: 777, isCalibrated: true, warnings: [] });
  // It was told while the stream ran on.
  expect(opened).toHaveLength(1);
  await host.choose({ bufferFrames: 128 });
  expect([host.roundTripFrames, host.isCalibrated]).toEqual([600, false]);
  expect(host.facts.deviceWarnings).toEqual([expect.stringContaining('buffer of 128 is not calibrated')]);
  await host.choose({ bufferFrames: 256 });
  await host.setSampleRate(96_000);
  expect(host.isCalibrated).toBe(false);
  await host.setSampleRate(48_000);
  expect(host.roundTripFrames).toBe(777);
  await host.close();
});

test('devices are opened with the first session, once, and again only for something new', async () => {
  const { host, opened } = machine(new Set(['Interface']));
  await host.choose({ outputName: 'Interface', bufferFrames: 128 });
  expect(opened).toHaveLength(0);
  await host.setSampleRate(44_100);
  await host.choose({ outputName: 'Interface', bufferFrames: 128 });
  expect(opened).toHaveLength(1);
  expect(opened[0]).toMatchObject({ sampleRateHz: 44_100, bufferFrames: 128 });
  await Promise.all([host.setSampleRate(48_000), host.choose({ bufferFrames: 256 })]);
  expect(opened.map(({ isClosed }) => isClosed)).toEqual([true, true, false]);
  await host.close();
});

test('what was plugged in is seen when somebody looks, unless the device is heard', async () => {
  const names = new Set(['Built-in']);
  const { host, opened } = machine(names);
  await host.setSampleRate(48_000);
  names.add('Interface');
  await vi.advanceTimersByTimeAsync(10_000);
  host.setAwake(true);
  await host.look();
  expect(opened).toHaveLength(1);
  host.setAwake(false);
  expect((await host.look()).outputs.map(({ name }) => name)).toEqual(['Built-in', 'Interface']);
  await host.look();
  expect(opened).toHaveLength(2);
  expect(opened[0]?.isClosed).toBe(true);
  await host.close();
});

test('while nothing is heard, what the devices can do is found out for whoever looks, and told when it is known', async () => {
  const { host, stopped } = machine(new Set(['Interface']));
  const learned: unknown[] = [];
  host.onLearn(() => learned.push(host.state().outputs[0]?.sampleRatesHz));
  await host.setSampleRate(48_000);
  host.setAwake(true);
  expect(stopped).toHaveLength(1);
  await host.look();
  await vi.advanceTimersByTimeAsync(5);
  expect(learned).toEqual([]);
  host.setAwake(false);
  expect((await host.look()).outputs[0]?.sampleRatesHz).toBeNull();
  await vi.advanceTimersByTimeAsync(5);
  expect(learned).toEqual([[48_000]]);
  await host.close();
});

test('one that is chosen while a lost one is being closed is not let go again for it', async () => {
  const { host, opened, told } = machine(new Set(['Interface', 'Built-in']));
  await host.setSampleRate(48_000);
  const [lost] = opened as [StandInDevice];
  let closed: () => void = () => undefined;
  lost.close = () =>
    new Promise((resolve) => {
      closed = resolve;
    });
  lost.lost('“Interface” is gone.');
  await host.choose({ outputName: 'Built-in' });
  closed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened).toHaveLength(2);
  expect(opened[1]?.isClosed).toBe(false);
  expect(told).toEqual(['“Interface” is gone.']);
});
