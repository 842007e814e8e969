/**
 * How late a sound comes back: a chirp is played, and found in what came in. Pure; the place is exact to the frame and, for
 * the report, between frames.
 *
 * A linear chirp has as much energy at every frequency of its band, so that its correlation with itself is one narrow peak
 * (pulse compression: Cook and Bernfeld, “Radar Signals”, 1967, ch. 6), and correlation with what was played is the best
 * estimate of a delay in noise (Knapp and Carter, “The generalized correlation method for estimation of time delay”, IEEE
 * Trans. ASSP 24, 1976). Its ends are faded (Tukey's window: Harris, Proc. IEEE 66, 1978), which lowers the ripple beside
 * the peak.
 */
import { dbToGain, gainToDb } from '../units/decibel.ts';
import { correlate } from './correlation.ts';

const CHIRP_SECONDS = 1;
/** Above the hum of mains and rooms; as high as converters pass. */
const LOWEST_HZ = 200;
const HIGHEST_SHARE = 0.42;
/** Share of the chirp that rises and falls. */
const TAPER = 0.5;

/** So close to the peak is the peak itself. */
const GUARD_SECONDS = 0.000_25;
/** A room answers for so long. */
const ROOM_SECONDS = 0.3;
/** Through the air the first arrival may be so much softer than the loudest reflection. */
const FIRST_ARRIVAL = dbToGain(-12);
/** Noise alone is like the chirp in many places equally well: what stands out by less is not it. */
const LEAST_CONFIDENCE_DB = 6;
/** What no converter's noise is below. */
const SILENCE = dbToGain(-110);
/** Full scale of a 16-bit converter, and how many such samples are no accident. */
const FULL_SCALE = 32_767 / 32_768;
const MOST_FULL_SAMPLES = 3;

/** A chirp of one second with its peak at `levelDb` dBFS. */
export function chirp(sampleRateHz: number, levelDb: number): Float32Array {
  const length = Math.round(CHIRP_SECONDS * sampleRateHz);
  const riseHzPerSecond = (HIGHEST_SHARE * sampleRateHz - LOWEST_HZ) / CHIRP_SECONDS;
  const gain = dbToGain(levelDb);
  return Float32Array.from({ length }, (_, frame) => {
    const seconds = frame / sampleRateHz;
    const cycles = LOWEST_HZ * seconds + (riseHzPerSecond / 2) * seconds * seconds;
    return gain * window((frame + 0.5) / length) * Math.sin(2 * Math.PI * cycles);
  });
}

export type RoundTripOptions = {
  readonly played: Float32Array;
  /** What came in, from the frame on in which the first of `played` went out. */
  readonly captured: Float32Array;
  readonly sampleRateHz: number;
  /** Through the air a room answers too: the first arrival counts, not the loudest. */
  readonly throughAir: boolean;
};

export type RoundTripFinding =
  | ({ readonly kind: 'found' } & RoundTrip)
  /** It came back twice by cable, the second time `laterFrames` later. */
  | ({ readonly kind: 'echo'; readonly laterFrames: number } & RoundTrip)
  /** The input was driven past full scale. */
  | { readonly kind: 'overload' }
  /** Nothing that is like the chirp; `levelDb` is the peak of what came in, −Infinity for digital silence. */
  | { readonly kind: 'nothing'; readonly levelDb: number };

export type RoundTrip = {
  readonly delayFrames: number;
  /** Between the frames, by a parabola through the peak. */
  readonly exactFrames: number;
  /** Peak of what came in, in dBFS. */
  readonly levelDb: number;
  /** What the way does to the level, in dB. */
  readonly gainDb: number;
  /** How far the peak stands above the next thing that is like the chirp, in dB. */
  readonly confidenceDb: number;
  readonly isInverted: boolean;
};

/** An echo by cable that is closer to the first in level than this is not noise. */
const ECHO_DB = 12;

export function findRoundTrip({ played, captured, sampleRateHz, throughAir }: RoundTripOptions): RoundTripFinding {
  const { peak, fullSamples } = levelsOf(captured);
  if (fullSamples > MOST_FULL_SAMPLES) return { kind: 'overload' };
  const levelDb = gainToDb(peak);
  if (peak < SILENCE || captured.length < played.length) return { kind: 'nothing', levelDb };
  const likeness = correlate(captured, played).subarray(0, captured.length - played.length + 1);
  const guard = Math.ceil(GUARD_SECONDS * sampleRateHz);
  const loudest = highest(likeness, 0, likeness.length);
  const first = throughAir ? firstArrival(likeness, loudest, guard) : loudest;
  const room = throughAir ? Math.round(ROOM_SECONDS * sampleRateHz) : guard;
  const next = Math.max(
    magnitudeAt(likeness, highest(likeness, 0, first - guard)),
    magnitudeAt(likeness, highest(likeness, Math.max(first + room, loudest + guard) + 1, likeness.length)),
  );
  const height = magnitudeAt(likeness, first);
  const confidenceDb = gainToDb(height / next);
  const found: RoundTrip = {
    delayFrames: first,
    exactFrames: first + summit(likeness, first),
    levelDb,
    gainDb: gainToDb(height / energy(played)),
    confidenceDb,
    isInverted: (likeness[first] as number) < 0,
  };
  const echo = throughAir ? undefined : echoOf(likeness, first, guard);
  if (echo !== undefined) return { kind: 'echo', laterFrames: Math.abs(echo - first), ...found };
  return confidenceDb < LEAST_CONFIDENCE_DB ? { kind: 'nothing', levelDb } : { kind: 'found', ...found };
}

/** Tukey's window at a place between 0 and 1. */
function window(place: number): number {
  const edge = Math.min(place, 1 - place) / (TAPER / 2);
  return edge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * edge);
}

function levelsOf(captured: Float32Array): { readonly peak: number; readonly fullSamples: number } {
  let peak = 0;
  let fullSamples = 0;
  for (const sample of captured) {
    const magnitude = Math.abs(sample);
    if (magnitude > peak) peak = magnitude;
    if (magnitude >= FULL_SCALE) fullSamples++;
  }
  return { peak, fullSamples };
}

/** The place of the largest magnitude in a stretch; −1 where it is empty. */
function highest(values: Float64Array, from: number, to: number): number {
  let place = -1;
  let most = -1;
  for (let index = Math.max(0, from); index < to; index++) {
    const magnitude = Math.abs(values[index] as number);
    if (magnitude <= most) continue;
    most = magnitude;
    place = index;
  }
  return place;
}

function magnitudeAt(values: Float64Array, place: number): number {
  return Math.abs(values[place] ?? 0);
}

/** The first peak that is not much softer than the loudest, if it is not the loudest itself. */
function firstArrival(likeness: Float64Array, loudest: number, guard: number): number {
  const least = FIRST_ARRIVAL * magnitudeAt(likeness, loudest);
  for (let place = 0; place < loudest - guard; place++) {
    if (magnitudeAt(likeness, place) >= least) return highest(likeness, place, place + guard);
  }
  return loudest;
}

/** Two peaks that stand out from everything else: where the other one is. */
function echoOf(likeness: Float64Array, first: number, guard: number): number | undefined {
  const before = highest(likeness, 0, first - guard);
  const behind = highest(likeness, first + guard + 1, likeness.length);
  const other = magnitudeAt(likeness, before) > magnitudeAt(likeness, behind) ? before : behind;
  const height = magnitudeAt(likeness, other);
  if (gainToDb(magnitudeAt(likeness, first) / height) > ECHO_DB) return undefined;
  let third = 0;
  for (let place = 0; place < likeness.length; place++) {
    if (Math.abs(place - first) > guard && Math.abs(place - other) > guard)
      third = Math.max(third, magnitudeAt(likeness, place));
  }
  return gainToDb(height / third) >= LEAST_CONFIDENCE_DB ? other : undefined;
}

/** From a peak to the top of the parabola through it and its neighbours, in frames: between −½ and ½; 0 at an end. */
function summit(values: Float64Array, place: number): number {
  if (place < 1 || place >= values.length - 1) return 0;
  const left = magnitudeAt(values, place - 1);
  const middle = magnitudeAt(values, place);
  const right = magnitudeAt(values, place + 1);
  const bend = left - 2 * middle + right;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0;
}

function energy(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
