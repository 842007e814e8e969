import { log2F32x4 } from './log2-exp2';
import { loadFrame } from './stereo';

// The level of each stereo frame, in octaves of amplitude: that of its louder side. Shared by the dynamics kernels.

/** −240 dB and +360 dB: levels are kept between, so that log2 sees neither zero nor infinity nor NaN. */
const LOWEST_AMPLITUDE: f32 = 9.094947017729282e-13;
const HIGHEST_AMPLITUDE: f32 = 1.152921504606847e18;
/** The same as powers; the lowest keeps a decaying mean from ever reaching the slow denormal numbers. */
const LOWEST_POWER: f64 = 8.271806125530277e-25;
const HIGHEST_POWER: f64 = 1.329227995784916e36;

/** The louder side of four frames, positive and finite. */
// @ts-ignore: decorator
@inline
export function loudestOfFour(block: usize): v128 {
  const first = v128.load(block);
  const second = v128.load(block, 16);
  const left = f32x4.abs(v128.shuffle<f32>(first, second, 0, 2, 4, 6));
  const right = f32x4.abs(v128.shuffle<f32>(first, second, 1, 3, 5, 7));
  const loudest = f32x4.pmax(f32x4.splat(LOWEST_AMPLITUDE), f32x4.pmax(left, right));
  return f32x4.pmin(f32x4.splat(HIGHEST_AMPLITUDE), loudest);
}

/**
 * The mean square of the louder side after each frame, averaged by a one-pole.
 * @param means v128, the mean squares of left and right, moved on; @param powers receives one f32 a frame.
 */
export function meanSquares(means: usize, averaging: f64, block: usize, powers: usize, frames: i32): void {
  const keep = f64x2.splat(averaging);
  const take = f64x2.splat(1 - averaging);
  let mean = v128.load(means);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, powers += 4) {
    const frame = loadFrame(block);
    const power = f64x2.pmin(f64x2.splat(HIGHEST_POWER), f64x2.pmax(f64x2.splat(LOWEST_POWER), f64x2.mul(frame, frame)));
    mean = f64x2.add(f64x2.mul(keep, mean), f64x2.mul(take, power));
    const louder = f64x2.pmax(mean, v128.shuffle<f64>(mean, mean, 1, 0));
    v128.store32_lane(powers, f32x4.demote_f64x2_zero(louder), 0);
  }
  v128.store(means, mean);
}

/** Level of four mean squares. */
// @ts-ignore: decorator
@inline
export function levelOfPowers(powers: v128): v128 {
  return f32x4.mul(f32x4.splat(0.5), log2F32x4(powers));
}
