import { describe, expect, test } from 'vitest';
import { channelOf, powerSpectrum, splashDb, transform } from '../../testing/fourier.ts';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { seededRandom, stereoImpulse, stereoNoise } from '../../testing/signals.ts';
import { powerToDb } from '../../units/decibel.ts';
import { type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import { reverb, reverbDecaySecondsAt } from './reverb.ts';
import { reverbParameters } from './reverb-parameters.ts';
import { earlyReflections } from './room.ts';

const SAMPLE_RATE_HZ = 48_000;

describeProcessorLaws(reverb, {
  working: { mix: 0.5, decaySeconds: 0.4, lowCutHz: 20, modulation: 0.8 },
  transparent: { mix: 0 },
  // Five steady tones sit on the peaks and dips of a room, which lie elsewhere at each rate.
  rateToleranceDb: 3.5,
});

/** The tail alone, with the same decay at all frequencies. */
const TAIL: ParameterValues = {
  mix: 1,
  distance: 1,
  lowCutHz: 20,
  highCutHz: 20_000,
  lowDecayRatio: 1,
  highDecayRatio: 1,
  preDelaySeconds: 0,
};

function impulseResponse(values: ParameterValues, seconds: number): Float32Array {
  return runProcessor(reverb, values, stereoImpulse(Math.ceil(seconds * SAMPLE_RATE_HZ)));
}

function power(signal: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < signal.length; index++) sum += (signal[index] as number) ** 2;
  return sum / signal.length;
}

/**
 * Normalized echo density in windows of 20 ms: the share of samples beyond one standard deviation, against that of
 * Gaussian noise. J. S. Abel, P. Huang, "A simple, robust measure of reverberation echo density", 121st AES, 2006.
 */
function echoDensity(response: Float64Array, atSeconds: number): number {
  const half = Math.round(0.01 * SAMPLE_RATE_HZ);
  const middle = Math.round(atSeconds * SAMPLE_RATE_HZ);
  const window = response.subarray(middle - half, middle + half);
  const deviation = Math.sqrt(power(window));
  return window.filter((value) => Math.abs(value) > deviation).length / window.length / 0.3173;
}

/** An octave band by a mask with cosine flanks over the spectrum of the whole response. */
function octaveBand(response: Float64Array, hz: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(response.length * 1.1));
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  real.set(response);
  transform(real, imaginary);
  for (let bin = 0; bin < size; bin++) {
    const octaves = Math.abs(Math.log2(((Math.min(bin, size - bin) || 1e-9) * SAMPLE_RATE_HZ) / size / hz));
    const weight = octaves < 0.3 ? 1 : octaves > 0.7 ? 0 : Math.cos(((octaves - 0.3) / 0.8) * Math.PI);
    real[bin] = (real[bin] as number) * weight;
    imaginary[bin] = -(imaginary[bin] as number) * weight;
  }
  transform(real, imaginary);
  return real.subarray(0, response.length).map((value) => value / size);
}

/** RT60 from −5 to −35 dB of the backward-integrated energy (M. R. Schroeder, JASA 37, 1965; ISO 3382-1 T30). */
function decaySeconds(band: Float64Array): number {
  const energy = new Float64Array(band.length);
  let sum = 0;
  for (let frame = band.length - 1; frame >= 0; frame--) {
    sum += (band[frame] as number) ** 2;
    energy[frame] = sum;
  }
  const reaches = (db: number) => energy.findIndex((value) => value < sum * 10 ** (db / 10));
  return ((reaches(-35) - reaches(-5)) / SAMPLE_RATE_HZ) * 2;
}

/** Geometric over arithmetic mean of the power spectrum, and its highest bin over the mean, 100 Hz to 16 kHz, in dB. */
function evenness(signal: Float64Array): { flatnessDb: number; peakDb: number } {
  const spectrum = powerSpectrum(
    signal.map((value, frame) => value * Math.sin((Math.PI * (frame + 0.5)) / signal.length)),
  );
  const binsOf = (hz: number) => Math.round((hz * signal.length) / SAMPLE_RATE_HZ);
  const bins = spectrum.subarray(binsOf(100), binsOf(16_000));
  const mean = bins.reduce((sum, value) => sum + value, 0) / bins.length;
  const logMean = bins.reduce((sum, value) => sum + Math.log(value), 0) / bins.length;
  return {
    flatnessDb: powerToDb(Math.exp(logMean) / mean),
    peakDb: powerToDb(bins.reduce((most, value) => Math.max(most, value), 0) / mean),
  };
}

/** Gaussian noise (Box–Muller): what a perfect tail sounds like when its decay is taken away. */
function gaussianNoise(frames: number): Float64Array {
  const random = seededRandom(21);
  return Float64Array.from(
    { length: frames },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

describe('reverb', () => {
  test('mix 0 passes the input bit for bit', () => {
    const noise = stereoNoise({ amplitude: 0.9, frames: 9_600, seed: 3 });
    expect(runProcessor(reverb, { mix: 0 }, noise)).toEqual(noise);
  });

  test('first reflections arrive when the image sources say, none before', () => {
    const values = { ...TAIL, distance: 0, preDelaySeconds: 0.03, size: 0.7 };
    const left = stereoImpulse(9_600);
    left[1] = 0;
    const output = channelOf(runProcessor(reverb, values, left), 0);
    const wanted = new Set(
      earlyReflections(0.7)
        .slice(0, 12)
        .map(({ delaySeconds }) => 1_440 + Math.round(delaySeconds * SAMPLE_RATE_HZ)),
    );
    const first = Math.min(...wanted);
    expect(output.subarray(0, first).every((value) => value === 0)).toBe(true);
    for (const frame of wanted) expect(Math.abs(output[frame] as number)).toBeGreaterThan(0.02);
    // Between them is only the trace of the 20 Hz low cut.
    output.forEach((value, frame) => {
      if (!wanted.has(frame)) expect(Math.abs(value)).toBeLessThan(0.01);
    });
  });

  test.each([
    [0.25, 0.06],
    [1, 0.15],
    [2, 0.37],
  ])('size %f: echo density reaches 0.9 of Gaussian noise by %f s and stays above 0.8', (size, bySeconds) => {
    const output = impulseResponse({ ...TAIL, size }, bySeconds + 0.6);
    for (const side of [0, 1] as const) {
      const response = channelOf(output, side);
      const times = Array.from({ length: Math.floor((bySeconds - 0.01) / 0.005) }, (_, index) => 0.01 + 0.005 * index);
      expect(Math.max(...times.map((seconds) => echoDensity(response, seconds)))).toBeGreaterThanOrEqual(0.9);
      for (let seconds = bySeconds; seconds < bySeconds + 0.5; seconds += 0.01) {
        expect(echoDensity(response, seconds), `${seconds} s`).toBeGreaterThan(0.8);
      }
    }
  });

  test.each([1.8, 6])('a tail of %f s is as even as noise: no metallic ring', (seconds) => {
    const frames = 65_536;
    const output = impulseResponse({ ...TAIL, decaySeconds: seconds }, 2.2);
    const noise = evenness(gaussianNoise(frames));
    // The measure itself: flatness of Gaussian noise is −10·log10(e^γ) = −2.51 dB.
    expect(noise.flatnessDb).toBeCloseTo(-2.51, 1);
    for (const side of [0, 1] as const) {
      const start = Math.round(0.5 * SAMPLE_RATE_HZ);
      const level = channelOf(output, side)
        .subarray(start, start + frames)
        .map((value, frame) => value * 10 ** ((3 * frame) / SAMPLE_RATE_HZ / seconds));
      const tail = evenness(level);
      expect(tail.flatnessDb).toBeGreaterThan(noise.flatnessDb - 1.6);
      expect(tail.peakDb).toBeLessThan(noise.peakDb + 4);
    }
  });

  test.each([0.4, 1.8, 6])('RT60 of %f s holds in every octave (±10 percent)', (seconds) => {
    const response = channelOf(impulseResponse({ ...TAIL, decaySeconds: seconds }, Math.max(0.8, seconds * 0.82)), 0);
    for (const hz of [125, 250, 500, 1_000, 2_000, 4_000, 8_000]) {
      const measured = decaySeconds(octaveBand(response, hz));
      expect(Math.abs(measured / seconds - 1), `${hz} Hz: ${measured} s`).toBeLessThan(0.1);
    }
  });

  test('bass and treble decay as reported, within 10 %', () => {
    const values = { ...TAIL, decaySeconds: 2, lowDecayRatio: 1.4, highDecayRatio: 0.4 };
    const response = channelOf(impulseResponse(values, 3.5), 0);
    for (const hz of [125, 250, 500, 1_000, 2_000, 4_000, 8_000]) {
      const expected = reverbDecaySecondsAt(values, hz, SAMPLE_RATE_HZ);
      const measured = decaySeconds(octaveBand(response, hz));
      expect(Math.abs(measured / expected - 1), `${hz} Hz: ${measured} s for ${expected} s`).toBeLessThan(0.1);
    }
    expect(reverbDecaySecondsAt(values, 20, SAMPLE_RATE_HZ)).toBeCloseTo(2.8, 1);
    expect(reverbDecaySecondsAt(values, 20_000, SAMPLE_RATE_HZ)).toBeCloseTo(0.8, 1);
  });

  test('left and right have nothing in common, so the mono sum keeps its power in every octave', () => {
    const output = impulseResponse({ ...TAIL, decaySeconds: 4 }, 2.5);
    const left = channelOf(output, 0);
    const right = channelOf(output, 1);
    for (const start of [0.3, 1, 2]) {
      const range = [start * SAMPLE_RATE_HZ, (start + 0.5) * SAMPLE_RATE_HZ] as const;
      const one = left.subarray(...range);
      const other = right.subarray(...range);
      const common = one.reduce((sum, value, frame) => sum + value * (other[frame] as number), 0) / one.length;
      expect(Math.abs(common / Math.sqrt(power(one) * power(other)))).toBeLessThan(0.2);
    }
    const late = [left, right].map((side) => side.subarray(0.3 * SAMPLE_RATE_HZ)) as [Float64Array, Float64Array];
    const mono = late[0].map((value, frame) => value + (late[1][frame] as number));
    for (const hz of [125, 500, 2_000, 8_000]) {
      const [one, other, both] = [late[0], late[1], mono].map((signal) => power(octaveBand(signal, hz))) as [
        number,
        number,
        number,
      ];
      expect(Math.abs(powerToDb(both / (one + other))), `${hz} Hz`).toBeLessThan(1.5);
    }
  });

  test('the level of the room stays that of its input, within 1 dB, whatever its decay, size and distance', () => {
    for (const decay of [0.3, 1.8, 6]) {
      const noise = stereoNoise({ amplitude: 0.5, frames: Math.round(SAMPLE_RATE_HZ * (decay + 2)), seed: 4 });
      for (const [size, distance] of [
        [0.25, 1],
        [1, 0.5],
        [2, 1],
        [1, 0],
      ] as const) {
        const output = runProcessor(reverb, { ...TAIL, decaySeconds: decay, size, distance }, noise).subarray(
          -2 * SAMPLE_RATE_HZ,
        );
        expect(Math.abs(powerToDb(power(output) / power(noise))), `${decay} s, size ${size}`).toBeLessThan(1);
      }
    }
  });

  test('width 0 is mono', () => {
    const output = runProcessor(reverb, { mix: 1, width: 0 }, stereoNoise({ amplitude: 0.5, frames: 9_600, seed: 8 }));
    for (let index = 0; index < output.length; index += 2) expect(output[index]).toBe(output[index + 1]);
  });

  test('after tailSeconds nothing above −90 dBFS is left', () => {
    for (const values of [
      { decaySeconds: 0.3, size: 2 },
      { decaySeconds: 1.5, lowDecayRatio: 2, preDelaySeconds: 0.2 },
    ]) {
      const kernels = testKernels();
      const processor = makeProcessor(reverb, { ...values, mix: 1, lowCutHz: 20 }, { kernels });
      runThrough(processor, kernels, stereoNoise({ amplitude: 1, frames: 2 * SAMPLE_RATE_HZ, seed: 4 }));
      const tail = reverb.tailSeconds(withDefaults(reverbParameters, { ...values, mix: 1 }));
      const after = runThrough(processor, kernels, new Float32Array(2 * Math.ceil((tail + 1) * SAMPLE_RATE_HZ)));
      let last = 0;
      after.forEach((value, index) => {
        if (Math.abs(value) > 10 ** (-90 / 20)) last = index / 2 / SAMPLE_RATE_HZ;
      });
      expect(last).toBeLessThan(tail);
      expect(last).toBeGreaterThan(0.6 * tail);
    }
  });

  test('a tail ends in exact silence', () => {
    const kernels = testKernels();
    const processor = makeProcessor(reverb, { mix: 1, decaySeconds: 0.3, size: 0.25 }, { kernels });
    runThrough(processor, kernels, stereoNoise({ amplitude: 1, frames: 4_800, seed: 9 }));
    const after = runThrough(processor, kernels, new Float32Array(2 * SAMPLE_RATE_HZ * 4));
    expect(after.subarray(-9_600).every((value) => value === 0)).toBe(true);
  });

  test.each([
    ['decaySeconds', 0.2, 20],
    ['size', 0.5, 2],
    ['preDelaySeconds', 0, 0.25],
    ['diffusion', 0, 1],
    ['lowDecayRatio', 0.3, 2],
    ['bassHz', 60, 600],
    ['highDecayRatio', 0.1, 1.5],
    ['dampingHz', 1_000, 16_000],
    ['modulation', 0, 1],
    ['distance', 0, 1],
    ['width', 0, 2],
    ['lowCutHz', 20, 1_000],
    ['highCutHz', 1_000, 20_000],
    ['mix', 0, 1],
  ] as const)('%s thrown over a 1 kHz sine splashes less than −70 dB above 4 kHz', (key, low, high) => {
    const measured = splashDb({
      definition: reverb,
      values: { mix: 0.7 },
      key,
      between: [low, high],
      hz: 1_000,
      bandHz: [4_000, 24_000],
    });
    expect(measured).toBeLessThan(-70);
  });
});
