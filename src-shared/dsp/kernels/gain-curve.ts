import { exp2F32x4 } from './log2-exp2';

// What every dynamics processor does with the reductions it computed, one f32 a frame: to gains, and into a block.

/**
 * Reductions, in octaves and positive, to gains in place, with make-up and mix.
 * @param stage six f64: make-up in octaves and its change per frame, mix and its change per frame, frames since these
 * began, and the greatest reduction since it was last zeroed. @param gains `frames` f32, and room for three more.
 */
export function gainsOfReductions(stage: usize, gains: usize, frames: i32): void {
  const makeup = f32x4.splat(<f32>load<f64>(stage));
  const makeupStep = f32x4.splat(<f32>load<f64>(stage, 8));
  const mix = f32x4.splat(<f32>load<f64>(stage, 16));
  const mixStep = f32x4.splat(<f32>load<f64>(stage, 24));
  const unity = f32x4.splat(1);
  let times = f32x4.add(f32x4.splat(<f32>load<f64>(stage, 32)), f32x4(0, 1, 2, 3));
  let greatest = f32x4.splat(<f32>load<f64>(stage, 40));
  const end = gains + (<usize>frames << 2);
  // Past the end lie earlier values: the last reduction stands in for them, for the sake of the meter.
  const last = frames > 0 ? load<f32>(end - 4) : 0;
  store<f32>(end, last);
  store<f32>(end, last, 4);
  store<f32>(end, last, 8);
  for (; gains < end; gains += 16) {
    const reductions = v128.load(gains);
    greatest = f32x4.pmax(greatest, reductions);
    const gain = exp2F32x4(f32x4.sub(f32x4.add(makeup, f32x4.mul(times, makeupStep)), reductions));
    const wet = f32x4.add(mix, f32x4.mul(times, mixStep));
    const mixed = f32x4.add(f32x4.sub(unity, wet), f32x4.mul(wet, gain));
    // A gain of exactly 1 stays 1 whatever the mix, though (1 − mix) + mix need not be 1 in floating point.
    v128.store(gains, v128.bitselect(unity, mixed, f32x4.eq(gain, unity)));
    times = f32x4.add(times, f32x4.splat(4));
  }
  store<f64>(stage, load<f64>(stage, 32) + <f64>frames, 32);
  store<f64>(stage, <f64>largestOfFour(greatest), 40);
}

// @ts-ignore: decorator
@inline
export function largestOfFour(values: v128): f32 {
  const pair = f32x4.pmax(values, v128.shuffle<f32>(values, values, 2, 3, 2, 3));
  return f32x4.extract_lane(f32x4.pmax(pair, v128.shuffle<f32>(pair, pair, 1, 1, 1, 1)), 0);
}

/** Multiplies each frame by its gain. */
export function applyGains(block: usize, gains: usize, frames: i32): void {
  const quads = block + (<usize>(frames & ~3) << 3);
  for (; block < quads; block += 32, gains += 16) {
    const gain = v128.load(gains);
    v128.store(block, f32x4.mul(v128.load(block), v128.shuffle<f32>(gain, gain, 0, 0, 1, 1)));
    v128.store(block, f32x4.mul(v128.load(block, 16), v128.shuffle<f32>(gain, gain, 2, 2, 3, 3)), 16);
  }
  const end = block + (<usize>(frames & 3) << 3);
  for (; block < end; block += 8, gains += 4) {
    const gain = load<f32>(gains);
    store<f32>(block, load<f32>(block) * gain);
    store<f32>(block, load<f32>(block, 4) * gain, 4);
  }
}

/**
 * Delays a block in place by the length of a ring.
 * @param line i32 place in the ring, i32 length in frames (at least 1); the ring's frames begin at byte 16.
 */
export function delayFrames(line: usize, block: usize, frames: i32): void {
  const ring = line + 16;
  const length = load<i32>(line, 4);
  let place = load<i32>(line);
  while (frames > 0) {
    const count = min(frames, length - place);
    const end = block + (<usize>count << 3);
    for (let at = ring + (<usize>place << 3); block < end; block += 8, at += 8) {
      const delayed = load<i64>(at);
      store<i64>(at, load<i64>(block));
      store<i64>(block, delayed);
    }
    frames -= count;
    place += count;
    if (place == length) place = 0;
  }
  store<i32>(line, place);
}

/** Copies stereo frames. */
export function copyFrames(to: usize, from: usize, frames: i32): void {
  memory.copy(to, from, <usize>frames << 3);
}
