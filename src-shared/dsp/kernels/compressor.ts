import { levelOfPowers, loudestOfFour, meanSquares } from './levels';
import { exp2F32x4, log2F32x4 } from './log2-exp2';

// The compressor's gains in three passes over one array: level and static curve, four frames at a time in f32; the
// ballistics, frame by frame in f64, because a release of seconds moves by less than f32 resolves; and back to gains, four
// at a time. (One fused loop measures half as fast: its long chain leaves the processor nothing to do in parallel.)
// Levels and reductions are in octaves of amplitude (6.02 dB), reductions positive. Each lane knows only its own frame,
// so the bits are the same wherever a block is cut.
//
// State (f64 unless stated):
//   0 peak envelope · 8 smoothed reduction · 16 slow envelope · 24 greatest reduction since it was last zeroed
//   32 mean squares of left and right (v128) · 48 release · 56 attack · 64 slow · 72 averaging: one-pole coefficients
//   five f32: 80 start of the knee · 84 its width · 88 1 / (2 width), or 0 · 92 slope 1 − 1/ratio · 96 range
//   112 make-up, 120 its change per frame · 128 mix, 136 its change per frame · 144 frames since these began

/** Averaging coefficient of the peak detector. */
const AVERAGING_OFF: f64 = 0;
/** Keeps an envelope that decays to nothing from ever reaching the slow denormal numbers; 6e-30 dB. */
const NEVER_DENORMAL: f32 = 1e-30;
/** The last, partial group of four frames is copied here: nothing is read or written past the end of a block. */
const remainder: usize = memory.data(32, 16);

/**
 * The gain of each of `frames` frames from the level of `key`.
 * @param key stereo frames; @param gains receives one f32 a frame, and room for three more that mean nothing.
 */
export function compressorGains(state: usize, key: usize, gains: usize, frames: i32): void {
  if (load<f64>(state, 72) == AVERAGING_OFF) peakReductions(state, key, gains, frames);
  else rootMeanSquareReductions(state, key, gains, frames);
  smoothReductions(state, gains, frames);
  gainsOfReductions(state, gains, frames);
}

function peakReductions(state: usize, key: usize, reductions: usize, frames: i32): void {
  const end = reductions + (<usize>(frames & ~3) << 2);
  for (; reductions < end; reductions += 16, key += 32) {
    v128.store(reductions, staticReduction(state, log2F32x4(loudestOfFour(key))));
  }
  if (!(frames & 3)) return;
  memory.copy(remainder, key, <usize>(frames & 3) << 3);
  v128.store(reductions, staticReduction(state, log2F32x4(loudestOfFour(remainder))));
}

function rootMeanSquareReductions(state: usize, key: usize, reductions: usize, frames: i32): void {
  meanSquares(state + 32, load<f64>(state, 72), key, reductions, frames);
  const end = reductions + (<usize>frames << 2);
  for (; reductions < end; reductions += 16) {
    v128.store(reductions, staticReduction(state, levelOfPowers(v128.load(reductions))));
  }
}

/** The reduction that a steady level gets: equation (4), the parabola of the knee without a branch. */
// @ts-ignore: decorator
@inline
function staticReduction(state: usize, level: v128): v128 {
  const width = v128.load32_splat(state, 84);
  const zero = f32x4.splat(0);
  const over = f32x4.sub(level, v128.load32_splat(state, 80));
  const within = f32x4.pmin(width, f32x4.pmax(zero, over));
  const bend = f32x4.mul(f32x4.mul(within, within), v128.load32_splat(state, 88));
  const curve = f32x4.add(bend, f32x4.pmax(zero, f32x4.sub(over, width)));
  return f32x4.pmin(v128.load32_splat(state, 96), f32x4.mul(v128.load32_splat(state, 92), curve));
}

/**
 * Smooth decoupled peak detector, equation (17): an envelope rises at once and falls with the release, the attack
 * smooths it. The fall aims at the slow envelope where that is higher: the second stage of an automatic release.
 */
function smoothReductions(state: usize, reductions: usize, frames: i32): void {
  const release = v128.load64_splat(state, 48);
  const releaseIn = f64x2.sub(f64x2.splat(1), release);
  const attack = v128.load64_splat(state, 56);
  const attackIn = f64x2.sub(f64x2.splat(1), attack);
  const slowing = v128.load64_splat(state, 64);
  const slowIn = f64x2.sub(f64x2.splat(1), slowing);
  const least = f64x2.splat(NEVER_DENORMAL);
  let envelope = v128.load64_splat(state);
  let reduction = v128.load64_splat(state, 8);
  let slow = v128.load64_splat(state, 16);
  const end = reductions + (<usize>frames << 2);
  for (; reductions < end; reductions += 4) {
    const wanted = f64x2.pmax(least, f64x2.promote_low_f32x4(v128.load32_zero(reductions)));
    const floor = f64x2.mul(releaseIn, f64x2.pmax(wanted, slow));
    envelope = f64x2.pmax(wanted, f64x2.add(f64x2.mul(release, envelope), floor));
    reduction = f64x2.add(f64x2.mul(attack, reduction), f64x2.mul(attackIn, envelope));
    slow = f64x2.add(f64x2.mul(slowing, slow), f64x2.mul(slowIn, wanted));
    v128.store32_lane(reductions, f32x4.demote_f64x2_zero(reduction), 0);
  }
  store<f64>(state, f64x2.extract_lane(envelope, 0));
  store<f64>(state, f64x2.extract_lane(reduction, 0), 8);
  store<f64>(state, f64x2.extract_lane(slow, 0), 16);
}

/** Reductions to gains, in place, with make-up and mix; keeps the greatest reduction for the meter. */
function gainsOfReductions(state: usize, gains: usize, frames: i32): void {
  const makeup = f32x4.splat(<f32>load<f64>(state, 112));
  const makeupStep = f32x4.splat(<f32>load<f64>(state, 120));
  const mix = f32x4.splat(<f32>load<f64>(state, 128));
  const mixStep = f32x4.splat(<f32>load<f64>(state, 136));
  const unity = f32x4.splat(1);
  let times = f32x4.add(f32x4.splat(<f32>load<f64>(state, 144)), f32x4(0, 1, 2, 3));
  let greatest = f32x4.splat(<f32>load<f64>(state, 24));
  const end = gains + (<usize>frames << 2);
  // Past the end lie earlier values: the last reduction stands in for them, for the sake of the meter.
  const last = frames > 0 ? load<f32>(end - 4) : 0;
  store<f32>(end, last);
  store<f32>(end, last, 4);
  store<f32>(end, last, 8);
  for (; gains < end; gains += 16) {
    const reductions = v128.load(gains);
    greatest = f32x4.pmax(greatest, reductions);
    const gain = exp2F32x4(f32x4.sub(f32x4.add(makeup, f32x4.mul(times, makeupStep)), reductions));
    const wet = f32x4.add(mix, f32x4.mul(times, mixStep));
    const mixed = f32x4.add(f32x4.sub(unity, wet), f32x4.mul(wet, gain));
    // A gain of exactly 1 stays 1 whatever the mix, though (1 − mix) + mix need not be 1 in floating point.
    v128.store(gains, v128.bitselect(unity, mixed, f32x4.eq(gain, unity)));
    times = f32x4.add(times, f32x4.splat(4));
  }
  store<f64>(state, load<f64>(state, 144) + <f64>frames, 144);
  greatest = f32x4.pmax(greatest, v128.shuffle<f32>(greatest, greatest, 2, 3, 2, 3));
  greatest = f32x4.pmax(greatest, v128.shuffle<f32>(greatest, greatest, 1, 1, 1, 1));
  store<f64>(state, <f64>f32x4.extract_lane(greatest, 0), 24);
}
