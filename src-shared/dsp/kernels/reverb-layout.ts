// Where the reverb's kernels find things, and what they share: see reverb.ts.
//
// State, in bytes (dsp/space/reverb.ts writes it):
export const COUNTER: usize = 0;
export const FADE_LEFT: usize = 4;
export const FADE_WINDOWS: usize = 8;
export const MOVING: usize = 12;
export const INPUT_MASK: usize = 16;
export const INPUT_LEFT: usize = 20;
export const INPUT_RIGHT: usize = 24;
export const LINE_MASK: usize = 28;
export const VERSION: usize = 32;
export const TARGET_VERSION: usize = 36;
export const SCRATCH: usize = 40;
/** f64: the largest angle of the rotations. */
export const ANGLE: usize = 48;
/** Sixteen pointers to rings. */
export const LINES: usize = 64;
/** Four diffusers left, four right, each i32: ring, mask, delay in frames. */
export const DIFFUSERS: usize = 128;
/** Four i32 pairs: phase and phase step per window. */
export const TURNS: usize = 224;
/** Four times f32: cosine and sine at the window's start, then their change per frame. */
export const ROTATIONS: usize = 288;
/** Six f64x2 (high-pass c1 c2 c3, low-pass c1 c2 c3) and their change per frame, then four f64x2 of filter state. */
export const CUTS: usize = 416;
export const CUT_STEPS: usize = 96;
export const CUT_STATES: usize = 608;
/** Per bank twelve f32x4 (six for lines 0–3, six for 4–7); both banks again as change per frame; then their states. */
export const SHELVES: usize = 672;
export const SHELF_BANK: usize = 192;
export const SHELF_STEPS: usize = 384;
export const SHELF_STATES: usize = 1440;
/** Six f32 at the window's start: dry, early straight and crossed, late straight and crossed, diffusion; then change per frame. */
export const GAINS: usize = 1568;
export const GAIN_STEPS: usize = 24;
/** Three tables: in use, fading in, wanted. Each i32: sixteen line delays, the late delay; then 24 taps. */
export const TABLES: usize = 1616;
export const TABLE_BYTES: usize = 464;
export const LATE_DELAY: usize = 64;
/** Twelve taps of the left source, twelve of the right, each: i32 delay, f32 gain left, f32 gain right. */
export const TAPS: usize = 80;
export const TAP_BYTES: usize = 12;
export const TAPS_OF_SOURCE = 12;

export const WINDOW = 64;
/** Bytes of one scratch row: a window of f32 and a register of garbage. */
export const ROW: usize = 272;
// Scratch rows: early left and right, late left and right, the sixteen lines; frames of eight lines for each bank; the
// network's output; then the first twenty again, for the table that fades in.
export const EARLY: usize = 0;
export const LATE: usize = ROW * 2;
export const LINE_ROWS: usize = ROW * 4;
export const ACROSS: usize = ROW * 20;
export const ACROSS_BANK: usize = ROW * 8;
export const OUTPUT: usize = ROW * 36;
export const SECOND: usize = ROW * 38;
/** Sixteen pointers: where each line's outputs of this window begin. */
export const STARTS: usize = ROW * 58;
export const BANK: usize = ROW * 8;

/** −400 dBFS: what lies below becomes silence. */
export const SILENCE: f32 = 1e-20;

// @ts-ignore: decorator
@inline
export function silenced32(value: v128): v128 {
  return v128.and(value, f32x4.gt(f32x4.abs(value), f32x4.splat(SILENCE)));
}

/** The frames `at`, at + 1, at + 2, at + 3 of the window, as numbers. */
// @ts-ignore: decorator
@inline
export function clock(at: i32): v128 {
  return f32x4.add(f32x4.splat(<f32>at), f32x4(0, 1, 2, 3));
}

/** Repeats the head of a ring behind its end. */
// @ts-ignore: decorator
@inline
export function repeatHead(ring: usize, mask: i32, at: i32): void {
  if (at < WINDOW) memory.copy(ring + (<usize>(mask + 1 + at) << 2), ring + (<usize>at << 2), <usize>(WINDOW - at) << 2);
}
