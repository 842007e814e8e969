/** Test signals, all deterministic: interleaved stereo Float32, amplitudes linear. */

/** A sine in both channels. */
export function stereoSine(options: {
  hz: number;
  amplitude: number;
  frames: number;
  sampleRateHz: number;
  phase?: number;
}): Float32Array {
  const { hz, amplitude, frames, sampleRateHz, phase = 0 } = options;
  const signal = new Float32Array(frames * 2);
  for (let frame = 0; frame < frames; frame++) {
    const value = amplitude * Math.sin((2 * Math.PI * hz * frame) / sampleRateHz + phase);
    signal[frame * 2] = value;
    signal[frame * 2 + 1] = value;
  }
  return signal;
}

/** White noise, different in each channel, uniform in ±amplitude (mulberry32, so the same on every machine). */
export function stereoNoise(options: { amplitude: number; frames: number; seed: number }): Float32Array {
  const random = seededRandom(options.seed);
  return Float32Array.from({ length: options.frames * 2 }, () => options.amplitude * (2 * random() - 1));
}

/** One full-scale frame at frame 0, then silence. */
export function stereoImpulse(frames: number): Float32Array {
  const signal = new Float32Array(frames * 2);
  signal[0] = 1;
  signal[1] = 1;
  return signal;
}

/** A generator of numbers in [0, 1) from a 32-bit seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
