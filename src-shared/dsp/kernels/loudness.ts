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
 * @param state four f64x2: sums of samples, of squares, of left · right, and of clipped frames (lane 0: any of the pair).
 * @param fullScale a frame is clipped when a sample's magnitude is at least this.
 */
export function levelSums(state: usize, from: usize, frames: i32, stride: usize, channels: i32, fullScale: f64): void {
  let sums = v128.load(state);
  let squares = v128.load(state, 16);
  let products = v128.load(state, 32);
  let clipped: f64 = load<f64>(state, 48);
  const limit = f64x2.splat(fullScale);
  const end = from + <usize>frames * stride;
  for (let at = from; at < end; at += stride) {
    const frame = channels === 2 ? loadFrame(at) : f64x2.promote_low_f32x4(v128.load32_zero(at));
    sums = f64x2.add(sums, frame);
    squares = f64x2.add(squares, f64x2.mul(frame, frame));
    products = f64x2.add(products, f64x2.mul(frame, v128.shuffle<f64>(frame, frame, 1, 0)));
    if (v128.any_true(f64x2.ge(f64x2.abs(frame), limit))) clipped += 1;
  }
  v128.store(state, sums);
  v128.store(state, squares, 16);
  v128.store(state, products, 32);
  store<f64>(state, clipped, 48);
}
