import { loadFrame, storeFrame } from './stereo';

/**
 * Multiplies each frame by a 2×2 matrix that moves by a fixed step per frame.
 * @param matrix eight f64: ll, lr, rl, rr at the first frame, then the change per frame; the first four move on.
 */
export function channelProcess(matrix: usize, block: usize, frames: i32): void {
  // Columns: what the left input adds to (left, right), and what the right input adds.
  let fromLeft = f64x2(load<f64>(matrix), load<f64>(matrix, 16));
  let fromRight = f64x2(load<f64>(matrix, 8), load<f64>(matrix, 24));
  const leftStep = f64x2(load<f64>(matrix, 32), load<f64>(matrix, 48));
  const rightStep = f64x2(load<f64>(matrix, 40), load<f64>(matrix, 56));
  const end = block + (<usize>frames << 3);
  for (let at = block; at < end; at += 8) {
    const frame = loadFrame(at);
    const left = v128.shuffle<f64>(frame, frame, 0, 0);
    const right = v128.shuffle<f64>(frame, frame, 1, 1);
    storeFrame(at, f64x2.add(f64x2.mul(fromLeft, left), f64x2.mul(fromRight, right)));
    fromLeft = f64x2.add(fromLeft, leftStep);
    fromRight = f64x2.add(fromRight, rightStep);
  }
  store<f64>(matrix, f64x2.extract_lane(fromLeft, 0));
  store<f64>(matrix, f64x2.extract_lane(fromRight, 0), 8);
  store<f64>(matrix, f64x2.extract_lane(fromLeft, 1), 16);
  store<f64>(matrix, f64x2.extract_lane(fromRight, 1), 24);
}

/** Multiplies each side by its own gain, which rests. @param matrix as in `channelProcess`: its ll and rr. */
export function channelScale(matrix: usize, block: usize, frames: i32): void {
  const gains = f64x2(load<f64>(matrix), load<f64>(matrix, 24));
  const pairsEnd = block + (<usize>(frames & ~1) << 3);
  for (; block < pairsEnd; block += 16) {
    const two = v128.load(block);
    const first = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(two), gains));
    const second = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<i64>(two, two, 1, 1)), gains));
    v128.store(block, v128.shuffle<i64>(first, second, 0, 2));
  }
  if (frames & 1) storeFrame(block, f64x2.mul(loadFrame(block), gains));
}
