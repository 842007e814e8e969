import type { DeviceSettings } from './audio-device.ts';
import type { DevicePair } from './device-driver.ts';

/** The rates of each of a pair, as far as they were found. */
export type PairRates = {
  readonly output: readonly number[] | null | undefined;
  readonly input: readonly number[] | null | undefined;
};

/** Why a pair does not open: its rates, where that is why, else what the driver said. */
export function refusalSentence(
  { outputName, inputName }: DevicePair,
  { sampleRateHz, bufferFrames }: DeviceSettings,
  { reason, rates }: { readonly reason: string; readonly rates: PairRates },
): string {
  for (const [name, has] of [[outputName, rates.output] as const, [inputName, rates.input] as const]) {
    if (name !== null && has && has.length > 0 && !has.includes(sampleRateHz))
      return `“${name}” does not run at ${kHz(sampleRateHz)} kHz, but at ${has.map(kHz).join(', ')} kHz.`;
  }
  const names = [...new Set([outputName, inputName])].filter((name) => name !== null).map((name) => `“${name}”`);
  return `${names.join(' with ')} does not open at ${sampleRateHz} Hz with a buffer of ${bufferFrames} (${reason}).`;
}

function kHz(hz: number): string {
  return String(hz / 1000);
}
