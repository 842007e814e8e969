/** At which rates sound runs: what the devices can do, and why a session keeps its own. */
import type { DeviceState, SoundDevice } from '../../src-shared/protocol/devices.ts';
import type { Session } from '../../src-shared/session/session.ts';

/** Those that a new session can have. */
const SESSION_RATES_HZ: readonly number[] = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

/** `44.1 kHz`. */
export function rateText(hz: number): string {
  return `${hz / 1000} kHz`;
}

/** What a session can be begun at: as far as it is known, what the devices in use can do; that of this session always. */
export function sessionRates(devices: DeviceState | null, sessionHz: number): readonly number[] {
  const can = devices ? inUse(devices).flatMap(({ sampleRatesHz }) => (sampleRatesHz ? [sampleRatesHz] : [])) : [];
  return [...new Set([...SESSION_RATES_HZ, sessionHz])]
    .filter((hz) => hz === sessionHz || can.every((rates) => rates.includes(hz)))
    .sort((one, other) => one - other);
}

/** Why this session does not change to another rate, and what does. */
export function staysText({ settings, media }: Pick<Session, 'settings' | 'media'>, hz: number): string {
  const { name, sampleRateHz } = settings.session;
  const files = Object.keys(media).length;
  const stays =
    files === 0
      ? `“${name}” was begun at ${rateText(sampleRateHz)} and stays there.`
      : `“${name}” stays at ${rateText(sampleRateHz)}, the rate of its ${files === 1 ? 'sound file' : `${files} sound files`}; its bounce can have any other.`;
  return `${stays} A new session can run at ${rateText(hz)}: files that it takes in are converted.`;
}

function inUse({ outputs, inputs, outputName, inputName }: DeviceState): readonly SoundDevice[] {
  const output = outputs.find(({ name }) => name === outputName);
  const input = inputs.find(({ name }) => name === inputName);
  return [output, input].filter((device) => device !== undefined);
}

/** At which rates the devices in use run, each once; empty where the null device plays alone. */
export function ratesText(devices: DeviceState): readonly string[] {
  const texts = inUse(devices).map((device) => ratesOf(device));
  const [first, second] = texts;
  if (first === undefined || second === undefined || first === second) return texts.slice(0, 1);
  return [`out ${first}`, `in ${second}`];
}

function ratesOf({ sampleRatesHz }: SoundDevice): string {
  if (sampleRatesHz === null) return 'not known yet, or another program has it';
  if (sampleRatesHz.length === 0) return 'none of the usual rates';
  return `${sampleRatesHz.map((hz) => hz / 1000).join(', ')} kHz`;
}
