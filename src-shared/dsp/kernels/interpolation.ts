// The signal between its samples: three half-band steps (fs → 2 fs → 4 fs → 8 fs), each a symmetric FIR that finds the
// points halfway between the known ones. A first step of many taps decides how near to Nyquist the result holds; the two
// after it see a signal with room above it and need few. Works on interleaved samples of any number of channels: a
// neighbour in time is `stride` bytes away.
//
// Every output depends on its own neighbourhood only, in a fixed order of operations: no split changes a bit.

/** Frames after (and at most before) a frame that its peak depends on, beyond the first step's pairs. */
export const HALO_FRAMES: usize = 3;
/** Bytes of interleaved samples that one pass interpolates. */
export const CHUNK_BYTES: usize = 1024;
/** Bytes of the stretches that are, or are not, looked at more finely. */
const RUN_BYTES: usize = 128;
const halves: usize = memory.data(1536, 16);
const firstQuarters: usize = memory.data(1536, 16);
const thirdQuarters: usize = memory.data(1536, 16);
const peaks: usize = memory.data(1536, 16);

/** Coefficients of the second and third step in a table, after the first step's (dsp/metering/interpolation-table.ts). */
const QUARTER_PAIRS: usize = 5;

/** The points halfway to the next frame, for `bytes` rounded up to 64. */
function interpolateHalves(from: usize, to: usize, bytes: usize, stride: usize, table: usize, pairs: i32): void {
  const tableEnd = table + (<usize>pairs << 4);
  for (let at: usize = 0; at < bytes; at += 64) {
    let left = from + at;
    let right = left + stride;
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let entry = table; entry < tableEnd; entry += 16) {
      const weight = v128.load(entry);
      sum0 = f32x4.add(sum0, f32x4.mul(weight, f32x4.add(v128.load(left), v128.load(right))));
      sum1 = f32x4.add(sum1, f32x4.mul(weight, f32x4.add(v128.load(left, 16), v128.load(right, 16))));
      sum2 = f32x4.add(sum2, f32x4.mul(weight, f32x4.add(v128.load(left, 32), v128.load(right, 32))));
      sum3 = f32x4.add(sum3, f32x4.mul(weight, f32x4.add(v128.load(left, 48), v128.load(right, 48))));
      left -= stride;
      right += stride;
    }
    v128.store(to + at, sum0);
    v128.store(to + at, sum1, 16);
    v128.store(to + at, sum2, 32);
    v128.store(to + at, sum3, 48);
  }
}

// @ts-ignore: decorator
@inline
function pair(weight: v128, left: v128, right: v128): v128 {
  return f32x4.mul(weight, f32x4.add(left, right));
}

// @ts-ignore: decorator
@inline
function five(table: usize, p0: v128, p1: v128, p2: v128, p3: v128, p4: v128, n0: v128, n1: v128, n2: v128, n3: v128, n4: v128): v128 {
  const near = f32x4.add(pair(v128.load(table), p0, n0), pair(v128.load(table, 16), p1, n1));
  const far = f32x4.add(pair(v128.load(table, 32), p2, n2), pair(v128.load(table, 48), p3, n3));
  return f32x4.add(f32x4.add(near, far), pair(v128.load(table, 64), p4, n4));
}

/** The points at one and three quarters; `half` points at the half after the frame that `x` points at. */
function interpolateQuarters(x: usize, half: usize, q1: usize, q3: usize, bytes: usize, stride: usize, table: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const frame = x + at;
    const middle = half + at;
    const xm1 = v128.load(frame - stride);
    const x0 = v128.load(frame);
    const x1 = v128.load(frame + stride);
    const x2 = v128.load(frame + 2 * stride);
    const hm2 = v128.load(middle - 2 * stride);
    const hm1 = v128.load(middle - stride);
    const h0 = v128.load(middle);
    const h1 = v128.load(middle + stride);
    const h2 = v128.load(middle + 2 * stride);
    const xm2 = v128.load(frame - 2 * stride);
    const x3 = v128.load(frame + 3 * stride);
    v128.store(q1 + at, five(table, x0, hm1, xm1, hm2, xm2, h0, x1, h1, x2, h2));
    v128.store(q3 + at, five(table, h0, x0, hm1, xm1, hm2, x1, h1, x2, h2, x3));
  }
}

// @ts-ignore: decorator
@inline
function three(table: usize, p0: v128, p1: v128, p2: v128, n0: v128, n1: v128, n2: v128): v128 {
  const near = f32x4.add(pair(v128.load(table), p0, n0), pair(v128.load(table, 16), p1, n1));
  return f32x4.abs(f32x4.add(near, pair(v128.load(table, 32), p2, n2)));
}

// @ts-ignore: decorator
@inline
export function larger(a: v128, b: v128): v128 {
  return f32x4.pmax(a, b);
}

/** The largest magnitude from each frame up to the next, over four points, or eight with `eighths`; the quarters begin one frame before `x`. */
function interpolatedPeaks(x: usize, half: usize, to: usize, bytes: usize, stride: usize, table: usize, eighths: bool): void {
  const q1 = firstQuarters + stride;
  const q3 = thirdQuarters + stride;
  for (let at: usize = 0; at < bytes; at += 16) {
    const x0 = v128.load(x + at);
    const h0 = v128.load(half + at);
    const a0 = v128.load(q1 + at);
    const b0 = v128.load(q3 + at);
    let peak = larger(larger(f32x4.abs(x0), f32x4.abs(h0)), larger(f32x4.abs(a0), f32x4.abs(b0)));
    if (eighths) {
      const x1 = v128.load(x + at + stride);
      const hm1 = v128.load(half + at - stride);
      const h1 = v128.load(half + at + stride);
      const a1 = v128.load(q1 + at + stride);
      const bm1 = v128.load(q3 + at - stride);
      const first = larger(three(table, x0, bm1, hm1, a0, h0, b0), three(table, a0, x0, bm1, h0, b0, x1));
      const last = larger(three(table, h0, a0, x0, b0, x1, a1), three(table, b0, h0, a0, x1, a1, h1));
      peak = larger(peak, larger(first, last));
    }
    v128.store(to + at, peak);
  }
}

/**
 * Interpolates around up to CHUNK_BYTES of frames at `x`; returns where their peaks lie, one f32 a sample. Stretches of
 * `RUN_BYTES` where neither a sample nor a half exceeds `finerFrom` are not looked at more finely: their peaks stand as 0.
 * So choose `finerFrom` such that the finer points cannot matter there.
 */
export function peaksOf(x: usize, bytes: usize, stride: usize, table: usize, pairs: i32, eighths: bool, finerFrom: f32): usize {
  const quarterTable = table + (<usize>pairs << 4);
  const eighthTable = quarterTable + (QUARTER_PAIRS << 4);
  const halo = HALO_FRAMES * stride;
  interpolateHalves(x - halo, halves, bytes + 2 * halo, stride, table, pairs);
  const half = halves + halo;
  for (let at: usize = 0; at < bytes; ) {
    let end = at;
    while (end < bytes && isOver(x + end, half + end, halo, finerFrom)) end += RUN_BYTES;
    if (end === at) {
      memory.fill(peaks + at, 0, RUN_BYTES);
      at += RUN_BYTES;
      continue;
    }
    const count = min(end, bytes) - at;
    interpolateQuarters(x + at - stride, half + at - stride, firstQuarters, thirdQuarters, count + 2 * stride, stride, quarterTable);
    interpolatedPeaks(x + at, half + at, peaks + at, count, stride, eighthTable, eighths);
    at = end;
  }
  return peaks;
}

/** Whether a run of samples and halves, or its surroundings that its finer points depend on, exceed a level. */
function isOver(x: usize, half: usize, halo: usize, level: f32): bool {
  let peak = f32x4.splat(0);
  const end = RUN_BYTES + halo;
  // The quarters reach 3 frames to either side; a vector more at the end only makes it more careful.
  for (let at: usize = 0; at < end + halo; at += 16) {
    peak = larger(peak, larger(f32x4.abs(v128.load(x - halo + at)), f32x4.abs(v128.load(half - halo + at))));
  }
  return v128.any_true(f32x4.gt(peak, f32x4.splat(level)));
}

/** The largest magnitude of each of the four interleaved lanes; reads up to 15 bytes past the end. */
export function lanePeaks(from: usize, to: usize): v128 {
  let peak = f32x4.splat(0);
  for (let at = from; at < to; at += 16) peak = larger(peak, f32x4.abs(v128.load(at)));
  return peak;
}

// @ts-ignore: decorator
@inline
export function largestLane(lanes: v128): f32 {
  const folded = larger(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
  return max(f32x4.extract_lane(folded, 0), f32x4.extract_lane(folded, 1));
}

// @ts-ignore: decorator
@inline
export function smallestLane(lanes: v128): f32 {
  const folded = f32x4.pmin(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
  return min(f32x4.extract_lane(folded, 0), f32x4.extract_lane(folded, 1));
}

/**
 * True peaks of stereo frames, one f32 a frame: the larger of the two channels up to the next frame, at 8 fs; 0 where
 * nothing near exceeds `finerFrom`.
 * @param x the first frame, with pairs + 3 frames before it and after the last one. @param to 4 · frames bytes, rounded up to 16.
 */
export function stereoTruePeaks(x: usize, frames: i32, table: usize, pairs: i32, finerFrom: f32, to: usize): void {
  const frameLimit = <i32>(CHUNK_BYTES >> 3);
  for (let done = 0; done < frames; done += frameLimit) {
    const count = min(frames - done, frameLimit);
    const found = peaksOf(x + (<usize>done << 3), <usize>count << 3, 8, table, pairs, true, finerFrom);
    const into = to + (<usize>done << 2);
    for (let at: usize = 0; at < <usize>count << 2; at += 16) {
      const first = v128.load(found + 2 * at);
      const second = v128.load(found + 2 * at, 16);
      v128.store(into + at, larger(v128.shuffle<f32>(first, second, 0, 2, 4, 6), v128.shuffle<f32>(first, second, 1, 3, 5, 7)));
    }
  }
}
