import { lanePeaks, larger, largestLane } from './interpolation';
import { loadFrame } from './stereo';

/** Added to every sample: keeps the filters' dying states out of the slow subnormal numbers; its energy is nil (the high-pass blocks it). */
const ANTI_SUBNORMAL: f64 = 1e-18;

/**
 * The K-weighted energy of one channel pair (BS.1770-5 annex 1): two biquads in double precision, then the sum of squares.
 * @param coefficients five f64 of the shelf (b0 b1 b2 a1 a2), two of the high-pass (a1 a2; its b are 1, −2, 1).
 * @param state five f64x2: two states of each filter and the sum, which is added to.
 * @param from the pair's first sample; a frame is `stride` bytes. @param channels 1 or 2 of the pair exist.
 */
export function kWeightedEnergy(coefficients: usize, state: usize, from: usize, frames: i32, stride: usize, channels: i32): void {
  if (channels === 2) pairEnergy(true, coefficients, state, from, frames, stride);
  else pairEnergy(false, coefficients, state, from, frames, stride);
}

// @ts-ignore: decorator
@inline
function pairEnergy(both: bool, coefficients: usize, state: usize, from: usize, frames: i32, stride: usize): void {
  const b0 = v128.load64_splat(coefficients);
  const b1 = v128.load64_splat(coefficients, 8);
  const b2 = v128.load64_splat(coefficients, 16);
  const a1 = v128.load64_splat(coefficients, 24);
  const a2 = v128.load64_splat(coefficients, 32);
  const c1 = v128.load64_splat(coefficients, 40);
  const c2 = v128.load64_splat(coefficients, 48);
  const offset = f64x2.splat(ANTI_SUBNORMAL);
  let v1 = v128.load(state);
  let v2 = v128.load(state, 16);
  let w1 = v128.load(state, 32);
  let w2 = v128.load(state, 48);
  let sum = v128.load(state, 64);
  const end = from + <usize>frames * stride;
  for (let at = from; at < end; at += stride) {
    const frame = both ? loadFrame(at) : f64x2.promote_low_f32x4(v128.load32_zero(at));
    const input = f64x2.add(frame, offset);
    // Direct form II: the recursion is one multiplication and one subtraction long.
    const v0 = f64x2.sub(f64x2.sub(input, f64x2.mul(a2, v2)), f64x2.mul(a1, v1));
    const shelved = f64x2.add(f64x2.mul(b0, v0), f64x2.add(f64x2.mul(b1, v1), f64x2.mul(b2, v2)));
    const w0 = f64x2.sub(f64x2.sub(shelved, f64x2.mul(c2, w2)), f64x2.mul(c1, w1));
    const weighted = f64x2.add(f64x2.sub(w0, f64x2.add(w1, w1)), w2);
    sum = f64x2.add(sum, f64x2.mul(weighted, weighted));
    v2 = v1;
    v1 = v0;
    w2 = w1;
    w1 = w0;
  }
  v128.store(state, v1);
  v128.store(state, v2, 16);
  v128.store(state, w1, 32);
  v128.store(state, w2, 48);
  v128.store(state, sum, 64);
}

/**
 * Plain level figures of one channel pair.
 * @param state three f64x2 that are added to: sums of samples, of squares, and of left · right.
 */
export function levelSums(state: usize, from: usize, frames: i32, stride: usize, channels: i32): void {
  let sums = v128.load(state);
  let squares = v128.load(state, 16);
  let products = v128.load(state, 32);
  const end = from + <usize>frames * stride;
  for (let at = from; at < end; at += stride) {
    const frame = channels === 2 ? loadFrame(at) : f64x2.promote_low_f32x4(v128.load32_zero(at));
    sums = f64x2.add(sums, frame);
    squares = f64x2.add(squares, f64x2.mul(frame, frame));
    products = f64x2.add(products, f64x2.mul(frame, v128.shuffle<f64>(frame, frame, 1, 0)));
  }
  v128.store(state, sums);
  v128.store(state, squares, 16);
  v128.store(state, products, 32);
}

/** Raises the sample peaks kept at `result`: four f32, of stereo left, right, left, right; else all alike. */
export function samplePeakUpdate(from: usize, frames: i32, channels: i32, result: usize): void {
  const samples = <usize>(frames * channels);
  const whole = samples & ~3;
  let top = larger(v128.load(result), lanePeaks(from, from + (whole << 2)));
  for (let index = whole; index < samples; index++) {
    const value = v128.load32_splat(from + (index << 2));
    const lane = f32x4.abs(channels !== 2 ? value : (index & 1) === 0 ? f32x4.replace_lane(f32x4.replace_lane(value, 1, 0), 3, 0) : f32x4.replace_lane(f32x4.replace_lane(value, 0, 0), 2, 0));
    top = larger(top, lane);
  }
  v128.store(result, channels === 2 ? larger(top, v128.shuffle<f32>(top, top, 2, 3, 0, 1)) : f32x4.splat(largestLane(top)));
}

/** Frames in which a sample's magnitude is at least `fullScale`. */
export function countClippedFrames(from: usize, frames: i32, channels: i32, fullScale: f32): i32 {
  const stretch = 64;
  const stride = <usize>channels << 2;
  let clipped = 0;
  for (let done = 0; done < frames; done += stretch) {
    const start = from + <usize>done * stride;
    const end = start + <usize>min(stretch, frames - done) * stride;
    // Reads up to 15 bytes past the end: at worst a stretch is counted frame by frame for nothing.
    if (largestLane(lanePeaks(start, end)) < fullScale) continue;
    for (let frame = start; frame < end; frame += stride) {
      let over = false;
      for (let at = frame; at < frame + stride; at += 4) over = over || abs(load<f32>(at)) >= fullScale;
      clipped += i32(over);
    }
  }
  return clipped;
}
