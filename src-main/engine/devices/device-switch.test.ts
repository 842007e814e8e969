import { expect, test } from 'vitest';
import type { AudioDevice, DeviceLost, ProcessBlock } from './audio-device.ts';
import type { DeviceDriver } from './device-driver.ts';
import { noDevices } from './device-driver.ts';
import { DeviceHost } from './device-host.ts';

const BLOCK = 64;

/** A device whose blocks come when a test says so. */
class HandDevice implements AudioDevice {
  readonly inputName = 'Card';
  readonly inputChannels = 1;
  readonly sampleRateHz = 48_000;
  readonly bufferFrames = BLOCK;
  readonly outputLatencyFrames = 0;
  readonly roundTripFrames = 0;
  readonly dropouts = 0;
  readonly name: string;
  readonly lost: DeviceLost;
  #process: ProcessBlock = () => undefined;

  constructor(name: string, lost: DeviceLost) {
    this.name = name;
    this.lost = lost;
  }
  start(process: ProcessBlock): void {
    this.#process = process;
  }
  setAwake(): void {}
  async close(): Promise<void> {}

  /** A block whose input is all this. */
  block(value: number): Float32Array {
    const output = new Float32Array(2 * BLOCK).fill(1);
    this.#process(output, new Float32Array(BLOCK).fill(value), 0);
    return output;
  }
}

test('who hears the input is told that a device ends before the next one gives a block, and hears no more of it', async () => {
  const opened: HandDevice[] = [];
  const driver: DeviceDriver = {
    ...noDevices(''),
    outputs: () => [
      {
        name: 'Card',
        host: 'Hand',
        channels: 2,
        defaultSampleRateHz: 48_000,
        sampleRatesHz: [48_000],
        isDefault: true,
        isBluetooth: false,
      },
    ],
    open: async ({ outputName }, _settings, lost) => {
      opened.push(new HandDevice(outputName ?? '', lost));
      return opened.at(-1) as HandDevice;
    },
  };
  const host = new DeviceHost(driver);
  const heard: (number | string)[] = [];
  host.onProcess((_output, input) => heard.push(input[0] ?? 'silence'));
  host.onSwitch(() => heard.push('switch'));
  host.setAwake(true);
  await host.setSampleRate(48_000);
  const [card] = opened as [HandDevice];
  heard.length = 0;
  card.block(0.5);
  // Pulled out: the null device goes on at once, and a block of the card was under way.
  card.lost('“Card” is gone.');
  expect(card.block(0.25).every((sample) => sample === 0)).toBe(true);
  expect(heard.slice(0, 2)).toEqual([0.5, 'switch']);
  expect(heard).not.toContain(0.25);
  await host.close();
});
