import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AudioDevice, DeviceLost, DeviceSettings } from './audio-device.ts';
import { type DeviceDriver, OutputHost } from './output-host.ts';

class StandInDevice implements AudioDevice {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  readonly outputLatencyFrames = 512;
  readonly inputName = '';
  readonly inputChannels = 0;
  readonly roundTripFrames = 0;
  dropouts = 0;
  isAwake = false;
  isClosed = false;
  readonly lost: DeviceLost;

  constructor(name: string, { sampleRateHz, bufferFrames }: DeviceSettings, lost: DeviceLost) {
    this.name = name;
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

/** A machine with the outputs of `names`, which may come and go. */
function machine(names: Set<string>) {
  const opened: StandInDevice[] = [];
  const driver: DeviceDriver = {
    whyNone: '',
    outputs: () => [...names].map((name) => ({ name, host: 'Stand-in', channels: 2 })),
    defaultOutput: () => [...names][0],
    open: (name, settings, lost) => {
      if (!names.has(name)) throw new Error(`“${name}” is not there.`);
      if (settings.sampleRateHz > 96_000) throw new Error(`“${name}” does not open at ${settings.sampleRateHz} Hz.`);
      const device = new StandInDevice(name, settings, lost);
      opened.push(device);
      return device;
    },
  };
  const host = new OutputHost(driver);
  const told: string[] = [];
  host.onChange((sentence) => told.push(sentence));
  return { host, opened, told };
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
  expect(host.name).toBe('Null device');
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
  expect([host.name, host.sentence]).toEqual(['Null device', '“Interface” does not open at 192000 Hz.']);
  await host.setSampleRate(48_000);
  expect([host.name, host.sentence]).toEqual(['Interface', '']);
  await host.close();
});
