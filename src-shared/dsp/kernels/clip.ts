import { loadFrame, storeFrame } from './stereo';

// What lies between the samples of a sound file and the block of a track.

/** 24-bit little-endian integers to f32 at full scale ±1, exactly; reads up to 4 bytes past the last sample. */
export function clipDecode24(bytes: usize, into: usize, samples: i32): void {
  const scale = f32x4.splat(1.0 / 2147483648.0);
  const foursEnd = into + (<usize>(samples & ~3) << 2);
  for (; into < foursEnd; into += 16, bytes += 12) {
    // Each three bytes go to the top of a 32-bit lane, over a zero byte.
    const raw = v128.load(bytes);
    const spread = v128.shuffle<i8>(raw, i8x16.splat(0), 16, 0, 1, 2, 16, 3, 4, 5, 16, 6, 7, 8, 16, 9, 10, 11);
    v128.store(into, f32x4.mul(f32x4.convert_i32x4_s(spread), scale));
  }
  for (let left = samples & 3; left > 0; left--, into += 4, bytes += 3) {
    const value = (<i32>load<u16>(bytes) << 8) | (<i32>load<u8>(bytes, 2) << 24);
    store<f32>(into, <f32>value * <f32>(1.0 / 2147483648.0));
  }
}

/** 16-bit little-endian integers to f32 at full scale ±1, exactly. */
export function clipDecode16(bytes: usize, into: usize, samples: i32): void {
  const scale = f32x4.splat(1.0 / 32768.0);
  const foursEnd = into + (<usize>(samples & ~3) << 2);
  for (; into < foursEnd; into += 16, bytes += 8) {
    const words = i32x4.extend_low_i16x8_s(v128.load64_zero(bytes));
    v128.store(into, f32x4.mul(f32x4.convert_i32x4_s(words), scale));
  }
  for (let left = samples & 3; left > 0; left--, into += 4, bytes += 2) {
    store<f32>(into, <f32>load<i16>(bytes) * <f32>(1.0 / 32768.0));
  }
}

/** Replaces samples that are not a number or infinite by 0. */
export function clipKeepFinite(samples: usize, count: i32): void {
  const foursEnd = samples + (<usize>(count & ~3) << 2);
  for (; samples < foursEnd; samples += 16) {
    const value = v128.load(samples);
    // Comparisons with NaN are false.
    v128.store(samples, v128.and(value, f32x4.lt(f32x4.abs(value), f32x4.splat(Infinity))));
  }
  for (let left = count & 3; left > 0; left--, samples += 4) {
    if (!(abs(load<f32>(samples)) < Infinity)) store<f32>(samples, 0);
  }
}

/** Takes a stereo block from frames of `channels` samples: one goes to both sides; of several, the first two. */
export function clipToStereo(from: usize, channels: i32, into: usize, frames: i32): void {
  const end = into + (<usize>frames << 3);
  const step = <usize>channels << 2;
  const right: usize = channels > 1 ? 4 : 0;
  for (; into < end; into += 8, from += step) {
    store<f32>(into, load<f32>(from));
    store<f32>(into, load<f32>(from + right), 4);
  }
}

/** Adds `block` to `into`. */
export function clipAdd(into: usize, block: usize, frames: i32): void {
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, into += 8) storeFrame(into, f64x2.add(loadFrame(into), loadFrame(block)));
}

/** Multiplies by a constant. */
export function clipGain(block: usize, frames: i32, gain: f64): void {
  const gains = f64x2.splat(gain);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8) storeFrame(block, f64x2.mul(loadFrame(block), gains));
}

/** sin(πx/2) for x in 0…1: the Taylor series to x^19, within 1e-15 there, and the same on every machine. */
function quarterSine(x: f64): f64 {
  const angle = x * 1.5707963267948966;
  const square = angle * angle;
  let sum: f64 = -8.220635246624329e-18;
  sum = sum * square + 2.8114572543455206e-15;
  sum = sum * square - 7.647163731819816e-13;
  sum = sum * square + 1.6059043836821613e-10;
  sum = sum * square - 2.505210838544172e-8;
  sum = sum * square + 2.7557319223985893e-6;
  sum = sum * square - 1.984126984126984e-4;
  sum = sum * square + 8.333333333333333e-3;
  sum = sum * square - 0.16666666666666666;
  return angle * (1 + square * sum);
}

/** A fade's gain at x in 0…1: 0 linear, 1 equal power, 2 slow (x²), 3 fast (√x), 4 S curve (raised cosine). */
function fadeGain(shape: i32, x: f64): f64 {
  if (shape == 0) return x;
  if (shape == 1) return quarterSine(x);
  if (shape == 2) return x * x;
  if (shape == 3) return Math.sqrt(x);
  const sine = quarterSine(x);
  return sine * sine;
}

/**
 * Multiplies by a fade.
 * @param place the first frame's place in the fade, in frames. @param direction 1 for a fade in, −1 for one out.
 */
export function clipFade(block: usize, frames: i32, shape: i32, place: f64, direction: f64, lengthFrames: f64): void {
  for (let index = 0; index < frames; index++, block += 8) {
    const x = min(1.0, max(0.0, (place + direction * <f64>index) / lengthFrames));
    storeFrame(block, f64x2.mul(loadFrame(block), f64x2.splat(fadeGain(shape, x))));
  }
}
