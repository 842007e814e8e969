import { expect, test } from 'vitest';
import type { DeviceState, SoundDevice } from '../../src-shared/protocol/devices.ts';
import { ratesText } from './rates-text.ts';

const device = (name: string, sampleRatesHz: readonly number[] | null): SoundDevice => ({
  name,
  host: 'ALSA',
  channels: 2,
  defaultSampleRateHz: 48_000,
  sampleRatesHz,
  isDefault: false,
  isBluetooth: false,
});
const text = (outputs: SoundDevice[], inputs: SoundDevice[]) =>
  ratesText({ outputs, inputs, outputName: 'Interface', inputName: 'Interface' } as unknown as DeviceState);

test('the rates of the devices in use are those that were found, once where both have the same', () => {
  const both = device('Interface', [44_100, 48_000]);
  expect(text([both, device('Other', [96_000])], [both])).toEqual(['44.1, 48 kHz']);
  expect(text([both], [device('Interface', [48_000])])).toEqual(['out 44.1, 48 kHz', 'in 48 kHz']);
  expect(text([both], [])).toEqual(['44.1, 48 kHz']);
  expect(text([], [])).toEqual([]);
});

test('nothing is claimed of a device that could not be tried', () => {
  expect(text([device('Interface', null)], [])).toEqual(['not known yet, or another program has it']);
});
