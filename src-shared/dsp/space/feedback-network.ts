/**
 * What makes a feedback delay network decay as asked: J.-M. Jot, A. Chaigne, "Digital delay networks for designing
 * artificial reverberators", 90th AES Convention, 1991. A line of τ seconds loses 60 dB · τ / RT60(f) at each pass, by a
 * gain and two first-order shelves whose decibels are proportional to τ (Jot, "Proportional parametric equalizers",
 * 139th AES Convention, 2015).
 */

/** Decay times and the frequencies between them. */
export type Decay = {
  readonly decaySeconds: number;
  /** Decay of the bass and of the treble against the middle. */
  readonly lowRatio: number;
  readonly highRatio: number;
  readonly lowHz: number;
  readonly highHz: number;
};

/** Lengths of the sixteen lines at size 1, in no simple ratio; long and short ones are dealt to both banks and sides. */
const LINE_SECONDS = [
  0.0311, 0.0419, 0.0541, 0.0683, 0.0347, 0.0461, 0.0587, 0.0733, 0.0839, 0.0967, 0.0503, 0.0379, 0.0907, 0.1039,
  0.0631, 0.0787,
] as const;
/** Lengths of the four diffusers of each side. */
const DIFFUSER_SECONDS = [0.0041, 0.0067, 0.0109, 0.0173, 0.0043, 0.0071, 0.0101, 0.0179] as const;

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false;
  return value > 1;
}

/** Primes near the wanted lengths, each one once: no two lines share a mode but the lowest. */
function primeFrames(seconds: readonly number[], sampleRateHz: number): number[] {
  const taken: number[] = [];
  for (const length of seconds) {
    let frames = Math.round(length * sampleRateHz);
    while (!isPrime(frames) || taken.includes(frames)) frames++;
    taken.push(frames);
  }
  return taken;
}

export function lineFrames(size: number, sampleRateHz: number): number[] {
  return primeFrames(
    LINE_SECONDS.map((seconds) => seconds * size),
    sampleRateHz,
  );
}

export function diffuserFrames(sampleRateHz: number): number[] {
  return primeFrames(DIFFUSER_SECONDS, sampleRateHz);
}

/** A first-order section: y = b·x + s, then s = c·x − a·y's memory, as the kernel runs it. */
export type Shelf = { readonly b: number; readonly c: number; readonly a: number };

/** Bilinear transform of (numerator₁ s + numerator₀) / (s + denominator₀), frequencies in tan(ω/2). */
function section(numerator1: number, numerator0: number, denominator0: number): Shelf {
  const scale = 1 / (1 + denominator0);
  const b0 = (numerator1 + numerator0) * scale;
  const b1 = (numerator0 - numerator1) * scale;
  const a = (denominator0 - 1) * scale;
  return { b: b0, c: b1 - a * b0, a };
}

function warped(hz: number, sampleRateHz: number): number {
  return Math.tan((Math.PI * Math.min(hz, 0.45 * sampleRateHz)) / sampleRateHz);
}

/** The two shelves of a line; the first holds the gain of the middle, and `scale`. */
export function lineDamping(
  frames: number,
  decay: Decay,
  sampleRateHz: number,
  scale = 1,
): readonly [low: Shelf, high: Shelf] {
  const passDb = (-60 * frames) / (sampleRateHz * decay.decaySeconds);
  const gain = (db: number) => 10 ** (db / 20);
  const low = gain(passDb * (1 / decay.lowRatio - 1));
  const high = gain(passDb * (1 / decay.highRatio - 1));
  const lowAt = warped(decay.lowHz, sampleRateHz);
  const highAt = warped(decay.highHz, sampleRateHz);
  const middle = scale * gain(passDb);
  return [
    section(middle, middle * lowAt * Math.sqrt(low), lowAt / Math.sqrt(low)),
    section(high, high * (highAt / Math.sqrt(high)), highAt * Math.sqrt(high)),
  ];
}

/** |H| of a section at a frequency. */
function magnitude({ b, c, a }: Shelf, hz: number, sampleRateHz: number): number {
  const angle = (2 * Math.PI * hz) / sampleRateHz;
  const b1 = c + a * b;
  return (
    Math.hypot(b + b1 * Math.cos(angle), b1 * Math.sin(angle)) /
    Math.hypot(1 + a * Math.cos(angle), a * Math.sin(angle))
  );
}

/** The decay time at a frequency that the damping of a line gives, in seconds to −60 dB. */
export function decaySecondsAt(hz: number, frames: number, decay: Decay, sampleRateHz: number): number {
  const [low, high] = lineDamping(frames, decay, sampleRateHz);
  const passDb = 20 * Math.log10(magnitude(low, hz, sampleRateHz) * magnitude(high, hz, sampleRateHz));
  return (-60 * frames) / (sampleRateHz * passDb);
}

/** Gain that keeps the level of the network's tail equal to that of its input, whatever the decay and the size. */
export function networkGain(frames: readonly number[], decay: Decay, sampleRateHz: number): number {
  let kept = 0;
  for (const length of frames) kept += 10 ** ((-6 * length) / (sampleRateHz * decay.decaySeconds)) / frames.length;
  return Math.sqrt((1 - kept) / frames.length);
}
