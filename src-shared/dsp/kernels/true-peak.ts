import { CHUNK_BYTES, HALO_FRAMES, lanePeaks, larger, largestLane, peaksOf, smallestLane } from './interpolation';

/**
 * Raises the true peaks kept at `result` (four f32 lanes: of stereo left, right, left, right; else all alike).
 * A stretch is interpolated only where it can hold a new peak: its largest sample times `bound`, the most that the
 * interpolation can add, must exceed what stands; and it is interpolated finely only where halves and samples times
 * `finerBound` do (0 for either: never skip).
 * @param x the first of `frames`, with pairs + 3 frames before it and after the last one.
 */
export function truePeakUpdate(
  x: usize, frames: i32, channels: i32, table: usize, pairs: i32, eighths: i32, bound: f32, finerBound: f32, result: usize,
): void {
  const stride = <usize>channels << 2;
  const halo = (<usize>pairs + HALO_FRAMES) * stride;
  const frameLimit = <i32>(CHUNK_BYTES / stride);
  let top = v128.load(result);
  for (let done = 0; done < frames; done += frameLimit) {
    const bytes = <usize>min(frames - done, frameLimit) * stride;
    const from = x + <usize>done * stride;
    if (bound > 0) {
      const samples = lanePeaks(from - halo, from + bytes + halo);
      const bounded = f32x4.mul(f32x4.splat(bound), channels === 2 ? foldStereo(samples) : f32x4.splat(largestLane(samples)));
      if (!v128.any_true(f32x4.gt(bounded, top))) continue;
    }
    const lowest = finerBound > 0 ? smallestLane(top) / finerBound : -1;
    const found = peaksOf(from, bytes, stride, table, pairs, eighths !== 0, lowest);
    // The last vector may reach past the end: those lanes hold peaks of the frames after, which count all the same later,
    // but belong to other channels; so clear them.
    for (let at = bytes; (at & 15) !== 0; at += 4) store<f32>(found + at, 0);
    const lanes = lanePeaks(found, found + bytes);
    top = larger(top, channels === 2 ? foldStereo(lanes) : f32x4.splat(largestLane(lanes)));
  }
  v128.store(result, top);
}

// @ts-ignore: decorator
@inline
function foldStereo(lanes: v128): v128 {
  return larger(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
}
