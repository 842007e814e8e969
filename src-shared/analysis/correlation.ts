/** Cross-correlation by the Fourier transform: Σ signal[n + lag]·pattern[n] for every lag at once. */
import { RealFft } from '../dsp/metering/real-fft.ts';

/** One number for each lag from 0 to the signal's last frame; what lies past the signal's ends counts as silence. */
export function correlate(signal: Float32Array, pattern: Float32Array): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(4, signal.length + pattern.length)));
  const fft = new RealFft(size);
  const padded = new Float64Array(size);
  padded.set(pattern);
  fft.transform(padded);
  const patternReal = fft.real.slice();
  const patternImaginary = fft.imaginary.slice();
  padded.fill(0);
  padded.set(signal);
  fft.transform(padded);
  // The product of the signal's spectrum and the conjugate of the pattern's, written as a Hartley transform (real minus
  // imaginary part), which is its own inverse (Bracewell, “The discrete Hartley transform”, J. Opt. Soc. Am. 73, 1983).
  for (let bin = 0; bin <= size / 2; bin++) {
    const [a, b] = [fft.real[bin] as number, fft.imaginary[bin] as number];
    const [c, d] = [patternReal[bin] as number, patternImaginary[bin] as number];
    const real = a * c + b * d;
    const imaginary = b * c - a * d;
    padded[bin] = real - imaginary;
    if (bin > 0 && bin < size / 2) padded[size - bin] = real + imaginary;
  }
  fft.transform(padded);
  return Float64Array.from({ length: signal.length }, (_, lag) => {
    const sum =
      lag <= size / 2
        ? (fft.real[lag] as number) - (fft.imaginary[lag] as number)
        : (fft.real[size - lag] as number) + (fft.imaginary[size - lag] as number);
    return sum / size;
  });
}
