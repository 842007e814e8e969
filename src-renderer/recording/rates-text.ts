import type { DeviceState, SoundDevice } from '../../src-shared/protocol/devices.ts';

/** At which rates the devices in use run, each once; empty where the null device plays alone. */
export function ratesText({ outputs, inputs, outputName, inputName }: DeviceState): readonly string[] {
  const output = outputs.find(({ name }) => name === outputName);
  const input = inputs.find(({ name }) => name === inputName);
  const texts = [output, input].filter((device) => device !== undefined).map((device) => ratesOf(device));
  const [first, second] = texts;
  if (first === undefined || second === undefined || first === second) return texts.slice(0, 1);
  return [`out ${first}`, `in ${second}`];
}

function ratesOf({ sampleRatesHz }: SoundDevice): string {
  if (sampleRatesHz === null) return 'not known yet, or another program has it';
  if (sampleRatesHz.length === 0) return 'none of the usual rates';
  return `${sampleRatesHz.map((hz) => hz / 1000).join(', ')} kHz`;
}
