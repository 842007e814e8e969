import { expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { stereoNoise } from '../../testing/signals.ts';
import { BandCorrelationMeter } from './band-correlation-meter.ts';

const RATE_HZ = 48_000;

function measure(signal: Float32Array, blockFrames = 512): readonly number[] {
  const kernels = testKernels();
  const block = kernels.allocateFrames(blockFrames);
  const meter = new BandCorrelationMeter(kernels, RATE_HZ);
  for (let at = 0; at < signal.length; at += blockFrames * 2) {
    const part = signal.subarray(at, at + blockFrames * 2);
    kernels.frames(block, part.length / 2).set(part);
    meter.process(block, part.length / 2);
  }
  return [meter.correlation(0), meter.correlation(1), meter.correlation(2)];
}

/** Sines together, each with the phase of its right side against its left. */
function sines(parts: readonly { hz: number; phase: number }[], seconds = 0.6): Float32Array {
  const signal = new Float32Array(Math.round(seconds * RATE_HZ) * 2);
  for (let frame = 0; frame < signal.length / 2; frame++) {
    for (const { hz, phase } of parts) {
      const angle = (2 * Math.PI * hz * frame) / RATE_HZ;
      signal[2 * frame] = signal[2 * frame]! + 0.2 * Math.sin(angle);
      signal[2 * frame + 1] = signal[2 * frame + 1]! + 0.2 * Math.sin(angle + phase);
    }
  }
  return signal;
}

test('each band tells its own: a bass out of phase under a mono middle and unrelated heights', () => {
  const [low, mid, high] = measure(
    sines([
      { hz: 60, phase: Math.PI },
      { hz: 1_000, phase: 0 },
      { hz: 12_000, phase: Math.PI / 2 },
    ]),
  );
  // The neighbours reach in by less than −40 dB.
  expect(low).toBeCloseTo(-1, 2);
  expect(mid).toBeCloseTo(1, 2);
  expect(Math.abs(high as number)).toBeLessThan(0.02);
});

test('a band without sound is NaN, and blocks change nothing', () => {
  const [low, mid, high] = measure(sines([{ hz: 60, phase: 0 }], 1.5));
  expect(low).toBeCloseTo(1, 5);
  expect([mid, high].every((value) => Number.isNaN(value) || value === 1)).toBe(true);
  const noise = stereoNoise({ amplitude: 0.3, frames: 30_000, seed: 9 });
  expect(measure(noise, 17)).toEqual(measure(noise, 512));
  expect(measure(new Float32Array(20_000))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});
