import { tidied } from './biquad';
import { loadFrame, storeFrame } from './stereo';

// Splitter state: 0 s1 (v128) · 16 s2 (v128) · 32 a1 · 40 a2 · 48 a3 · 56 k (f64) · 64 frames since the last tidying (i32)

/** States are tidied once in so many frames, counted from the start, so that block sizes change nothing. */
const TIDY_FRAMES: i32 = 1024;

/**
 * Splits a block with a state-variable filter: low + middle + high is the block.
 * @param high receives the high-pass, @param middle k times the band-pass: stereo frames.
 */
export function deEsserSplit(state: usize, block: usize, high: usize, middle: usize, frames: i32): void {
  const a1 = v128.load64_splat(state, 32);
  const a2 = v128.load64_splat(state, 40);
  const a3 = v128.load64_splat(state, 48);
  const k = v128.load64_splat(state, 56);
  let s1 = v128.load(state);
  let s2 = v128.load(state, 16);
  let age = load<i32>(state, 64);
  while (frames > 0) {
    const count = min(frames, TIDY_FRAMES - age);
    const end = block + (<usize>count << 3);
    for (; block < end; block += 8, high += 8, middle += 8) {
      const x = loadFrame(block);
      const v3 = f64x2.sub(x, s2);
      const band = f64x2.add(f64x2.mul(a1, s1), f64x2.mul(a2, v3));
      const low = f64x2.add(f64x2.add(s2, f64x2.mul(a2, s1)), f64x2.mul(a3, v3));
      s1 = f64x2.sub(f64x2.add(band, band), s1);
      s2 = f64x2.sub(f64x2.add(low, low), s2);
      const wide = f64x2.mul(k, band);
      storeFrame(middle, wide);
      storeFrame(high, f64x2.sub(f64x2.sub(x, wide), low));
    }
    frames -= count;
    age += count;
    if (age == TIDY_FRAMES) {
      age = 0;
      s1 = tidied(s1);
      s2 = tidied(s2);
    }
  }
  v128.store(state, s1);
  v128.store(state, s2, 16);
  store<i32>(state, age, 64);
}

/** block += (√gain − 1) · middle + (gain − 1) · high: a shelf that a gain of 1 leaves out bit for bit. */
export function deEsserDuck(block: usize, high: usize, middle: usize, gains: usize, frames: i32): void {
  const one = f32x4.splat(1);
  const end = block + (<usize>(frames & ~1) << 3);
  for (; block < end; block += 16, high += 16, middle += 16, gains += 8) {
    const pair = v128.load64_zero(gains);
    const gain = v128.shuffle<f32>(pair, pair, 0, 0, 1, 1);
    v128.store(block, ducked(v128.load(block), v128.load(high), v128.load(middle), gain, one));
  }
  if (!(frames & 1)) return;
  const last = ducked(v128.load64_zero(block), v128.load64_zero(high), v128.load64_zero(middle), v128.load32_splat(gains), one);
  v128.store64_lane(block, last, 0);
}

// @ts-ignore: decorator
@inline
function ducked(x: v128, high: v128, middle: v128, gain: v128, one: v128): v128 {
  const fromMiddle = f32x4.mul(f32x4.sub(f32x4.sqrt(gain), one), middle);
  return f32x4.add(x, f32x4.add(fromMiddle, f32x4.mul(f32x4.sub(gain, one), high)));
}

/**
 * Fades from a block to another signal.
 * @param fade three f64: the other's share, its change per frame, frames since these began.
 */
export function fadeTo(fade: usize, block: usize, other: usize, frames: i32): void {
  const from = <f32>load<f64>(fade);
  const step = <f32>load<f64>(fade, 8);
  let time = <f32>load<f64>(fade, 16);
  const end = block + (<usize>frames << 3);
  for (; block < end; block += 8, other += 8) {
    const share = f32x4.splat(from + time * step);
    const kept = f32x4.mul(f32x4.sub(f32x4.splat(1), share), v128.load64_zero(block));
    v128.store64_lane(block, f32x4.add(kept, f32x4.mul(share, v128.load64_zero(other))), 0);
    time += 1;
  }
  store<f64>(fade, load<f64>(fade, 16) + <f64>frames, 16);
}
