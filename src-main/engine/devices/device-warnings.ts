import { formatNumber } from '../../../src-shared/units/format.ts';
import { NULL_DEVICE_NAME } from './virtual-device.ts';

export type DevicesInUse = {
  readonly outputName: string;
  /** Empty without an input. */
  readonly inputName: string;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  readonly isCalibrated: boolean;
  readonly hasBluetooth: boolean;
};

/** What a musician should know of the devices in use, a sentence each. */
export function deviceWarnings(devices: DevicesInUse): readonly string[] {
  const { outputName, inputName, sampleRateHz, bufferFrames, isCalibrated, hasBluetooth } = devices;
  const isNull = outputName === NULL_DEVICE_NAME;
  const warnings: string[] = [];
  if (hasBluetooth) warnings.push('Bluetooth is a quarter of a second late: to play along and to record, use a cable.');
  if (inputName && outputName && inputName !== outputName && !isNull)
    warnings.push(
      `“${inputName}” and “${outputName}” each run on a clock of their own: a long take drifts from the song. One device for both does not.`,
    );
  if (inputName && outputName && !isNull && !isCalibrated)
    warnings.push(
      `The round trip of “${inputName}” and “${outputName}” at ${formatNumber(sampleRateHz / 1000, 1)} kHz with a buffer of ${bufferFrames} is not calibrated: takes are placed by what the device says.`,
    );
  return warnings;
}
