// Second-order Butterworth high-pass and low-pass, stereo in f64x2: A. Simper's trapezoidal state-variable filter.
// `coefficients` are three f64x2 (a1, a2, a3), `state` two (its integrators).

/** The damping 1/Q of a second-order Butterworth filter. */
const BUTTERWORTH: f64 = 1.4142135623730951;
/** −400 dBFS: what lies below becomes silence, so that every tail ends and no denormal lives. */
const SILENCE: f64 = 1e-20;

/** The frame, with what is below −400 dBFS set to zero. */
// @ts-ignore: decorator
@inline
export function silenced(frame: v128): v128 {
  return v128.and(frame, f64x2.gt(f64x2.abs(frame), f64x2.splat(SILENCE)));
}

/** Sets integrator states below −400 dBFS to zero: once in a while is enough to keep denormals away. */
// @ts-ignore: decorator
@inline
export function svfTidy(state: usize): void {
  v128.store(state, silenced(v128.load(state)));
  v128.store(state, silenced(v128.load(state, 16)), 16);
}

// The states are written as sums of the old ones rather than by way of the outputs: a shorter chain from frame to frame.

// @ts-ignore: decorator
@inline
export function svfHighPass(coefficients: usize, state: usize, frame: v128): v128 {
  const first = v128.load(state);
  const second = v128.load(state, 16);
  const a1 = v128.load(coefficients);
  const a2 = v128.load(coefficients, 16);
  const a3 = v128.load(coefficients, 32);
  const rest = f64x2.sub(frame, second);
  const band = f64x2.add(f64x2.mul(a1, first), f64x2.mul(a2, rest));
  const low = f64x2.add(f64x2.add(second, f64x2.mul(a2, first)), f64x2.mul(a3, rest));
  advance(state, first, second, rest, a1, a2, a3);
  return f64x2.sub(f64x2.sub(frame, f64x2.mul(f64x2.splat(BUTTERWORTH), band)), low);
}

// @ts-ignore: decorator
@inline
export function svfLowPass(coefficients: usize, state: usize, frame: v128): v128 {
  const first = v128.load(state);
  const second = v128.load(state, 16);
  const a1 = v128.load(coefficients);
  const a2 = v128.load(coefficients, 16);
  const a3 = v128.load(coefficients, 32);
  const rest = f64x2.sub(frame, second);
  advance(state, first, second, rest, a1, a2, a3);
  return f64x2.add(f64x2.add(second, f64x2.mul(a2, first)), f64x2.mul(a3, rest));
}

// @ts-ignore: decorator
@inline
function advance(state: usize, first: v128, second: v128, rest: v128, a1: v128, a2: v128, a3: v128): void {
  const twice2 = f64x2.add(a2, a2);
  const kept = f64x2.mul(f64x2.sub(f64x2.add(a1, a1), f64x2.splat(1)), first);
  v128.store(state, f64x2.add(kept, f64x2.mul(twice2, rest)));
  v128.store(state, f64x2.add(f64x2.add(second, f64x2.mul(twice2, first)), f64x2.mul(f64x2.add(a3, a3), rest)), 16);
}
