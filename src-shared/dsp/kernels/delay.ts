import { loadFrame, storeFrame } from './stereo';
import { silenced, svfHighPass, svfLowPass, svfTidy } from './svf';

// A stereo echo loop: two crossfading read heads, a high-pass and a low-pass, a 2×2 feedback.
//
// State, in bytes:
//   0    14 f64x2: the gains and filter coefficients at the next frame, in the order of the constants below
//   224  14 f64x2: their change per frame
//   448  i32: ring (pointer), ring frames − 1 (a power of two less one), write index, LFO phase, LFO phase step,
//        fade frames left, fade length in frames, 1 while coefficients move
//   480  f64: left and right delay in frames of the head in use, of the head that fades in, and of the target
//   528  4 f64x2: high-pass and low-pass integrator states

const STEPS: usize = 224;
const FROM_LEFT: usize = 0;
const FROM_RIGHT: usize = 16;
const FEEDBACK_STRAIGHT: usize = 32;
const FEEDBACK_CROSSED: usize = 48;
const DRY: usize = 64;
const WET_STRAIGHT: usize = 80;
const WET_CROSSED: usize = 96;
const HIGH_PASS: usize = 112;
const LOW_PASS: usize = 160;
const DEPTH: usize = 208;
const RING: usize = 448;
const MASK: usize = 452;
const INDEX: usize = 456;
const PHASE: usize = 460;
const PHASE_STEP: usize = 464;
const FADE_LEFT: usize = 468;
const FADE_FRAMES: usize = 472;
const MOVING: usize = 476;
const CURRENT: usize = 480;
const NEXT: usize = 496;
const TARGET: usize = 512;
const FILTERS: usize = 528;

/** The frame `delay` frames (at least 2) behind `index`: exact for whole numbers, else a cubic Lagrange polynomial. */
function readFrame(ring: usize, mask: i32, index: i32, delay: f64): v128 {
  const whole = <i32>delay;
  const part = delay - <f64>whole;
  const at = index - whole;
  const here = loadFrame(ring + (<usize>(at & mask) << 3));
  if (part == 0) return here;
  const newer = loadFrame(ring + (<usize>((at + 1) & mask) << 3));
  const older = loadFrame(ring + (<usize>((at - 1) & mask) << 3));
  const oldest = loadFrame(ring + (<usize>((at - 2) & mask) << 3));
  const plus = part + 1;
  const minus = part - 1;
  const minus2 = part - 2;
  const first = f64x2.add(
    f64x2.mul(here, f64x2.splat(plus * minus * minus2 * 0.5)),
    f64x2.mul(newer, f64x2.splat(part * minus * minus2 * (-1.0 / 6.0))),
  );
  const second = f64x2.add(
    f64x2.mul(older, f64x2.splat(plus * part * minus2 * -0.5)),
    f64x2.mul(oldest, f64x2.splat(plus * part * minus * (1.0 / 6.0))),
  );
  return f64x2.add(first, second);
}

// @ts-ignore: decorator
@inline
function readHead(ring: usize, mask: i32, index: i32, left: f64, right: f64): v128 {
  const frame = readFrame(ring, mask, index, left);
  if (left == right) return frame;
  return v128.shuffle<f64>(frame, readFrame(ring, mask, index, right), 0, 3);
}

/** The head in use, crossfading to the target where that differs; a fade that has begun is finished first. */
// @ts-ignore: decorator
@inline
function readEcho(state: usize, ring: usize, mask: i32, index: i32, sway: f64): v128 {
  let left = load<i32>(state, FADE_LEFT);
  if (left == 0) {
    const target = v128.load(state, TARGET);
    if (v128.any_true(f64x2.ne(v128.load(state, CURRENT), target))) {
      v128.store(state, target, NEXT);
      left = load<i32>(state, FADE_FRAMES);
    }
  }
  const from = readHead(ring, mask, index, load<f64>(state, CURRENT) + sway, load<f64>(state, CURRENT + 8) + sway);
  if (left == 0) return from;
  const to = readHead(ring, mask, index, load<f64>(state, NEXT) + sway, load<f64>(state, NEXT + 8) + sway);
  left--;
  store<i32>(state, left, FADE_LEFT);
  if (left == 0) v128.store(state, v128.load(state, NEXT), CURRENT);
  const way = 1 - <f64>left / <f64>load<i32>(state, FADE_FRAMES);
  return f64x2.add(from, f64x2.mul(f64x2.sub(to, from), f64x2.splat(way * way * (3 - 2 * way))));
}

/** Echoes `frames` frames in place. */
export function delayProcess(state: usize, block: usize, frames: i32): void {
  const ring = load<usize>(state, RING);
  const mask = load<i32>(state, MASK);
  const moving = load<i32>(state, MOVING);
  const phaseStep = load<i32>(state, PHASE_STEP);
  let index = load<i32>(state, INDEX);
  let phase = load<i32>(state, PHASE);
  const end = block + (<usize>frames << 3);
  for (let at = block; at < end; at += 8) {
    const depth = load<f64>(state, DEPTH);
    // A parabola for a sine: 4p(1 − |p|) over p = −1…1.
    const turn = <f64>phase * (1.0 / 2147483648.0);
    const heard = readEcho(state, ring, mask, index, depth * 4 * turn * (1 - abs(turn)));
    const echo = svfLowPass(state + LOW_PASS, state + FILTERS + 32, svfHighPass(state + HIGH_PASS, state + FILTERS, heard));
    const swapped = v128.shuffle<f64>(echo, echo, 1, 0);
    const frame = loadFrame(at);
    const left = v128.shuffle<f64>(frame, frame, 0, 0);
    const right = v128.shuffle<f64>(frame, frame, 1, 1);
    const fed = f64x2.add(f64x2.mul(v128.load(state, FROM_LEFT), left), f64x2.mul(v128.load(state, FROM_RIGHT), right));
    const back = f64x2.add(
      f64x2.mul(v128.load(state, FEEDBACK_STRAIGHT), echo),
      f64x2.mul(v128.load(state, FEEDBACK_CROSSED), swapped),
    );
    storeFrame(ring + (<usize>index << 3), silenced(f64x2.add(fed, back)));
    const wet = f64x2.add(f64x2.mul(v128.load(state, WET_STRAIGHT), echo), f64x2.mul(v128.load(state, WET_CROSSED), swapped));
    storeFrame(at, f64x2.add(f64x2.mul(v128.load(state, DRY), frame), wet));
    index = (index + 1) & mask;
    if ((index & 63) == 0) {
      svfTidy(state + FILTERS);
      svfTidy(state + FILTERS + 32);
    }
    phase += phaseStep;
    if (moving) {
      for (let offset: usize = 0; offset < STEPS; offset += 16) {
        v128.store(state + offset, f64x2.add(v128.load(state + offset), v128.load(state + offset, STEPS)));
      }
    }
  }
  store<i32>(state, index, INDEX);
  store<i32>(state, phase, PHASE);
}
