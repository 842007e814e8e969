/**
 * f32 samples to 24-bit little-endian integers, in place: rounded half away from zero, clipped to the range, 0 for what is
 * not a number.
 * @param samples `count` f32, and room for four more. @returns how many lay beyond full scale.
 */
export function packTo24(samples: usize, count: i32): i32 {
  const end = samples + (<usize>count << 2);
  // The last group of four may reach past the end.
  v128.store(end, i32x4.splat(0));
  let clipped = i32x4.splat(0);
  for (let into = samples; samples < end; samples += 16, into += 12) {
    const value = v128.load(samples);
    const beyond = v128.or(f32x4.ge(value, f32x4.splat(1)), f32x4.lt(value, f32x4.splat(-1)));
    clipped = i32x4.sub(clipped, beyond);
    const scaled = f32x4.mul(value, f32x4.splat(8388608));
    const within = f32x4.pmax(f32x4.pmin(scaled, f32x4.splat(8388607)), f32x4.splat(-8388608));
    // Adding ½ would itself round: the fraction is exact.
    const whole = f32x4.trunc(within);
    const goesOn = f32x4.ge(f32x4.abs(f32x4.sub(within, whole)), f32x4.splat(0.5));
    const away = v128.or(v128.and(within, f32x4.splat(-0.0)), f32x4.splat(1));
    const steps = i32x4.trunc_sat_f32x4_s(f32x4.add(whole, v128.and(away, goesOn)));
    v128.store(into, v128.shuffle<i8>(steps, steps, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15));
  }
  const pairs = i32x4.add(clipped, v128.shuffle<i64>(clipped, clipped, 1, 0));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}
