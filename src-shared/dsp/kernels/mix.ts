import { loadFrame, storeFrame } from './stereo';

// Sums of strips in double precision: a sum holds interleaved stereo f64, a block interleaved stereo f32.

/** Begins a sum with `block` × `gain`. */
export function mixStart(sum: usize, block: usize, frames: i32, gain: f64): void {
  const gains = f64x2.splat(gain);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, sum += 16) v128.store(sum, f64x2.mul(loadFrame(block), gains));
}

/** Adds `block` × `gain` to a sum. */
export function mixAdd(sum: usize, block: usize, frames: i32, gain: f64): void {
  const gains = f64x2.splat(gain);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, sum += 16) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(loadFrame(block), gains)));
  }
}

/** Adds `block` × a gain that moves by a fixed step a frame. @param ramp two f64: the gain, which moves on, and its step. */
export function mixAddRamp(ramp: usize, sum: usize, block: usize, frames: i32): void {
  let gains = v128.load64_splat(ramp);
  const steps = v128.load64_splat(ramp, 8);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, sum += 16) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(loadFrame(block), gains)));
    gains = f64x2.add(gains, steps);
  }
  store<f64>(ramp, f64x2.extract_lane(gains, 0));
}

/**
 * Rounds a sum to a block.
 * @param zero 0 turns −0 into 0, so that a sum does not tell whether a silent strip was added; −0 leaves all as it is.
 */
export function mixRound(sum: usize, block: usize, frames: i32, zero: f64): void {
  const zeros = f64x2.splat(zero);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, sum += 16) storeFrame(block, f64x2.add(v128.load(sum), zeros));
}

/** Blends in place from `dry` (ramp at 0) to `block` (ramp at 1). @param ramp as in `mixAddRamp`. */
export function mixBlend(ramp: usize, dry: usize, block: usize, frames: i32): void {
  let amount = v128.load64_splat(ramp);
  const steps = v128.load64_splat(ramp, 8);
  const one = f64x2.splat(1);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, dry += 8) {
    const wetPart = f64x2.mul(loadFrame(block), amount);
    storeFrame(block, f64x2.add(wetPart, f64x2.mul(loadFrame(dry), f64x2.sub(one, amount))));
    amount = f64x2.add(amount, steps);
  }
  store<f64>(ramp, f64x2.extract_lane(amount, 0));
}

/** Raises the two f32 at `peaks` to the largest magnitudes of the left and the right channel. */
export function mixPeak(block: usize, frames: i32, peaks: usize): void {
  let peak = v128.load64_zero(peaks);
  const pairsEnd = block + (<usize>(frames & ~1) << 3);
  for (; block < pairsEnd; block += 16) peak = f32x4.pmax(peak, f32x4.abs(v128.load(block)));
  if (frames & 1) peak = f32x4.pmax(peak, f32x4.abs(v128.load64_zero(block)));
  v128.store64_lane(peaks, f32x4.pmax(peak, v128.shuffle<i64>(peak, peak, 1, 0)), 0);
}
