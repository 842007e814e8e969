import { gainsOfReductions, largestOfFour } from './gain-curve';
import { levelOfPowers, loudestOfFour, meanSquares } from './levels';
import { exp2F32x4, log2F32x4 } from './log2-exp2';

// The compressor's reductions in passes over one array: level and static curve, four frames at a time in f32; then the
// ballistics, frame by frame in f64, because a release of seconds moves by less than f32 resolves. The ballistics are one
// long chain, which leaves the processor idle; so where it can be, they run in one loop with the level of the next four
// frames and the gains of these, bit for bit the same (`compressorGains`).
// Levels and reductions are in octaves of amplitude (6.02 dB), reductions positive. Each lane knows only its own frame,
// so the bits are the same wherever a block is cut.
//
// State (f64 unless stated):
//   0 peak envelope · 8 smoothed reduction · 16 slow envelope
//   32 mean squares of left and right (v128) · 48 release · 56 attack · 64 slow · 72 averaging: one-pole coefficients
//   five f32: 80 start of the knee · 84 its width · 88 1 / (2 width), or 0 · 92 slope 1 − 1/ratio · 96 range

/** Averaging coefficient of the peak detector. */
const AVERAGING_OFF: f64 = 0;
/** Keeps an envelope that decays to nothing from ever reaching the slow denormal numbers; 6e-30 dB. */
const NEVER_DENORMAL: f32 = 1e-30;
/** The last, partial group of four frames is copied here: nothing is read or written past the end of a block. */
const remainder: usize = memory.data(32, 16);

/**
 * The reduction of each of `frames` frames from the level of `key`.
 * @param key stereo frames; @param reductions receives one f32 a frame, and needs room for three more.
 */
export function compressorReductions(state: usize, key: usize, reductions: usize, frames: i32): void {
  if (load<f64>(state, 72) == AVERAGING_OFF) peakReductions(state, key, reductions, frames);
  else rootMeanSquareReductions(state, key, reductions, frames);
  smoothReductions(state, reductions, frames);
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

/**
 * `compressorReductions` and then `gainsOfReductions`, in one loop where the detector follows peaks, with one release,
 * and the gains are neither moving nor mixed.
 * @param stage as in `gainsOfReductions`. @param gains receives one f32 a frame, and needs room for three more.
 */
export function compressorGains(state: usize, stage: usize, key: usize, gains: usize, frames: i32): void {
  const isPlain = load<f64>(state, 72) == AVERAGING_OFF && load<f64>(state, 64) == 1 && isAtRest(stage);
  const together = isPlain ? frames & ~3 : 0;
  if (together) plainGains(state, stage, key, gains, together);
  if (together == frames) return;
  gains += <usize>together << 2;
  compressorReductions(state, key + (<usize>together << 3), gains, frames - together);
  gainsOfReductions(stage, gains, frames - together);
}

/** Whether the make-up rests and the mix at 1, where a gain is what 2^x says. */
// @ts-ignore: decorator
@inline
function isAtRest(stage: usize): bool {
  return load<f64>(stage, 8) == 0 && load<f64>(stage, 16) == 1 && load<f64>(stage, 24) == 0;
}

/** @param frames a multiple of four, not 0. */
function plainGains(state: usize, stage: usize, key: usize, gains: usize, frames: i32): void {
  const release = v128.load64_splat(state, 48);
  const releaseIn = f64x2.sub(f64x2.splat(1), release);
  const attack = v128.load64_splat(state, 56);
  const attackIn = f64x2.sub(f64x2.splat(1), attack);
  const makeup = f32x4.splat(<f32>load<f64>(stage));
  let envelope = v128.load64_splat(state);
  let reduction = v128.load64_splat(state, 8);
  let greatest = f32x4.splat(<f32>load<f64>(stage, 40));
  let wanted = staticReduction(state, log2F32x4(loudestOfFour(key)));
  for (const last = gains + (<usize>(frames - 4) << 2); ; gains += 16) {
    const four = f32x4.pmax(f32x4.splat(NEVER_DENORMAL), wanted);
    const low = f64x2.promote_low_f32x4(four);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
    const lowFloor = f64x2.mul(releaseIn, low);
    const highFloor = f64x2.mul(releaseIn, high);
    const envelope0 = f64x2.pmax(low, f64x2.add(f64x2.mul(release, envelope), lowFloor));
    const envelope1 = f64x2.pmax(second(low), f64x2.add(f64x2.mul(release, envelope0), second(lowFloor)));
    const envelope2 = f64x2.pmax(high, f64x2.add(f64x2.mul(release, envelope1), highFloor));
    envelope = f64x2.pmax(second(high), f64x2.add(f64x2.mul(release, envelope2), second(highFloor)));
    if (gains < last) {
      key += 32;
      wanted = staticReduction(state, log2F32x4(loudestOfFour(key)));
    }
    const reduction0 = f64x2.add(f64x2.mul(attack, reduction), f64x2.mul(attackIn, envelope0));
    const reduction1 = f64x2.add(f64x2.mul(attack, reduction0), f64x2.mul(attackIn, envelope1));
    const reduction2 = f64x2.add(f64x2.mul(attack, reduction1), f64x2.mul(attackIn, envelope2));
    reduction = f64x2.add(f64x2.mul(attack, reduction2), f64x2.mul(attackIn, envelope));
    const lowPair = f32x4.demote_f64x2_zero(v128.shuffle<f64>(reduction0, reduction1, 0, 2));
    const highPair = f32x4.demote_f64x2_zero(v128.shuffle<f64>(reduction2, reduction, 0, 2));
    const reductions = v128.shuffle<i64>(lowPair, highPair, 0, 2);
    greatest = f32x4.pmax(greatest, reductions);
    v128.store(gains, exp2F32x4(f32x4.sub(makeup, reductions)));
    if (gains == last) break;
  }
  store<f64>(state, f64x2.extract_lane(envelope, 0));
  store<f64>(state, f64x2.extract_lane(reduction, 0), 8);
  store<f64>(stage, load<f64>(stage, 32) + <f64>frames, 32);
  store<f64>(stage, <f64>largestOfFour(greatest), 40);
}

/** The second lane in both. */
// @ts-ignore: decorator
@inline
function second(pair: v128): v128 {
  return v128.shuffle<f64>(pair, pair, 1, 1);
}
