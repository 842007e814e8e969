/** Signals of EBU Tech 3341 and 3342 and of ITU-R BS.2217, synthesised: interleaved Float32 of any channels. */
import { dbToGain } from '../units/decibel.ts';

/** A stretch of a 1 kHz tone: its length, and its peak level in dBFS, one for all channels or one each; −∞ is silence. */
export type ToneStretch = readonly [seconds: number, levelDbfs: number | readonly number[]];

/** A phase-continuous sine whose level steps from stretch to stretch. */
export function steppedTone(
  stretches: readonly ToneStretch[],
  sampleRateHz: number,
  channels = 2,
  hz = 1_000,
): Float32Array {
  const lengths = stretches.map(([seconds]) => Math.round(seconds * sampleRateHz));
  const signal = new Float32Array(lengths.reduce((sum, frames) => sum + frames, 0) * channels);
  const period = toneTable(hz, sampleRateHz);
  let frame = 0;
  stretches.forEach(([, levels], index) => {
    const gains = Array.from({ length: channels }, (_, channel) =>
      dbToGain(typeof levels === 'number' ? levels : (levels[channel] as number)),
    );
    const end = frame + (lengths[index] as number);
    for (; frame < end; frame++) {
      const value = period[frame % period.length] as number;
      for (let channel = 0; channel < channels; channel++)
        signal[frame * channels + channel] = value * (gains[channel] as number);
    }
  });
  return signal;
}

/** Whole periods of a sine of a whole number of hertz, one second at most. */
function toneTable(hz: number, sampleRateHz: number): Float64Array {
  const frames = sampleRateHz / greatestCommonDivisor(hz, sampleRateHz);
  return Float64Array.from({ length: frames }, (_, frame) => Math.sin((2 * Math.PI * hz * frame) / sampleRateHz));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The same stretches over and over. */
export function repeated(stretches: readonly ToneStretch[], times: number): ToneStretch[] {
  return Array.from({ length: times }, () => stretches).flat();
}

/** Tech 3341 tests 15–19: a short sine at a fraction of the sample rate, faded in and out over 10 ms. */
export function fadedTone(options: {
  cyclesPerFrame: number;
  amplitude: number;
  phaseDegrees: number;
  frames: number;
  sampleRateHz: number;
}): Float32Array {
  const { cyclesPerFrame, amplitude, phaseDegrees, frames, sampleRateHz } = options;
  const fadeFrames = sampleRateHz / 100;
  return stereo(frames, (frame) => {
    const fade = Math.min(1, frame / fadeFrames, (frames - frame) / fadeFrames);
    return fade * amplitude * Math.sin(2 * Math.PI * cyclesPerFrame * frame + (phaseDegrees * Math.PI) / 180);
  });
}

/**
 * Tech 3341 tests 20–23: a sine at fs/6, amplitude 0.5, with one period of fs/4 at 1.0 put in without a jump of phase; made at
 * 4 fs, low-passed, and decimated from one of its four offsets.
 */
export function burstInTone(offset: 0 | 1 | 2 | 3, frames: number, sampleRateHz: number): Float32Array {
  const fineFrames = frames * 4;
  const fine = new Float64Array(fineFrames);
  // A whole number of periods of fs/6 (24 fine frames) before the burst, one period of fs/4 (16 fine frames) in it.
  const burstAt = Math.round(fineFrames / 2 / 24) * 24;
  const fadeFrames = (sampleRateHz / 100) * 4;
  for (let frame = 0; frame < fineFrames; frame++) {
    const into = frame - burstAt;
    const fade = Math.min(1, frame / fadeFrames, (fineFrames - frame) / fadeFrames);
    if (into >= 0 && into < 16) fine[frame] = Math.sin((2 * Math.PI * into) / 16);
    else fine[frame] = 0.5 * fade * Math.sin((2 * Math.PI * (into < 0 ? into : into - 16)) / 24);
  }
  const reach = 128;
  // A Blackman-windowed sinc at 0.45 fs: passes fs/4 whole.
  const taps = Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const x = ((index - reach) * 0.9) / 4;
    const window =
      0.42 +
      0.5 * Math.cos((Math.PI * (index - reach)) / (reach + 1)) +
      0.08 * Math.cos((2 * Math.PI * (index - reach)) / (reach + 1));
    return (0.9 / 4) * window * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  });
  return stereo(frames, (frame) => {
    let sum = 0;
    taps.forEach((tap, index) => {
      sum += tap * (fine[frame * 4 + offset + index - reach] ?? 0);
    });
    return sum;
  });
}

function stereo(frames: number, valueAt: (frame: number) => number): Float32Array {
  const signal = new Float32Array(frames * 2);
  for (let frame = 0; frame < frames; frame++) signal.fill(valueAt(frame), frame * 2, frame * 2 + 2);
  return signal;
}
