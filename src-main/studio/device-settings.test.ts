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
