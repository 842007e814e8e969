import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CalibrationReport } from '../../src-shared/protocol/monitoring.ts';
import { DeviceSettings } from './device-settings.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-devices-'));
  file = join(folder, 'devices.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(changes: Partial<CalibrationReport>): CalibrationReport {
  return {
    inputName: 'In',
    outputName: 'Out',
    sampleRateHz: 48_000,
    bufferFrames: 256,
    how: 'cable',
    inputChannel: 1,
    outputChannel: 1,
    roundTripFrames: 768,
    exactFrames: 768,
    milliseconds: 16,
    residualFrames: 0,
    levelDb: -12,
    confidenceDb: 40,
    isInverted: false,
    atMs: 1,
    sentence: 'It is 16 ms late.',
    ...changes,
  };
}

test('what was chosen and measured on this machine is there at the next start', async () => {
  const settings = await DeviceSettings.load(file);
  expect(settings.forEngine).toEqual({ roundTrips: [] });
  await settings.choose({ outputName: 'Out', inputName: null });
  await settings.choose({ bufferFrames: 128 });
  await settings.calibrated(report({ roundTripFrames: 700 }));
  await settings.calibrated(report({ bufferFrames: 512 }));
  await settings.calibrated(report({ roundTripFrames: 701 }));
  await settings.setLevel('Out', -20);
  const again = await DeviceSettings.load(file);
  expect(again.forEngine).toMatchObject({ outputName: 'Out', inputName: null, bufferFrames: 128 });
  expect(again.calibrations.map(({ bufferFrames, roundTripFrames }) => [bufferFrames, roundTripFrames])).toEqual([
    [256, 701],
    [512, 768],
  ]);
  expect(again.levelsDb).toEqual({ Out: -20 });
});

test('a damaged file counts for none, and the next change mends it', async () => {
  writeFileSync(file, '{"choice": 7');
  const settings = await DeviceSettings.load(file);
  expect(settings.forEngine).toEqual({ roundTrips: [] });
  await settings.choose({ outputPair: 3 });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ choice: { outputPair: 3 } });
});

test('dim, mono and the own level are there at the next start, no louder than at the first; a mute is not', async () => {
  const settings = await DeviceSettings.load(file);
  expect(settings.monitor).toEqual({});
  await settings.keepMonitor({ dim: true, mono: true, muted: true, outputGainDb: -3 });
  await settings.keepMonitor({ gainDb: 6, dim: false });
  expect((await DeviceSettings.load(file)).monitor).toEqual({ gainDb: 0, dim: false, mono: true });
  await settings.keepMonitor({ gainDb: -12 });
  expect((await DeviceSettings.load(file)).monitor).toEqual({ gainDb: -12, dim: false, mono: true });
});

test('an input has its name on its own device, until it is taken away', async () => {
  const settings = await DeviceSettings.load(file);
  await settings.nameInput({ inputName: 'Interface', channel: 3, name: ' Snare ' });
  await settings.nameInput({ inputName: 'Interface', channel: 1, name: 'Kick' });
  expect((await DeviceSettings.load(file)).inputNames).toEqual({ Interface: ['Kick', '', 'Snare'] });
  await settings.nameInput({ inputName: 'Interface', channel: 1, name: '' });
  expect(settings.inputNames['Interface']).toEqual(['', '', 'Snare']);
});

test('a file from before there were names keeps what was chosen', async () => {
  writeFileSync(file, JSON.stringify({ choice: { bufferFrames: 128 }, calibrations: [], levelsDb: { Out: -6 } }));
  const settings = await DeviceSettings.load(file);
  expect(settings.forEngine.bufferFrames).toBe(128);
  expect([settings.levelsDb, settings.monitor, settings.inputNames]).toEqual([{ Out: -6 }, {}, {}]);
});

test('a round trip that is no whole number of frames is of no use: nothing could be placed by it', async () => {
  const calibrations = [report({ roundTripFrames: 768.5 })];
  writeFileSync(file, JSON.stringify({ choice: {}, calibrations, levelsDb: {} }));
  expect((await DeviceSettings.load(file)).forEngine).toEqual({ roundTrips: [] });
  writeFileSync(file, JSON.stringify({ choice: {}, calibrations: [report({})], levelsDb: {} }));
  expect((await DeviceSettings.load(file)).roundTrips).toHaveLength(1);
});
