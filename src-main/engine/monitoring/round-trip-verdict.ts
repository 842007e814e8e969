/** How late a musician hears themselves, in plain words. */
import type { RoundTripVerdict } from '../../../src-shared/protocol/monitoring.ts';

/**
 * Up to 10 ms is like standing three metres from an amplifier; most singers play in time up to some 25 ms (Lester and
 * Boley, “The effects of latency on live sound monitoring”, AES 123rd Convention, 2007, who also found singers with in-ear
 * monitors to hear less than that).
 */
const EXCELLENT_MS = 10;
const FINE_MS = 25;
/** So late is only what goes through the air or a slow bus: no buffer helps. */
const WIRELESS_MS = 100;

export type TimedDevice = {
  readonly sampleRateHz: number;
  readonly roundTripFrames: number;
  readonly isCalibrated: boolean;
};

export function verdictOf({ roundTripFrames, sampleRateHz, isCalibrated }: TimedDevice): {
  readonly milliseconds: number;
  readonly verdict: RoundTripVerdict;
  readonly sentence: string;
} {
  const milliseconds = (1000 * roundTripFrames) / sampleRateHz;
  const verdict = milliseconds <= EXCELLENT_MS ? 'excellent' : milliseconds <= FINE_MS ? 'fine' : 'late';
  const source = isCalibrated ? 'measured' : 'as the device says; calibrate to be sure';
  return {
    milliseconds,
    verdict,
    sentence: `You hear yourself after ${milliseconds.toFixed(1)} ms (${source}): ${adviceOf(verdict, milliseconds)}`,
  };
}

function adviceOf(verdict: RoundTripVerdict, milliseconds: number): string {
  if (verdict === 'excellent') return 'excellent.';
  if (verdict === 'fine') return 'fine for most; a smaller buffer makes it shorter.';
  if (milliseconds < WIRELESS_MS)
    return 'too late to play in time. Choose a smaller buffer, or your interface’s own monitoring.';
  return 'far too late. Wireless headphones do this: use a cable, or your interface’s own monitoring.';
}
