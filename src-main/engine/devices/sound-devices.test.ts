import { expect, test } from 'vitest';
import { soundDevice, soundDevices } from './sound-devices.ts';

const found = (name: string, hostAPIName: string, maxInputChannels = 2, maxOutputChannels = 2) => ({
  id: 0,
  name,
  maxInputChannels,
  maxOutputChannels,
  defaultSampleRate: 48_000,
  hostAPIName,
});
const namesOf = (...devices: ReturnType<typeof found>[]) => soundDevices(devices).map(({ name }) => name);

test('a device has its name whatever was plugged in before it', () => {
  expect(namesOf(found('Scarlett 2i2 USB: Audio (hw:2,0)', 'ALSA'))).toEqual(['Scarlett 2i2 USB: Audio']);
  expect(namesOf(found('Scarlett 2i2 USB: Audio (hw:0,0)', 'ALSA'), found('default', 'ALSA'))).toEqual([
    'Scarlett 2i2 USB: Audio',
    'default',
  ]);
});

test('two of one name are numbered, and the same device by another way says which', () => {
  expect(
    namesOf(
      found('USB Audio (hw:1,0)', 'ALSA'),
      found('USB Audio (hw:2,0)', 'ALSA'),
      found('Speakers', 'Windows WASAPI'),
      found('Speakers', 'MME'),
      found('Speakers', 'ASIO'),
    ),
  ).toEqual(['USB Audio', 'USB Audio 2', 'Speakers', 'Speakers (MME)', 'Speakers (ASIO)']);
});

test('software that claims any number of channels has two; an interface has all of its own', () => {
  const [software, cable, interface_] = soundDevices([
    found('pulse', 'ALSA', 32, 32),
    found('jackloop', 'ALSA', 8, 8),
    found('Fireface (hw:1,0)', 'ALSA', 34, 36),
  ]);
  expect([software?.inputChannels, cable?.inputChannels, interface_?.inputChannels]).toEqual([2, 8, 34]);
  expect([software?.isLoose, cable?.isLoose, interface_?.isLoose]).toEqual([true, true, false]);
});

test('what is late by its nature is known by its name', () => {
  const isBluetooth = (name: string) =>
    soundDevices([found(name, 'Core Audio')]).map(
      (device) => soundDevice(device, { channels: 2, sampleRatesHz: null }, false).isBluetooth,
    )[0];
  expect(['AirPods Pro', 'Headset (Hands-Free AG Audio)', 'bluez_output.1'].map(isBluetooth)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['MacBook Pro Speakers', 'Abbott Audio'].map(isBluetooth)).toEqual([false, false]);
});
