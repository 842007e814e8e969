import { loadFrame, storeFrame } from './stereo';
import { highPassOutput, svfTidy } from './svf';
import {
  ACROSS,
  ANGLE,
  clock,
  COUNTER,
  CUT_STATES,
  CUT_STEPS,
  CUTS,
  DIFFUSERS,
  EARLY,
  FADE_LEFT,
  FADE_WINDOWS,
  GAIN_STEPS,
  GAINS,
  INPUT_LEFT,
  INPUT_MASK,
  INPUT_RIGHT,
  LATE,
  LATE_DELAY,
  LINE_ROWS,
  MOVING,
  OUTPUT,
  repeatHead,
  ROTATIONS,
  ROW,
  SCRATCH,
  SECOND,
  silenced32,
  STARTS,
  TABLE_BYTES,
  TABLES,
  TAP_BYTES,
  TAPS,
  TAPS_OF_SOURCE,
  TARGET_VERSION,
  TURNS,
  VERSION,
  WINDOW,
} from './reverb-layout';
import { copyLines, findLines, network } from './reverb-network';


// A room: early reflections from a tap table, then allpass diffusers and a feedback delay network of sixteen
// lines in two banks of eight.
//
// Every line is longer than a window of 64 frames, so the loops run over time, four frames to a register, and only the
// damping filters run over lines, four lines to a register. A call is cut at windows of 64 frames counted from the
// start; fades and modulation move at those. Rings are f32, a power of two long, with the first 64 samples repeated
// behind the end, so that a window reads straight on. Lanes past the last frame of a call hold garbage that is
// overwritten before it is read.
//

// @ts-ignore: decorator
@inline
function gainAt(state: usize, index: usize, time: v128): v128 {
  const from = v128.load32_splat(state + GAINS + index * 4);
  return f32x4.add(from, f32x4.mul(v128.load32_splat(state + GAINS + GAIN_STEPS + index * 4), time));
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
