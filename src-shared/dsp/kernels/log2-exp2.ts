// Logarithm and exponential to base 2, from basic operations only, so that every machine gets the same bits.
//
// f32x4, four lanes at a time: log2 within 2e-6 dB (as an amplitude) from −6 to +6 dB and, by the rounding of f32 itself,
// 3e-5 dB out to ±240 dB; exp2 within 2e-7 of the value, 2e-6 dB. f64: within 4e-15. Both are exact at whole octaves.
// Coefficients of the f32 polynomials: build/fit-log2-exp2.mjs; those of f64 are the series of artanh and exp. Tested
// against Math.log2 and 2 ** x in ../dynamics/log2-exp2.test.ts.

/** Bits of √½ in f32 and f64: splitting there gives a mantissa between √½ and √2. */
const SQRT_HALF_F32: i32 = 0x3f3504f3;
const SQRT_HALF_F64: i64 = 0x3fe6a09e667f3bcd;
/** 1.5 · 2^23 and 1.5 · 2^52: adding one leaves the nearest whole number in the low bits. */
const ROUNDER_F32: f32 = 12582912;
const ROUNDER_F64: f64 = 6755399441055744;

/** c0 + c1 x. */
// @ts-ignore: decorator
@inline
function line(x: v128, c0: f32, c1: f32): v128 {
  return f32x4.add(f32x4.splat(c0), f32x4.mul(x, f32x4.splat(c1)));
}

/** log2 of four positive, finite, normal f32; any other lane is some finite number. */
// @ts-ignore: decorator
@inline
export function log2F32x4(x: v128): v128 {
  const above = i32x4.sub(x, i32x4.splat(SQRT_HALF_F32));
  const exponent = i32x4.shr_s(above, 23);
  const t = f32x4.sub(i32x4.sub(x, i32x4.shl(exponent, 23)), f32x4.splat(1));
  // Estrin's order: half the depth of Horner's, so that the processor works on several groups of lanes at once.
  const t2 = f32x4.mul(t, t);
  const t4 = f32x4.mul(t2, t2);
  const t01 = line(t, 1.4426950216293335, -0.721347451210022);
  const t23 = line(t, 0.4809107482433319, -0.3606932759284973);
  const t45 = line(t, 0.2879032492637634, -0.2391698807477951);
  const t67 = line(t, 0.21607822179794312, -0.2058618813753128);
  const low = f32x4.add(t01, f32x4.mul(t2, t23));
  const high = f32x4.add(t45, f32x4.mul(t2, t67));
  const top = f32x4.add(high, f32x4.mul(t4, f32x4.splat(0.12310968339443207)));
  const sum = f32x4.add(low, f32x4.mul(t4, top));
  return f32x4.add(f32x4.convert_i32x4_s(exponent), f32x4.mul(sum, t));
}

/** 2^x of four f32, each between −126 and 127: the caller clamps. */
// @ts-ignore: decorator
@inline
export function exp2F32x4(x: v128): v128 {
  const rounder = f32x4.splat(ROUNDER_F32);
  const shifted = f32x4.add(x, rounder);
  const f = f32x4.sub(x, f32x4.sub(shifted, rounder));
  const f2 = f32x4.mul(f, f);
  const f01 = line(f, 0.6931471824645996, 0.24022650718688965);
  const f23 = line(f, 0.055503569543361664, 0.009618083015084267);
  const f45 = line(f, 0.0013390863314270973, 0.00015453163359779865);
  const slope = f32x4.add(f01, f32x4.mul(f2, f32x4.add(f23, f32x4.mul(f2, f45))));
  const sum = f32x4.add(f32x4.splat(1), f32x4.mul(f, slope));
  // The rounder's own bits leave at the top of the shift: only the whole part reaches the exponent.
  return i32x4.add(sum, i32x4.shl(shifted, 23));
}

/** log2 of a positive, finite, normal f64. */
// @ts-ignore: decorator
@inline
export function log2F64(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  const exponent = (bits - SQRT_HALF_F64) >> 52;
  const mantissa = reinterpret<f64>(bits - (exponent << 52));
  // ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with s = (m − 1)/(m + 1), |s| < 0.172.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum: f64 = 1.0 / 21.0;
  sum = sum * square + 1.0 / 19.0;
  sum = sum * square + 1.0 / 17.0;
  sum = sum * square + 1.0 / 15.0;
  sum = sum * square + 1.0 / 13.0;
  sum = sum * square + 1.0 / 11.0;
  sum = sum * square + 1.0 / 9.0;
  sum = sum * square + 1.0 / 7.0;
  sum = sum * square + 1.0 / 5.0;
  sum = sum * square + 1.0 / 3.0;
  sum = sum * square + 1.0;
  return <f64>exponent + 2.8853900817779268 * s * sum;
}

/** 2^x of an f64 between −1022 and 1023: the caller clamps. */
// @ts-ignore: decorator
@inline
export function exp2F64(x: f64): f64 {
  const shifted = x + ROUNDER_F64;
  // exp(y) = 1 + y (1 + y/2 (1 + y/3 (1 + …))), |y| < 0.347.
  const y = (x - (shifted - ROUNDER_F64)) * 0.6931471805599453;
  let sum: f64 = 1 + y * (1.0 / 13.0);
  sum = 1 + y * (1.0 / 12.0) * sum;
  sum = 1 + y * (1.0 / 11.0) * sum;
  sum = 1 + y * (1.0 / 10.0) * sum;
  sum = 1 + y * (1.0 / 9.0) * sum;
  sum = 1 + y * (1.0 / 8.0) * sum;
  sum = 1 + y * (1.0 / 7.0) * sum;
  sum = 1 + y * (1.0 / 6.0) * sum;
  sum = 1 + y * (1.0 / 5.0) * sum;
  sum = 1 + y * (1.0 / 4.0) * sum;
  sum = 1 + y * (1.0 / 3.0) * sum;
  sum = 1 + y * 0.5 * sum;
  sum = 1 + y * sum;
  return reinterpret<f64>(reinterpret<i64>(sum) + (reinterpret<i64>(shifted) << 52));
}

/** log2 of `count` f32 in place, a multiple of four: for display and tests. */
export function log2Values(values: usize, count: i32): void {
  const end = values + (<usize>count << 2);
  for (let at = values; at < end; at += 16) v128.store(at, log2F32x4(v128.load(at)));
}

/** 2^x of `count` f32 in place, a multiple of four: for display and tests. */
export function exp2Values(values: usize, count: i32): void {
  const end = values + (<usize>count << 2);
  for (let at = values; at < end; at += 16) v128.store(at, exp2F32x4(v128.load(at)));
}

/** log2 of one f64: for tests. */
export function log2Value(x: f64): f64 {
  return log2F64(x);
}

/** 2^x of one f64: for tests. */
export function exp2Value(x: f64): f64 {
  return exp2F64(x);
}
