/** Which devices are to be opened, and what of them is there. */
import type { DeviceChoice, OutputPairs, SoundDevice } from '../../../src-shared/protocol/devices.ts';
import type { DeviceDriver, DevicePair } from './device-driver.ts';

/** Of an output and an input; null is none. */
export type DeviceNames = Pick<DevicePair, 'outputName' | 'inputName'>;

/** What was chosen. Where nobody chose: the system's own output, and its input if it has one, else the system's. */
export function wantedPair(choice: DeviceChoice, driver: DeviceDriver): DevicePair {
  const { outputName, inputName } = choice;
  const pairs = outputPairs(choice);
  const output = outputName === undefined ? nameOfDefault(driver.outputs()) : outputName;
  if (inputName !== undefined) return { ...pairs, outputName: output, inputName };
  const inputs = output === null ? [] : driver.inputs();
  const own = inputs.some(({ name }) => name === output) ? output : nameOfDefault(inputs);
  return { ...pairs, outputName: output, inputName: own };
}

/** Where nobody chose: the first pair, with the click in it. */
export function outputPairs({ outputPair = 1, phonesPair = null, clickPair = null }: DeviceChoice): OutputPairs {
  return { outputPair, phonesPair, clickPair };
}

/** As it is wanted; where the input is away or refuses, at least the output. */
export function waysToOpen(wanted: DevicePair): readonly DevicePair[] {
  return wanted.outputName !== null && wanted.inputName !== null ? [wanted, { ...wanted, inputName: null }] : [wanted];
}

/** Whether all of it is plugged in. */
export function isThere({ outputName, inputName }: DeviceNames, driver: DeviceDriver): boolean {
  const hasOutput = outputName === null || driver.outputs().some(({ name }) => name === outputName);
  return hasOutput && (inputName === null || driver.inputs().some(({ name }) => name === inputName));
}

export function hasBluetooth({ outputName, inputName }: DevicePair, driver: DeviceDriver): boolean {
  const isOne = (devices: readonly SoundDevice[], wanted: string | null) =>
    devices.some(({ name, isBluetooth }) => isBluetooth && name === wanted);
  return isOne(driver.outputs(), outputName) || isOne(driver.inputs(), inputName);
}

function nameOfDefault(devices: readonly SoundDevice[]): string | null {
  return devices.find(({ isDefault }) => isDefault)?.name ?? null;
}
