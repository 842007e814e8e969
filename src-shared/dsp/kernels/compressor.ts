import { exp2F32x4, log2F32x4 } from './log2-exp2';
import { loadFrame } from './stereo';

// The compressor's gains, four frames at a time. Levels and reductions are in octaves of amplitude (6.02 dB), reductions
// positive. Level and curve are four lanes of f32; the two recursions run frame by frame in f64, because a release of
// seconds moves by less than f32 resolves. Every lane computes the same bits wherever a block is cut.
//
// State (f64 unless stated):
//   0 peak envelope · 8 smoothed reduction · 16 slow envelope · 24 greatest reduction since it was last zeroed
//   32 mean squares of left and right (v128) · 48 release · 56 attack · 64 slow · 72 averaging: one-pole coefficients
//   80 threshold · 88 slope 1 − 1/ratio · 96 knee width · 104 range
//   112 make-up, 120 its change per frame · 128 mix, 136 its change per frame · 144 frames since these began
const AVERAGING_OFF: f64 = 0;

/** −240 dB and +360 dB: levels are kept between, so that log2 sees neither zero nor infinity nor NaN. */
const LOWEST_LEVEL: f32 = 9.094947017729282e-13;
const HIGHEST_LEVEL: f32 = 1.152921504606847e18;
/** Keeps an envelope that decays to nothing from ever reaching the slow denormal numbers; 1e-29 dB. */
const NEVER_DENORMAL: f32 = 1e-30;

/** The last, partial group of four frames is copied here. */
const remainder: usize = memory.data(32, 16);

/** log2 of the louder side of four frames, as they are. */
// @ts-ignore: decorator
@inline
function peakLevels(from: usize): v128 {
  const first = v128.load(from);
  const second = v128.load(from, 16);
  const left = f32x4.abs(v128.shuffle<f32>(first, second, 0, 2, 4, 6));
  const right = f32x4.abs(v128.shuffle<f32>(first, second, 1, 3, 5, 7));
  const loudest = f32x4.pmax(f32x4.splat(LOWEST_LEVEL), f32x4.pmax(left, right));
  return log2F32x4(f32x4.pmin(f32x4.splat(HIGHEST_LEVEL), loudest));
}

/** The square of a frame between −300 dB and a large number, so that the mean never turns denormal, infinite or NaN. */
// @ts-ignore: decorator
@inline
function square(from: usize): v128 {
  const frame = loadFrame(from);
  return f64x2.pmin(f64x2.splat(1e36), f64x2.pmax(f64x2.splat(1e-30), f64x2.mul(frame, frame)));
}

/** log2 of the root of the louder mean square. */
// @ts-ignore: decorator
@inline
function rootLevels(first: v128, second: v128, third: v128, fourth: v128): v128 {
  const early = f64x2.pmax(v128.shuffle<f64>(first, second, 0, 2), v128.shuffle<f64>(first, second, 1, 3));
  const late = f64x2.pmax(v128.shuffle<f64>(third, fourth, 0, 2), v128.shuffle<f64>(third, fourth, 1, 3));
  const powers = v128.shuffle<f32>(f32x4.demote_f64x2_zero(early), f32x4.demote_f64x2_zero(late), 0, 1, 4, 5);
  return f32x4.mul(f32x4.splat(0.5), log2F32x4(f32x4.pmax(f32x4.splat(1e-24), powers)));
}

/**
 * The gain of each of `frames` frames from the level of `key`.
 * @param key stereo frames; @param gains receives one f32 a frame, and up to three more that mean nothing.
 */
export function compressorGains(state: usize, key: usize, gains: usize, frames: i32): void {
  if (load<f64>(state, 72) == AVERAGING_OFF) gainsOf(state, key, gains, frames, false);
  else gainsOf(state, key, gains, frames, true);
}

// @ts-ignore: decorator
@inline
function gainsOf(state: usize, key: usize, gains: usize, frames: i32, averages: bool): void {
  let envelope = v128.load64_splat(state);
  let reduction = v128.load64_splat(state, 8);
  let slow = v128.load64_splat(state, 16);
  let greatest = f32x4.splat(<f32>load<f64>(state, 24));
  let meanSquare = v128.load(state, 32);
  const one = f64x2.splat(1);
  const release = v128.load64_splat(state, 48);
  const releaseIn = f64x2.sub(one, release);
  const attack = v128.load64_splat(state, 56);
  const attackIn = f64x2.sub(one, attack);
  const slowing = v128.load64_splat(state, 64);
  const slowIn = f64x2.sub(one, slowing);
  const averaging = v128.load64_splat(state, 72);
  const averageIn = f64x2.sub(one, averaging);

  const knee = <f32>load<f64>(state, 96);
  const kneeWidth = f32x4.splat(knee);
  // Level above the knee's start is `over`; the quadratic part is over² / (2 width) and ends at width / 2.
  const kneeStart = f32x4.splat(<f32>load<f64>(state, 80) - knee * 0.5);
  const kneeScale = f32x4.splat(knee > 0 ? 0.5 / knee : 0);
  const slope = f32x4.splat(<f32>load<f64>(state, 88));
  const range = f32x4.splat(<f32>load<f64>(state, 104));
  const zero = f32x4.splat(0);

  const makeup = f32x4.splat(<f32>load<f64>(state, 112));
  const makeupStep = f32x4.splat(<f32>load<f64>(state, 120));
  const mix = f32x4.splat(<f32>load<f64>(state, 128));
  const mixStep = f32x4.splat(<f32>load<f64>(state, 136));
  let time = <f32>load<f64>(state, 144);
  let times = f32x4.add(f32x4.splat(time), f32x4(0, 1, 2, 3));
  const four = f32x4.splat(4);
  const unity = f32x4.splat(1);

  for (let left = frames; left > 0; left -= 4, key += 32, gains += 16) {
    let from = key;
    if (left < 4) {
      memory.copy(remainder, key, <usize>left << 3);
      from = remainder;
    }
    let level: v128;
    if (averages) {
      const first = (meanSquare = f64x2.add(f64x2.mul(averaging, meanSquare), f64x2.mul(averageIn, square(from))));
      if (left > 1) meanSquare = f64x2.add(f64x2.mul(averaging, meanSquare), f64x2.mul(averageIn, square(from + 8)));
      const second = meanSquare;
      if (left > 2) meanSquare = f64x2.add(f64x2.mul(averaging, meanSquare), f64x2.mul(averageIn, square(from + 16)));
      const third = meanSquare;
      if (left > 3) meanSquare = f64x2.add(f64x2.mul(averaging, meanSquare), f64x2.mul(averageIn, square(from + 24)));
      level = rootLevels(first, second, third, meanSquare);
    } else level = peakLevels(from);

    const over = f32x4.sub(level, kneeStart);
    const within = f32x4.pmin(kneeWidth, f32x4.pmax(zero, over));
    const curve = f32x4.add(f32x4.mul(f32x4.mul(within, within), kneeScale), f32x4.pmax(zero, f32x4.sub(over, kneeWidth)));
    const wanted = f32x4.add(f32x4.pmin(range, f32x4.mul(slope, curve)), f32x4.splat(NEVER_DENORMAL));

    const early = f64x2.promote_low_f32x4(wanted);
    const late = f64x2.promote_low_f32x4(v128.shuffle<f32>(wanted, wanted, 2, 3, 2, 3));
    // Smooth decoupled peak detector (17): the envelope rises at once and falls with the release, then the attack smooths it.
    let now = v128.shuffle<f64>(early, early, 0, 0);
    envelope = f64x2.pmax(now, f64x2.add(f64x2.mul(release, envelope), f64x2.mul(releaseIn, f64x2.pmax(now, slow))));
    reduction = f64x2.add(f64x2.mul(attack, reduction), f64x2.mul(attackIn, envelope));
    slow = f64x2.add(f64x2.mul(slowing, slow), f64x2.mul(slowIn, now));
    const first = reduction;
    if (left > 1) {
      now = v128.shuffle<f64>(early, early, 1, 1);
      envelope = f64x2.pmax(now, f64x2.add(f64x2.mul(release, envelope), f64x2.mul(releaseIn, f64x2.pmax(now, slow))));
      reduction = f64x2.add(f64x2.mul(attack, reduction), f64x2.mul(attackIn, envelope));
      slow = f64x2.add(f64x2.mul(slowing, slow), f64x2.mul(slowIn, now));
    }
    const second = reduction;
    if (left > 2) {
      now = v128.shuffle<f64>(late, late, 0, 0);
      envelope = f64x2.pmax(now, f64x2.add(f64x2.mul(release, envelope), f64x2.mul(releaseIn, f64x2.pmax(now, slow))));
      reduction = f64x2.add(f64x2.mul(attack, reduction), f64x2.mul(attackIn, envelope));
      slow = f64x2.add(f64x2.mul(slowing, slow), f64x2.mul(slowIn, now));
    }
    const third = reduction;
    if (left > 3) {
      now = v128.shuffle<f64>(late, late, 1, 1);
      envelope = f64x2.pmax(now, f64x2.add(f64x2.mul(release, envelope), f64x2.mul(releaseIn, f64x2.pmax(now, slow))));
      reduction = f64x2.add(f64x2.mul(attack, reduction), f64x2.mul(attackIn, envelope));
      slow = f64x2.add(f64x2.mul(slowing, slow), f64x2.mul(slowIn, now));
    }
    const reductions = v128.shuffle<f32>(
      f32x4.demote_f64x2_zero(v128.shuffle<f64>(first, second, 0, 2)),
      f32x4.demote_f64x2_zero(v128.shuffle<f64>(third, reduction, 0, 2)),
      0, 1, 4, 5,
    );
    greatest = f32x4.pmax(greatest, reductions);

    const gain = exp2F32x4(f32x4.sub(f32x4.add(makeup, f32x4.mul(times, makeupStep)), reductions));
    const wet = f32x4.add(mix, f32x4.mul(times, mixStep));
    const mixed = f32x4.add(f32x4.sub(unity, wet), f32x4.mul(wet, gain));
    // A gain of exactly 1 stays 1 whatever the mix, though (1 − mix) + mix need not be 1 in floating point.
    v128.store(gains, v128.bitselect(unity, mixed, f32x4.eq(gain, unity)));
    times = f32x4.add(times, four);
  }

  store<f64>(state, f64x2.extract_lane(envelope, 0));
  store<f64>(state, f64x2.extract_lane(reduction, 0), 8);
  store<f64>(state, f64x2.extract_lane(slow, 0), 16);
  greatest = f32x4.pmax(greatest, v128.shuffle<f32>(greatest, greatest, 2, 3, 2, 3));
  greatest = f32x4.pmax(greatest, v128.shuffle<f32>(greatest, greatest, 1, 1, 1, 1));
  store<f64>(state, <f64>f32x4.extract_lane(greatest, 0), 24);
  v128.store(state, meanSquare, 32);
  store<f64>(state, <f64>time + <f64>frames, 144);
}
