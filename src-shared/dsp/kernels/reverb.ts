import { loadFrame, storeFrame } from './stereo';
import { highPassOutput, svfTidy } from './svf';

// A room: early reflections from a tap table, then allpass diffusers and a feedback delay network of sixteen
// lines in two banks of eight.
//
// Every line is longer than a window of 64 frames, so the loops run over time, four frames to a register, and only the
// damping filters run over lines, four lines to a register. A call is cut at windows of 64 frames counted from the
// start; fades and modulation move at those. Rings are f32, a power of two long, with the first 64 samples repeated
// behind the end, so that a window reads straight on. Lanes past the last frame of a call hold garbage that is
// overwritten before it is read.
//
// State, in bytes (dsp/space/reverb.ts writes it):
const COUNTER: usize = 0;
const FADE_LEFT: usize = 4;
const FADE_WINDOWS: usize = 8;
const MOVING: usize = 12;
const INPUT_MASK: usize = 16;
const INPUT_LEFT: usize = 20;
const INPUT_RIGHT: usize = 24;
const LINE_MASK: usize = 28;
const VERSION: usize = 32;
const TARGET_VERSION: usize = 36;
const SCRATCH: usize = 40;
/** f64: the largest angle of the rotations. */
const ANGLE: usize = 48;
/** Sixteen pointers to rings. */
const LINES: usize = 64;
/** Four diffusers left, four right, each i32: ring, mask, delay in frames. */
const DIFFUSERS: usize = 128;
/** Four i32 pairs: phase and phase step per window. */
const TURNS: usize = 224;
/** Four times f32: cosine and sine at the window's start, then their change per frame. */
const ROTATIONS: usize = 288;
/** Six f64x2 (high-pass c1 c2 c3, low-pass c1 c2 c3) and their change per frame, then four f64x2 of filter state. */
const CUTS: usize = 416;
const CUT_STEPS: usize = 96;
const CUT_STATES: usize = 608;
/** Per bank twelve f32x4 (six for lines 0–3, six for 4–7); both banks again as change per frame; then their states. */
const SHELVES: usize = 672;
const SHELF_BANK: usize = 192;
const SHELF_STEPS: usize = 384;
const SHELF_STATES: usize = 1440;
/** Six f32 at the window's start: dry, early straight and crossed, late straight and crossed, diffusion; then change per frame. */
const GAINS: usize = 1568;
const GAIN_STEPS: usize = 24;
/** Three tables: in use, fading in, wanted. Each i32: sixteen line delays, the late delay; then 24 taps. */
const TABLES: usize = 1616;
const TABLE_BYTES: usize = 464;
const LATE_DELAY: usize = 64;
/** Twelve taps of the left source, twelve of the right, each: i32 delay, f32 gain left, f32 gain right. */
const TAPS: usize = 80;
const TAP_BYTES: usize = 12;
const TAPS_OF_SOURCE = 12;

const WINDOW = 64;
/** Bytes of one scratch row: a window of f32 and a register of garbage. */
const ROW: usize = 272;
// Scratch rows: early left and right, late left and right, the sixteen lines; frames of eight lines for each bank; the
// network's output; then the first twenty again, for the table that fades in.
const EARLY: usize = 0;
const LATE: usize = ROW * 2;
const LINE_ROWS: usize = ROW * 4;
const ACROSS: usize = ROW * 20;
const ACROSS_BANK: usize = ROW * 8;
const OUTPUT: usize = ROW * 36;
const SECOND: usize = ROW * 38;
/** Sixteen pointers: where each line's outputs of this window begin. */
const STARTS: usize = ROW * 58;
const BANK: usize = ROW * 8;

/** −400 dBFS: what lies below becomes silence. */
const SILENCE: f32 = 1e-20;

// @ts-ignore: decorator
@inline
function silenced32(value: v128): v128 {
  return v128.and(value, f32x4.gt(f32x4.abs(value), f32x4.splat(SILENCE)));
}

/** The frames `at`, at + 1, at + 2, at + 3 of the window, as numbers. */
// @ts-ignore: decorator
@inline
function clock(at: i32): v128 {
  return f32x4.add(f32x4.splat(<f32>at), f32x4(0, 1, 2, 3));
}

// @ts-ignore: decorator
@inline
function gainAt(state: usize, index: usize, time: v128): v128 {
  const from = v128.load32_splat(state + GAINS + index * 4);
  return f32x4.add(from, f32x4.mul(v128.load32_splat(state + GAINS + GAIN_STEPS + index * 4), time));
}

/** Repeats the head of a ring behind its end. */
// @ts-ignore: decorator
@inline
function repeatHead(ring: usize, mask: i32, at: i32): void {
  if (at < WINDOW) memory.copy(ring + (<usize>(mask + 1 + at) << 2), ring + (<usize>at << 2), <usize>(WINDOW - at) << 2);
}

/** Weight of the table that fades in, at four frames of the window; smooth at both ends. */
// @ts-ignore: decorator
@inline
function fadeAt(done: f32, scale: f32, time: v128): v128 {
  const way = f32x4.mul(f32x4.add(f32x4.splat(done), time), f32x4.splat(scale));
  return f32x4.mul(f32x4.mul(way, way), f32x4.sub(f32x4.splat(3), f32x4.add(way, way)));
}

/** At the start of a window: fades begin and end, the rotations take their next course. */
function beginWindow(state: usize): void {
  let left = load<i32>(state, FADE_LEFT);
  if (left > 0) {
    left--;
    if (left == 0) memory.copy(state + TABLES, state + TABLES + TABLE_BYTES, TABLE_BYTES);
  }
  const wanted = load<i32>(state, TARGET_VERSION);
  if (left == 0 && wanted != load<i32>(state, VERSION)) {
    memory.copy(state + TABLES + TABLE_BYTES, state + TABLES + 2 * TABLE_BYTES, TABLE_BYTES);
    store<i32>(state, wanted, VERSION);
    left = load<i32>(state, FADE_WINDOWS);
  }
  store<i32>(state, left, FADE_LEFT);
  const largest = load<f64>(state, ANGLE);
  for (let pair: usize = 0; pair < 4; pair++) {
    const turn = state + TURNS + pair * 8;
    const phase = load<i32>(turn) + load<i32>(turn, 4);
    store<i32>(turn, phase);
    const part = <f64>phase * (1.0 / 2147483648.0);
    const angle = largest * 4 * part * (1 - abs(part));
    const square = angle * angle;
    // Taylor polynomials, then made exactly orthogonal: the network loses nothing to modulation.
    const sine = angle * (1 - (square / 6) * (1 - (square / 20) * (1 - square / 42)));
    const cosine = 1 - (square / 2) * (1 - (square / 12) * (1 - (square / 30) * (1 - square / 56)));
    const length = Math.sqrt(sine * sine + cosine * cosine);
    const rotation = state + ROTATIONS + pair * 16;
    const cosineFrom = load<f32>(rotation) + <f32>WINDOW * load<f32>(rotation, 8);
    const sineFrom = load<f32>(rotation, 4) + <f32>WINDOW * load<f32>(rotation, 12);
    store<f32>(rotation, cosineFrom);
    store<f32>(rotation, sineFrom, 4);
    store<f32>(rotation, (<f32>(cosine / length) - cosineFrom) / <f32>WINDOW, 8);
    store<f32>(rotation, (<f32>(sine / length) - sineFrom) / <f32>WINDOW, 12);
  }
}

/** Filters the input into the two input rings. */
function takeInput(state: usize, block: usize, frames: i32): void {
  const mask = load<i32>(state, INPUT_MASK);
  const at = load<i32>(state, COUNTER) & mask;
  const left = load<usize>(state, INPUT_LEFT);
  const right = load<usize>(state, INPUT_RIGHT);
  const moving = load<i32>(state, MOVING);
  const cuts = state + CUTS;
  const states = state + CUT_STATES;
  // The two filters of svf.ts, written out so that their states stay in registers: this loop is as fast as its feedback.
  let first = v128.load(states);
  let second = v128.load(states, 16);
  let third = v128.load(states, 32);
  let fourth = v128.load(states, 48);
  for (let index = 0; index < frames; index++) {
    const frame = loadFrame(block + (<usize>index << 3));
    const c2 = v128.load(cuts, 16);
    const rest = f64x2.sub(frame, second);
    const nextFirst = f64x2.add(f64x2.mul(v128.load(cuts), first), f64x2.mul(c2, rest));
    const nextSecond = f64x2.add(f64x2.add(second, f64x2.mul(c2, first)), f64x2.mul(v128.load(cuts, 32), rest));
    const passed = highPassOutput(frame, first, nextFirst, second, nextSecond);
    first = nextFirst;
    second = nextSecond;
    const d2 = v128.load(cuts, 64);
    const over = f64x2.sub(passed, fourth);
    const nextFourth = f64x2.add(f64x2.add(fourth, f64x2.mul(d2, third)), f64x2.mul(v128.load(cuts, 80), over));
    third = f64x2.add(f64x2.mul(v128.load(cuts, 48), third), f64x2.mul(d2, over));
    const out = f64x2.mul(f64x2.add(fourth, nextFourth), f64x2.splat(0.5));
    fourth = nextFourth;
    const narrow = silenced32(f32x4.demote_f64x2_zero(out));
    v128.store32_lane(left + (<usize>(at + index) << 2), narrow, 0);
    v128.store32_lane(right + (<usize>(at + index) << 2), narrow, 1);
    if (moving) {
      for (let offset: usize = 0; offset < CUT_STEPS; offset += 16) {
        v128.store(cuts + offset, f64x2.add(v128.load(cuts + offset), v128.load(cuts + offset, CUT_STEPS)));
      }
    }
  }
  v128.store(states, first);
  v128.store(states, second, 16);
  v128.store(states, third, 32);
  v128.store(states, fourth, 48);
  if (((at + frames) & (WINDOW - 1)) == 0) {
    svfTidy(states);
    svfTidy(states + 32);
  }
  repeatHead(left, mask, at);
  repeatHead(right, mask, at);
}

/** Adds the taps of one source, read from its ring, to both early rows; `fresh` starts the rows anew. */
function addTaps(rows: usize, taps: usize, ring: usize, mask: i32, counter: i32, frames: i32, fresh: bool): void {
  for (let tap = 0; tap < TAPS_OF_SOURCE; tap += 4) {
    const first = taps + <usize>tap * TAP_BYTES;
    const from0 = ring + (<usize>((counter - load<i32>(first)) & mask) << 2);
    const from1 = ring + (<usize>((counter - load<i32>(first, 12)) & mask) << 2);
    const from2 = ring + (<usize>((counter - load<i32>(first, 24)) & mask) << 2);
    const from3 = ring + (<usize>((counter - load<i32>(first, 36)) & mask) << 2);
    const start = fresh && tap == 0;
    const left1 = v128.load32_splat(first, 4);
    const right1 = v128.load32_splat(first, 8);
    const left2 = v128.load32_splat(first, 16);
    const right2 = v128.load32_splat(first, 20);
    const left3 = v128.load32_splat(first, 28);
    const right3 = v128.load32_splat(first, 32);
    const left4 = v128.load32_splat(first, 40);
    const right4 = v128.load32_splat(first, 44);
    for (let offset: usize = 0; offset < <usize>frames << 2; offset += 16) {
      const one = v128.load(from0 + offset);
      const two = v128.load(from1 + offset);
      const three = v128.load(from2 + offset);
      const four = v128.load(from3 + offset);
      const left = f32x4.add(
        f32x4.add(f32x4.mul(one, left1), f32x4.mul(two, left2)),
        f32x4.add(f32x4.mul(three, left3), f32x4.mul(four, left4)),
      );
      const right = f32x4.add(
        f32x4.add(f32x4.mul(one, right1), f32x4.mul(two, right2)),
        f32x4.add(f32x4.mul(three, right3), f32x4.mul(four, right4)),
      );
      const row = rows + offset;
      v128.store(row, start ? left : f32x4.add(v128.load(row), left));
      v128.store(row, start ? right : f32x4.add(v128.load(row, ROW), right), ROW);
    }
  }
}

/** Early rows and the network's input rows from one table. */
function readTable(state: usize, table: usize, early: usize, late: usize, frames: i32): void {
  const counter = load<i32>(state, COUNTER);
  const mask = load<i32>(state, INPUT_MASK);
  const left = load<usize>(state, INPUT_LEFT);
  const right = load<usize>(state, INPUT_RIGHT);
  addTaps(early, table + TAPS, left, mask, counter, frames, true);
  addTaps(early, table + TAPS + TAP_BYTES * TAPS_OF_SOURCE, right, mask, counter, frames, false);
  const from = <usize>((counter - load<i32>(table, LATE_DELAY)) & mask) << 2;
  for (let offset: usize = 0; offset < <usize>frames << 2; offset += 16) {
    v128.store(late + offset, v128.load(left + from + offset));
    v128.store(late + offset, v128.load(right + from + offset), ROW);
  }
}

/** Moves `rows` rows toward those that fade in. */
function crossfadeRows(state: usize, into: usize, from: usize, rows: usize, frames: i32): void {
  const windows = load<i32>(state, FADE_WINDOWS);
  const scale: f32 = <f32>1 / <f32>(windows * WINDOW);
  const done = <f32>((windows - load<i32>(state, FADE_LEFT)) * WINDOW);
  const start = load<i32>(state, COUNTER) & (WINDOW - 1);
  for (let at = 0; at < frames; at += 4) {
    const weight = fadeAt(done, scale, clock(start + at));
    for (let row: usize = 0; row < rows; row++) {
      const target = into + row * ROW + (<usize>at << 2);
      const old = v128.load(target);
      const fresh = v128.load(from + row * ROW + (<usize>at << 2));
      v128.store(target, f32x4.add(old, f32x4.mul(f32x4.sub(fresh, old), weight)));
    }
  }
}

/** Schroeder allpasses (1962), four in a row on each side. */
function diffuse(state: usize, frames: i32): void {
  const counter = load<i32>(state, COUNTER);
  const start = counter & (WINDOW - 1);
  const gains = load<usize>(state, SCRATCH) + ACROSS;
  for (let at = 0; at < frames; at += 4) v128.store(gains + (<usize>at << 2), gainAt(state, 5, clock(start + at)));
  for (let index: usize = 0; index < 8; index++) {
    const row = load<usize>(state, SCRATCH) + LATE + (index >> 2) * ROW;
    const diffuser = state + DIFFUSERS + index * 12;
    const ring = load<usize>(diffuser);
    const mask = load<i32>(diffuser, 4);
    const write = counter & mask;
    const from = ring + (<usize>((counter - load<i32>(diffuser, 8)) & mask) << 2);
    const to = ring + (<usize>write << 2);
    for (let offset: usize = 0; offset < <usize>frames << 2; offset += 16) {
      const gain = v128.load(gains + offset);
      const old = v128.load(from + offset);
      const fed = silenced32(f32x4.add(v128.load(row + offset), f32x4.mul(gain, old)));
      v128.store(to + offset, fed);
      v128.store(row + offset, f32x4.sub(old, f32x4.mul(gain, fed)));
    }
    repeatHead(ring, mask, write);
  }
}

/** Where the outputs of line `line` in this window begin, by the delays of one table. */
// @ts-ignore: decorator
@inline
function lineAt(state: usize, table: usize, line: usize): usize {
  const delay = load<i32>(table + line * 4);
  return load<usize>(state + LINES + line * 4) + (<usize>((load<i32>(state, COUNTER) - delay) & load<i32>(state, LINE_MASK)) << 2);
}

/** The lines' outputs of this window into `rows`, by the delays of one table: only while tables fade. */
function copyLines(state: usize, table: usize, rows: usize, frames: i32): void {
  for (let line: usize = 0; line < 16; line++) {
    const from = lineAt(state, table, line);
    const row = rows + line * ROW;
    for (let offset: usize = 0; offset < <usize>frames << 2; offset += 16) v128.store(row + offset, v128.load(from + offset));
  }
}

/** Four registers of four become their transpose, stored `stride` bytes apart at `to`. */
// @ts-ignore: decorator
@inline
function storeTransposed(a: v128, b: v128, c: v128, d: v128, to: usize, stride: usize): void {
  const lowAb = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const lowCd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const highAb = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const highCd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(lowAb, lowCd, 0, 2));
  v128.store(to + stride, v128.shuffle<f64>(lowAb, lowCd, 1, 3));
  v128.store(to + 2 * stride, v128.shuffle<f64>(highAb, highCd, 0, 2));
  v128.store(to + 3 * stride, v128.shuffle<f64>(highAb, highCd, 1, 3));
}

/**
 * One bank's lines, turned to frames of eight lines for the damping, and added to the network's output.
 * @param starts eight pointers: where each line's outputs of this window begin.
 */
function giveOut(starts: usize, across: usize, output: usize, frames: i32, first: bool): void {
  const line0 = load<usize>(starts);
  const line1 = load<usize>(starts, 4);
  const line2 = load<usize>(starts, 8);
  const line3 = load<usize>(starts, 12);
  const line4 = load<usize>(starts, 16);
  const line5 = load<usize>(starts, 20);
  const line6 = load<usize>(starts, 24);
  const line7 = load<usize>(starts, 28);
  for (let at = 0; at < frames; at += 4) {
    const offset = <usize>at << 2;
    const y0 = v128.load(line0 + offset);
    const y1 = v128.load(line1 + offset);
    const y2 = v128.load(line2 + offset);
    const y3 = v128.load(line3 + offset);
    const y4 = v128.load(line4 + offset);
    const y5 = v128.load(line5 + offset);
    const y6 = v128.load(line6 + offset);
    const y7 = v128.load(line7 + offset);
    const frame = across + (<usize>at << 5);
    storeTransposed(y0, y1, y2, y3, frame, 32);
    storeTransposed(y4, y5, y6, y7, frame + 16, 32);
    // Two orthogonal sets of signs: what left and right hear has nothing in common.
    const sum = f32x4.add(f32x4.sub(y0, y3), f32x4.sub(y4, y7));
    const difference = f32x4.add(f32x4.sub(y2, y1), f32x4.sub(y5, y6));
    const left = f32x4.add(sum, difference);
    const right = f32x4.sub(sum, difference);
    const to = output + (<usize>at << 2);
    v128.store(to, first ? left : f32x4.add(v128.load(to), left));
    v128.store(to, first ? right : f32x4.add(v128.load(to, ROW), right), ROW);
  }
}

/**
 * Damping of a bank: two first-order shelves per line, over frames of eight lines in place. Each section is
 * y = b·x + s, s' = c·x − a·s.
 */
function damp(state: usize, shelves: usize, states: usize, across: usize, frames: i32): void {
  const moving = load<i32>(state, MOVING);
  let low0 = v128.load(states);
  let high0 = v128.load(states, 16);
  let low1 = v128.load(states, 32);
  let high1 = v128.load(states, 48);
  const end = across + (<usize>frames << 5);
  for (let at = across; at < end; at += 32) {
    const in0 = v128.load(at);
    const in1 = v128.load(at, 16);
    const mid0 = f32x4.add(f32x4.mul(v128.load(shelves), in0), low0);
    const mid1 = f32x4.add(f32x4.mul(v128.load(shelves, 96), in1), low1);
    low0 = f32x4.sub(f32x4.mul(v128.load(shelves, 16), in0), f32x4.mul(v128.load(shelves, 32), low0));
    low1 = f32x4.sub(f32x4.mul(v128.load(shelves, 112), in1), f32x4.mul(v128.load(shelves, 128), low1));
    v128.store(at, f32x4.add(f32x4.mul(v128.load(shelves, 48), mid0), high0));
    v128.store(at, f32x4.add(f32x4.mul(v128.load(shelves, 144), mid1), high1), 16);
    high0 = f32x4.sub(f32x4.mul(v128.load(shelves, 64), mid0), f32x4.mul(v128.load(shelves, 80), high0));
    high1 = f32x4.sub(f32x4.mul(v128.load(shelves, 160), mid1), f32x4.mul(v128.load(shelves, 176), high1));
    if (moving) {
      for (let offset: usize = 0; offset < SHELF_BANK; offset += 16) {
        v128.store(shelves + offset, f32x4.add(v128.load(shelves + offset), v128.load(shelves + offset, SHELF_STEPS)));
      }
    }
  }
  // Denormals live for less than a window.
  if (((load<i32>(state, COUNTER) + frames) & (WINDOW - 1)) == 0) {
    low0 = silenced32(low0);
    high0 = silenced32(high0);
    low1 = silenced32(low1);
    high1 = silenced32(high1);
  }
  v128.store(states, low0);
  v128.store(states, high0, 16);
  v128.store(states, low1, 32);
  v128.store(states, high1, 48);
}

// @ts-ignore: decorator
@inline
function rotationAt(rotation: usize, time: v128): v128 {
  return f32x4.add(v128.load32_splat(rotation), f32x4.mul(v128.load32_splat(rotation, 8), time));
}

/** The first bank's part of the mixing matrix: four slow rotations, then Hadamard's of eight (its scale stands in the damping). */
function mixTurning(rotations: usize, across: usize, rows: usize, start: i32, frames: i32): void {
  for (let at = 0; at < frames; at += 4) {
    const frame = across + (<usize>at << 5);
    const row = rows + (<usize>at << 2);
    const time = clock(start + at);
    // Back to one line a register: a transpose is its own inverse.
    const a0 = v128.load(frame);
    const a1 = v128.load(frame, 32);
    const a2 = v128.load(frame, 64);
    const a3 = v128.load(frame, 96);
    const b0 = v128.load(frame, 16);
    const b1 = v128.load(frame, 48);
    const b2 = v128.load(frame, 80);
    const b3 = v128.load(frame, 112);
    const lowAb = v128.shuffle<f32>(a0, a1, 0, 4, 1, 5);
    const lowCd = v128.shuffle<f32>(a2, a3, 0, 4, 1, 5);
    const highAb = v128.shuffle<f32>(a0, a1, 2, 6, 3, 7);
    const highCd = v128.shuffle<f32>(a2, a3, 2, 6, 3, 7);
    const lowEf = v128.shuffle<f32>(b0, b1, 0, 4, 1, 5);
    const lowGh = v128.shuffle<f32>(b2, b3, 0, 4, 1, 5);
    const highEf = v128.shuffle<f32>(b0, b1, 2, 6, 3, 7);
    const highGh = v128.shuffle<f32>(b2, b3, 2, 6, 3, 7);
    const low0 = v128.shuffle<f64>(lowAb, lowCd, 0, 2);
    const high0 = v128.shuffle<f64>(lowEf, lowGh, 0, 2);
    const cosine0 = rotationAt(rotations, time);
    const sine0 = rotationAt(rotations + 4, time);
    const one0 = f32x4.sub(f32x4.mul(cosine0, low0), f32x4.mul(sine0, high0));
    const other0 = f32x4.add(f32x4.mul(sine0, low0), f32x4.mul(cosine0, high0));
    const low1 = v128.shuffle<f64>(lowAb, lowCd, 1, 3);
    const high1 = v128.shuffle<f64>(lowEf, lowGh, 1, 3);
    const cosine1 = rotationAt(rotations + 16, time);
    const sine1 = rotationAt(rotations + 20, time);
    const one1 = f32x4.sub(f32x4.mul(cosine1, low1), f32x4.mul(sine1, high1));
    const other1 = f32x4.add(f32x4.mul(sine1, low1), f32x4.mul(cosine1, high1));
    const low2 = v128.shuffle<f64>(highAb, highCd, 0, 2);
    const high2 = v128.shuffle<f64>(highEf, highGh, 0, 2);
    const cosine2 = rotationAt(rotations + 32, time);
    const sine2 = rotationAt(rotations + 36, time);
    const one2 = f32x4.sub(f32x4.mul(cosine2, low2), f32x4.mul(sine2, high2));
    const other2 = f32x4.add(f32x4.mul(sine2, low2), f32x4.mul(cosine2, high2));
    const low3 = v128.shuffle<f64>(highAb, highCd, 1, 3);
    const high3 = v128.shuffle<f64>(highEf, highGh, 1, 3);
    const cosine3 = rotationAt(rotations + 48, time);
    const sine3 = rotationAt(rotations + 52, time);
    const one3 = f32x4.sub(f32x4.mul(cosine3, low3), f32x4.mul(sine3, high3));
    const other3 = f32x4.add(f32x4.mul(sine3, low3), f32x4.mul(cosine3, high3));
    storeButterflies(row, f32x4.add(one0, other0), f32x4.add(one1, other1), f32x4.add(one2, other2), f32x4.add(one3, other3));
    storeButterflies(
      row + 4 * ROW,
      f32x4.sub(one0, other0),
      f32x4.sub(one1, other1),
      f32x4.sub(one2, other2),
      f32x4.sub(one3, other3),
    );
  }
}

/** The second bank's part: Hadamard's of eight alone. */
function mixStill(across: usize, rows: usize, frames: i32): void {
  for (let at = 0; at < frames; at += 4) {
    const frame = across + (<usize>at << 5);
    const row = rows + (<usize>at << 2);
    // Sums and differences of lines four apart come first: they need no transpose.
    const a0 = v128.load(frame);
    const a1 = v128.load(frame, 32);
    const a2 = v128.load(frame, 64);
    const a3 = v128.load(frame, 96);
    const b0 = v128.load(frame, 16);
    const b1 = v128.load(frame, 48);
    const b2 = v128.load(frame, 80);
    const b3 = v128.load(frame, 112);
    storeMixed(row, f32x4.add(a0, b0), f32x4.add(a1, b1), f32x4.add(a2, b2), f32x4.add(a3, b3));
    storeMixed(row + 4 * ROW, f32x4.sub(a0, b0), f32x4.sub(a1, b1), f32x4.sub(a2, b2), f32x4.sub(a3, b3));
  }
}

/** Four frames of four lines become four rows, mixed by Hadamard's matrix. */
// @ts-ignore: decorator
@inline
function storeMixed(row: usize, a: v128, b: v128, c: v128, d: v128): void {
  const lowAb = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const lowCd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const highAb = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const highCd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  storeButterflies(
    row,
    v128.shuffle<f64>(lowAb, lowCd, 0, 2),
    v128.shuffle<f64>(lowAb, lowCd, 1, 3),
    v128.shuffle<f64>(highAb, highCd, 0, 2),
    v128.shuffle<f64>(highAb, highCd, 1, 3),
  );
}

/** Hadamard's matrix of four, to four rows. */
// @ts-ignore: decorator
@inline
function storeButterflies(row: usize, t0: v128, t1: v128, t2: v128, t3: v128): void {
  const u0 = f32x4.add(t0, t2);
  const u2 = f32x4.sub(t0, t2);
  const u1 = f32x4.add(t1, t3);
  const u3 = f32x4.sub(t1, t3);
  v128.store(row, f32x4.add(u0, u1));
  v128.store(row, f32x4.sub(u0, u1), ROW);
  v128.store(row, f32x4.add(u2, u3), 2 * ROW);
  v128.store(row, f32x4.sub(u2, u3), 3 * ROW);
}

/** The last butterfly, between the banks; adds the input row times `sign` and writes the two lines. */
function writeLines(state: usize, scratch: usize, line: usize, input: usize, sign: f32, frames: i32): void {
  const mask = load<i32>(state, LINE_MASK);
  const write = load<i32>(state, COUNTER) & mask;
  const low = load<usize>(state + LINES + line * 4);
  const high = load<usize>(state + LINES + line * 4, 32);
  const row = scratch + LINE_ROWS + line * ROW;
  const signs = f32x4.splat(sign);
  const start = <usize>write << 2;
  for (let offset: usize = 0; offset < <usize>frames << 2; offset += 16) {
    const fed = f32x4.mul(v128.load(input + offset), signs);
    const one = v128.load(row + offset);
    const other = v128.load(row + offset, BANK);
    v128.store(low + start + offset, silenced32(f32x4.add(f32x4.add(one, other), fed)));
    v128.store(high + start + offset, silenced32(f32x4.add(f32x4.sub(one, other), fed)));
  }
  repeatHead(low, mask, write);
  repeatHead(high, mask, write);
}

/** The lines are read in their rings while no table fades. */
function findLines(state: usize, scratch: usize): void {
  for (let line: usize = 0; line < 16; line++) store<usize>(scratch + STARTS + line * 4, lineAt(state, state + TABLES, line));
}

/** The feedback delay network alone: late rows in, output rows out. */
function network(state: usize, scratch: usize, frames: i32): void {
  const start = load<i32>(state, COUNTER) & (WINDOW - 1);
  const across = scratch + ACROSS;
  for (let bank: usize = 0; bank < 2; bank++) {
    const rows = scratch + LINE_ROWS + bank * BANK;
    const frame = across + bank * ACROSS_BANK;
    giveOut(scratch + STARTS + bank * 32, frame, scratch + OUTPUT, frames, bank == 0);
    damp(state, state + SHELVES + bank * SHELF_BANK, state + SHELF_STATES + bank * 64, frame, frames);
    if (bank == 0) mixTurning(state + ROTATIONS, frame, rows, start, frames);
    else mixStill(frame, rows, frames);
  }
  const left = scratch + LATE;
  const right = left + ROW;
  // The signs are those with which each side hears its own lines.
  writeLines(state, scratch, 0, left, 1, frames);
  writeLines(state, scratch, 1, left, -1, frames);
  writeLines(state, scratch, 2, left, 1, frames);
  writeLines(state, scratch, 3, left, -1, frames);
  writeLines(state, scratch, 4, right, 1, frames);
  writeLines(state, scratch, 5, right, 1, frames);
  writeLines(state, scratch, 6, right, -1, frames);
  writeLines(state, scratch, 7, right, -1, frames);
}

/** Dry and wet to the block. */
function mixOut(state: usize, scratch: usize, block: usize, frames: i32): void {
  const start = load<i32>(state, COUNTER) & (WINDOW - 1);
  const wet = scratch + LINE_ROWS;
  for (let at = 0; at < frames; at += 4) {
    const time = clock(start + at);
    const row = scratch + (<usize>at << 2);
    const earlyLeft = v128.load(row, EARLY);
    const earlyRight = v128.load(row, EARLY + ROW);
    const lateLeft = v128.load(row, OUTPUT);
    const lateRight = v128.load(row, OUTPUT + ROW);
    const earlyStraight = gainAt(state, 1, time);
    const earlyCrossed = gainAt(state, 2, time);
    const lateStraight = gainAt(state, 3, time);
    const lateCrossed = gainAt(state, 4, time);
    const left = f32x4.add(
      f32x4.add(f32x4.mul(earlyLeft, earlyStraight), f32x4.mul(earlyRight, earlyCrossed)),
      f32x4.add(f32x4.mul(lateLeft, lateStraight), f32x4.mul(lateRight, lateCrossed)),
    );
    const right = f32x4.add(
      f32x4.add(f32x4.mul(earlyRight, earlyStraight), f32x4.mul(earlyLeft, earlyCrossed)),
      f32x4.add(f32x4.mul(lateRight, lateStraight), f32x4.mul(lateLeft, lateCrossed)),
    );
    v128.store(wet + (<usize>at << 3), v128.shuffle<f32>(left, right, 0, 4, 1, 5));
    v128.store(wet + (<usize>at << 3), v128.shuffle<f32>(left, right, 2, 6, 3, 7), 16);
  }
  const dry = load<f32>(state, GAINS);
  const dryStep = load<f32>(state, GAINS + GAIN_STEPS);
  const pairs = f32x4(0, 0, 1, 1);
  const steps = f32x4.splat(dryStep);
  const dries = f32x4.splat(dry);
  let at = 0;
  for (; at + 2 <= frames; at += 2) {
    const here = block + (<usize>at << 3);
    const gain = f32x4.add(dries, f32x4.mul(steps, f32x4.add(f32x4.splat(<f32>(start + at)), pairs)));
    v128.store(here, f32x4.add(f32x4.mul(v128.load(here), gain), v128.load(wet + (<usize>at << 3))));
  }
  if (at < frames) {
    const here = block + (<usize>at << 3);
    const gain = f32x4.splat(dry + dryStep * <f32>(start + at));
    v128.store64_lane(here, f32x4.add(f32x4.mul(v128.load64_zero(here), gain), v128.load64_zero(wet + (<usize>at << 3))), 0);
  }
}

/** Reverberates `frames` frames in place. */
export function reverbProcess(state: usize, block: usize, frames: i32): void {
  const scratch = load<usize>(state, SCRATCH);
  const second = scratch + SECOND;
  const next = state + TABLES + TABLE_BYTES;
  let done = 0;
  while (done < frames) {
    const counter = load<i32>(state, COUNTER);
    const inside = counter & (WINDOW - 1);
    if (inside == 0) beginWindow(state);
    const count = min(frames - done, WINDOW - inside);
    const at = block + (<usize>done << 3);
    takeInput(state, at, count);
    readTable(state, state + TABLES, scratch + EARLY, scratch + LATE, count);
    if (load<i32>(state, FADE_LEFT) > 0) {
      copyLines(state, state + TABLES, scratch + LINE_ROWS, count);
      readTable(state, next, second + EARLY, second + LATE, count);
      copyLines(state, next, second + LINE_ROWS, count);
      crossfadeRows(state, scratch, second, 20, count);
      for (let line: usize = 0; line < 16; line++) store<usize>(scratch + STARTS + line * 4, scratch + LINE_ROWS + line * ROW);
    } else {
      findLines(state, scratch);
    }
    diffuse(state, count);
    network(state, scratch, count);
    mixOut(state, scratch, at, count);
    store<i32>(state, counter + count, COUNTER);
    done += count;
  }
}

/** The network alone, for its throughput: `windows` windows of 64 frames with the input rows as they are. */
export function reverbNetworkBench(state: usize, windows: i32): void {
  const scratch = load<usize>(state, SCRATCH);
  for (let window = 0; window < windows; window++) {
    findLines(state, scratch);
    network(state, scratch, WINDOW);
    store<i32>(state, load<i32>(state, COUNTER) + WINDOW, COUNTER);
  }
}
