// Second-order Butterworth high-pass and low-pass, stereo in f64x2: A. Simper's trapezoidal state-variable filter.
// `coefficients` are three f64x2 (c1, c2, c3), `state` two (its integrators).

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

// One step from the integrators s1, s2 and the input x: r = x − s2, s1' = c1·s1 + c2·r, s2' = s2 + c2·s1 + c3·r. The
// band-pass output is the mean of s1 and s1', the low-pass that of s2 and s2'.

// @ts-ignore: decorator
@inline
export function svfHighPass(coefficients: usize, state: usize, frame: v128): v128 {
  const first = v128.load(state);
  const second = v128.load(state, 16);
  const c2 = v128.load(coefficients, 16);
  const rest = f64x2.sub(frame, second);
  const nextFirst = f64x2.add(f64x2.mul(v128.load(coefficients), first), f64x2.mul(c2, rest));
  const nextSecond = f64x2.add(f64x2.add(second, f64x2.mul(c2, first)), f64x2.mul(v128.load(coefficients, 32), rest));
  v128.store(state, nextFirst);
  v128.store(state, nextSecond, 16);
  return highPassOutput(frame, first, nextFirst, second, nextSecond);
}

// @ts-ignore: decorator
@inline
export function svfLowPass(coefficients: usize, state: usize, frame: v128): v128 {
  const first = v128.load(state);
  const second = v128.load(state, 16);
  const c2 = v128.load(coefficients, 16);
  const rest = f64x2.sub(frame, second);
  const nextSecond = f64x2.add(f64x2.add(second, f64x2.mul(c2, first)), f64x2.mul(v128.load(coefficients, 32), rest));
  v128.store(state, f64x2.add(f64x2.mul(v128.load(coefficients), first), f64x2.mul(c2, rest)));
  v128.store(state, nextSecond, 16);
  return f64x2.mul(f64x2.add(second, nextSecond), f64x2.splat(0.5));
}

// @ts-ignore: decorator
@inline
export function highPassOutput(frame: v128, first: v128, nextFirst: v128, second: v128, nextSecond: v128): v128 {
  const band = f64x2.mul(f64x2.add(first, nextFirst), f64x2.splat(BUTTERWORTH / 2));
  return f64x2.sub(f64x2.sub(frame, band), f64x2.mul(f64x2.add(second, nextSecond), f64x2.splat(0.5)));
}
