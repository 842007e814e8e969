/**
 * The level between the samples by plain, slow, fine interpolation, in double precision: the judge of true-peak code, which
 * shares nothing with it.
 */

export type TruePeakJudge = {
  /** Points looked at per sample. */
  readonly oversampling: number;
  /** Taps on either side of a point. */
  readonly reachFrames: number;
  /** Kaiser's β of the windowed sinc. */
  readonly beta: number;
};

/** As long as the interpolators of careful converters and meters. */
export const FINE_JUDGE: TruePeakJudge = { oversampling: 32, reachFrames: 32, beta: 6 };
/** Nearly ideal: flat to 0.49 of the sample rate. */
export const IDEAL_JUDGE: TruePeakJudge = { oversampling: 16, reachFrames: 256, beta: 10 };

/** The largest magnitude of one channel of interleaved stereo at any of the judge's points; silence beyond the ends. */
export function judgedTruePeak(signal: Float32Array, channel: 0 | 1, judge: TruePeakJudge): number {
  const { oversampling, reachFrames } = judge;
  const frames = signal.length / 2;
  const padded = new Float64Array(frames + 2 * reachFrames);
  let peak = 0;
  for (let frame = 0; frame < frames; frame++) {
    const value = signal[frame * 2 + channel] as number;
    padded[frame + reachFrames] = value;
    peak = Math.max(peak, Math.abs(value));
  }
  for (let phase = 1; phase < oversampling; phase++) {
    const taps = sincTaps(phase / oversampling, judge);
    for (let frame = 0; frame < frames; frame++) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap++) sum += (taps[tap] as number) * (padded[frame + tap + 1] as number);
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return peak;
}

function sincTaps(offset: number, { reachFrames, beta }: TruePeakJudge): Float64Array {
  return Float64Array.from({ length: 2 * reachFrames }, (_, index) => {
    const x = index - reachFrames + 1 - offset;
    const inside = 1 - (x / reachFrames) ** 2;
    const window = inside <= 0 ? 0 : bessel(beta * Math.sqrt(inside)) / bessel(beta);
    return (window * Math.sin(Math.PI * x)) / (Math.PI * x);
  });
}

/** I0, by its integral (Abramowitz and Stegun 9.6.16), so that it shares no code with what it judges. */
function bessel(x: number): number {
  const points = 200;
  let sum = 0;
  for (let point = 0; point < points; point++) sum += Math.exp(x * Math.cos((Math.PI * (point + 0.5)) / points));
  return sum / points;
}
