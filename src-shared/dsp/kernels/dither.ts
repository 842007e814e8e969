// Quantising to whole steps with dither. Randomness is a hash of the sample's number in the file, so the same file comes
// out whatever the blocks and on any machine.

/** The finaliser of MurmurHash3 (A. Appleby, public domain): every input bit changes each output bit with a chance of ½. */
// @ts-ignore: decorator
@inline
function scramble(counter: v128): v128 {
  let mixed = v128.xor(counter, i32x4.shr_u(counter, 16));
  mixed = i32x4.mul(mixed, i32x4.splat(<i32>0x85ebca6b));
  mixed = v128.xor(mixed, i32x4.shr_u(mixed, 13));
  mixed = i32x4.mul(mixed, i32x4.splat(<i32>0xc2b2ae35));
  return v128.xor(mixed, i32x4.shr_u(mixed, 16));
}

/**
 * Triangular noise of ±1 step for four samples: the sum of the two halves of a hash, each uniform, less their mean.
 * @param key mixed into the counter's hash, so that files and stretches of 2^32 samples differ.
 */
// @ts-ignore: decorator
@inline
function triangular(counter: v128, key: v128): v128 {
  const bits = scramble(v128.xor(scramble(counter), key));
  const sum = i32x4.add(v128.and(bits, i32x4.splat(0xffff)), i32x4.shr_u(bits, 16));
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(sum, i32x4.splat(0xffff))), f32x4.splat(1.0 / 65536.0));
}

// @ts-ignore: decorator
@inline
function quantisePair(samples: v128, noise: v128, scale: v128, step: v128): v128 {
  const steps = f64x2.nearest(f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(samples), scale), f64x2.promote_low_f32x4(noise)));
  // From −2^(bits−1) to 2^(bits−1) − 1.
  const within = f64x2.pmax(f64x2.neg(scale), f64x2.pmin(f64x2.sub(scale, f64x2.splat(1)), steps));
  return f32x4.demote_f64x2_zero(f64x2.mul(within, step));
}

/**
 * Quantises samples in place with triangular dither.
 * @param first the number of the first sample in the file, its low 32 bits. @param scale 2^(bits−1).
 */
export function ditherTriangular(samples: usize, count: i32, first: u32, key: u32, scale: f64): void {
  const keys = i32x4.splat(<i32>key);
  const scales = f64x2.splat(scale);
  const steps = f64x2.splat(1 / scale);
  const end = samples + (<usize>count << 2);
  let counters = i32x4.add(i32x4.splat(<i32>first), i32x4(0, 1, 2, 3));
  let at = samples;
  for (; at + 16 <= end; at += 16) {
    const noise = triangular(counters, keys);
    const values = v128.load(at);
    const low = quantisePair(values, noise, scales, steps);
    const high = quantisePair(v128.shuffle<f64>(values, values, 1, 0), v128.shuffle<f64>(noise, noise, 1, 0), scales, steps);
    v128.store(at, v128.shuffle<f64>(low, high, 0, 2));
    counters = i32x4.add(counters, i32x4.splat(4));
  }
  for (; at < end; at += 4) {
    const value = quantisePair(v128.load32_zero(at), triangular(counters, keys), scales, steps);
    v128.store32_lane(at, value, 0);
    counters = i32x4.add(counters, i32x4.splat(1));
  }
}

/**
 * Quantises one channel in place with triangular dither, its error fed back through a filter, so that the noise takes
 * the filter's shape.
 * @param weights `order` f64: the error filter is 1 + Σ weights[k] · z^−(k+1). @param errors `order` f64, the newest first; moved on.
 */
export function ditherShaped(
  channel: usize, frames: i32, channels: i32, first: u32, key: u32, scale: f64, weights: usize, order: i32, errors: usize,
): void {
  const stride = <usize>channels << 2;
  const step = 1 / scale;
  const keys = i32x4.splat(<i32>key);
  const bytes = <usize>order << 3;
  let counter = first;
  const end = channel + <usize>frames * stride;
  for (let at = channel; at < end; at += stride) {
    let wanted = <f64>load<f32>(at) * scale;
    for (let tap: usize = 0; tap < bytes; tap += 8) wanted += load<f64>(weights + tap) * load<f64>(errors + tap);
    const noise = <f64>f32x4.extract_lane(triangular(i32x4.splat(<i32>counter), keys), 0);
    const rounded = nearest(wanted + noise);
    const within = max(-scale, min(scale - 1, rounded));
    for (let tap = bytes - 8; tap > 0; tap -= 8) store<f64>(errors + tap, load<f64>(errors + tap - 8));
    // Where it clips, the error that is fed back stays that of the rounding; what is not a number leaves none.
    const error = rounded - wanted;
    store<f64>(errors, error === error ? error : 0);
    store<f32>(at, <f32>(within * step));
    counter += channels;
  }
}

/** The first sample that is not a whole number of steps, or `count`. */
export function firstOffGrid(samples: usize, count: i32, scale: f64): i32 {
  for (let index = 0; index < count; index++) {
    const steps = <f64>load<f32>(samples + (<usize>index << 2)) * scale;
    if (nearest(steps) !== steps || steps > scale - 1 || steps < -scale) return index;
  }
  return count;
}
