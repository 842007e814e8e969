// One stereo frame in one register: left and right, widened from f32 to double precision.

// @ts-ignore: decorator
@inline
export function loadFrame(pointer: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(pointer));
}

// @ts-ignore: decorator
@inline
export function storeFrame(pointer: usize, frame: v128): void {
  v128.store64_lane(pointer, f32x4.demote_f64x2_zero(frame), 0);
}
