import { loadFrame, storeFrame } from './stereo';

// A section in memory (BIQUAD_BYTES = 128):
//   0 s1 (v128) · 16 s2 (v128) · 32 b0 b1 b2 a1 a2 (f64) · 72 their change per frame (5 f64) · 112 frames since the last tidying (i32)
// Transposed direct form II: y = b0 x + s1; s1 = b1 x − a1 y + s2; s2 = b2 x − a2 y.

/** States are tidied once in so many frames, counted from the section's start, so that block sizes change nothing. */
const TIDY_FRAMES: i32 = 1024;
/** −400 dBFS: below it a state becomes an exact zero, before it can decay into slow denormal numbers. */
const TIDY_BELOW: f64 = 1e-20;

/** `value` with lanes below TIDY_BELOW set to zero. */
// @ts-ignore: decorator
@inline
export function tidied(value: v128): v128 {
  return v128.and(value, f64x2.ge(f64x2.abs(value), f64x2.splat(TIDY_BELOW)));
}

/** Filters `frames` stereo frames in place through one section with constant coefficients. */
export function biquadProcess(section: usize, block: usize, frames: i32): void {
  const b0 = v128.load64_splat(section, 32);
  const b1 = v128.load64_splat(section, 40);
  const b2 = v128.load64_splat(section, 48);
  const a1 = v128.load64_splat(section, 56);
  const a2 = v128.load64_splat(section, 64);
  let s1 = v128.load(section);
  let s2 = v128.load(section, 16);
  let age = load<i32>(section, 112);
  let at = block;
  while (frames > 0) {
    const count = min(frames, TIDY_FRAMES - age);
    const end = at + (<usize>count << 3);
    for (; at < end; at += 8) {
      const x = loadFrame(at);
      const y = f64x2.add(f64x2.mul(b0, x), s1);
      s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), s2), f64x2.mul(a1, y));
      s2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
      storeFrame(at, y);
    }
    frames -= count;
    age += count;
    if (age == TIDY_FRAMES) {
      age = 0;
      s1 = tidied(s1);
      s2 = tidied(s2);
    }
  }
  v128.store(section, s1);
  v128.store(section, s2, 16);
  store<i32>(section, age, 112);
}
