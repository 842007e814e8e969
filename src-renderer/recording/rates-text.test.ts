import { expect, test } from 'vitest';
import type { DeviceState, SoundDevice } from '../../src-shared/protocol/devices.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { ratesText, sessionRates, staysText } from './rates-text.ts';

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

test('a session can be begun at what both devices can do, and is at its own whatever they can', () => {
  const devices = (outputs: SoundDevice[], inputs: SoundDevice[]) =>
    ({ outputs, inputs, outputName: 'Interface', inputName: 'Interface' }) as unknown as DeviceState;
  const all = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000];
  expect(sessionRates(null, 48_000)).toEqual(all);
  expect(sessionRates(devices([device('Interface', null)], []), 22_050)).toEqual([22_050, ...all]);
  const [output, input] = [device('Interface', [44_100, 48_000, 96_000]), device('Interface', [48_000, 96_000])];
  expect(sessionRates(devices([output], [input]), 192_000)).toEqual([48_000, 96_000, 192_000]);
});

test('a session says that it stays at the rate of its files, and where another one can be had', () => {
  const session = (files: number) =>
    ({
      settings: { session: { name: 'Song', sampleRateHz: 44_100 } },
      media: Object.fromEntries(Array.from({ length: files }, (_, file) => [`media-${file}`, {}])),
    }) as unknown as Session;
  expect(staysText(session(2), 96_000)).toBe(
    '“Song” stays at 44.1 kHz, the rate of its 2 sound files; its bounce can have any other. A new session can run at 96 kHz: files that it takes in are converted.',
  );
  expect(staysText(session(1), 48_000)).toContain('the rate of its sound file;');
  expect(staysText(session(0), 48_000)).toMatch(/^“Song” was begun at 44.1 kHz and stays there. A new session/);
});
