import {
  ACROSS,
  ACROSS_BANK,
  BANK,
  clock,
  COUNTER,
  LATE,
  LINE_MASK,
  LINE_ROWS,
  LINES,
  MOVING,
  OUTPUT,
  repeatHead,
  ROTATIONS,
  ROW,
  SHELF_BANK,
  SHELF_STATES,
  SHELF_STEPS,
  SHELVES,
  silenced32,
  STARTS,
  TABLES,
  WINDOW,
} from './reverb-layout';

// The reverb's feedback delay network: sixteen lines in two banks of eight. See reverb.ts.

/** Where the outputs of line `line` in this window begin, by the delays of one table. */
// @ts-ignore: decorator
@inline
function lineAt(state: usize, table: usize, line: usize): usize {
  const delay = load<i32>(table + line * 4);
  return load<usize>(state + LINES + line * 4) + (<usize>((load<i32>(state, COUNTER) - delay) & load<i32>(state, LINE_MASK)) << 2);
}

/** The lines' outputs of this window into `rows`, by the delays of one table: only while tables fade. */
export function copyLines(state: usize, table: usize, rows: usize, frames: i32): void {
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
export function findLines(state: usize, scratch: usize): void {
  for (let line: usize = 0; line < 16; line++) store<usize>(scratch + STARTS + line * 4, lineAt(state, state + TABLES, line));
}

/** The feedback delay network alone: late rows in, output rows out. */
export function network(state: usize, scratch: usize, frames: i32): void {
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
