import { tidied } from './biquad';
import { loadFrame, storeFrame } from './stereo';

// A cascade in memory: 0 frames since the last tidying (i32) · 4 number of sections (i32) · 8 pointers to the sections (i32).
// Sections lie as in biquad.ts. A wide block holds f64x2 frames of 16 bytes, so that nothing is rounded between sections.

const TIDY_FRAMES: i32 = 1024;

/** Filters `frames` stereo frames in place through one to four sections in one pass. The block is f32, or wide. */
// @ts-ignore: decorator
@inline
function one(section: usize, block: usize, frames: i32, wide: bool): void {
  const b0 = v128.load64_splat(section, 32);
  const b1 = v128.load64_splat(section, 40);
  const b2 = v128.load64_splat(section, 48);
  const a1 = v128.load64_splat(section, 56);
  const a2 = v128.load64_splat(section, 64);
  let s1 = v128.load(section);
  let s2 = v128.load(section, 16);
  const size: usize = wide ? 16 : 8;
  const end = block + <usize>frames * size;
  for (let at = block; at < end; at += size) {
    const x = wide ? v128.load(at) : loadFrame(at);
    const y = f64x2.add(f64x2.mul(b0, x), s1);
    s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), s2), f64x2.mul(a1, y));
    s2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
    if (wide) v128.store(at, y);
    else storeFrame(at, y);
  }
  v128.store(section, s1);
  v128.store(section, s2, 16);
}

// @ts-ignore: decorator
@inline
function two(p: usize, q: usize, block: usize, frames: i32, wide: bool): void {
  const pb0 = v128.load64_splat(p, 32);
  const pb1 = v128.load64_splat(p, 40);
  const pb2 = v128.load64_splat(p, 48);
  const pa1 = v128.load64_splat(p, 56);
  const pa2 = v128.load64_splat(p, 64);
  const qb0 = v128.load64_splat(q, 32);
  const qb1 = v128.load64_splat(q, 40);
  const qb2 = v128.load64_splat(q, 48);
  const qa1 = v128.load64_splat(q, 56);
  const qa2 = v128.load64_splat(q, 64);
  let p1 = v128.load(p);
  let p2 = v128.load(p, 16);
  let q1 = v128.load(q);
  let q2 = v128.load(q, 16);
  const size: usize = wide ? 16 : 8;
  const end = block + <usize>frames * size;
  for (let at = block; at < end; at += size) {
    const x = wide ? v128.load(at) : loadFrame(at);
    const y = f64x2.add(f64x2.mul(pb0, x), p1);
    p1 = f64x2.sub(f64x2.add(f64x2.mul(pb1, x), p2), f64x2.mul(pa1, y));
    p2 = f64x2.sub(f64x2.mul(pb2, x), f64x2.mul(pa2, y));
    const z = f64x2.add(f64x2.mul(qb0, y), q1);
    q1 = f64x2.sub(f64x2.add(f64x2.mul(qb1, y), q2), f64x2.mul(qa1, z));
    q2 = f64x2.sub(f64x2.mul(qb2, y), f64x2.mul(qa2, z));
    if (wide) v128.store(at, z);
    else storeFrame(at, z);
  }
  v128.store(p, p1);
  v128.store(p, p2, 16);
  v128.store(q, q1);
  v128.store(q, q2, 16);
}

/**
 * Four sections over groups of four frames, section by section: a section's coefficients are then in registers for four
 * frames, and the processor overlaps its chain with those of its neighbours. The same operations as frame by frame.
 */
// @ts-ignore: decorator
@inline
function four(p: usize, q: usize, r: usize, s: usize, block: usize, frames: i32, wide: bool): void {
  let p1 = v128.load(p);
  let p2 = v128.load(p, 16);
  let q1 = v128.load(q);
  let q2 = v128.load(q, 16);
  let r1 = v128.load(r);
  let r2 = v128.load(r, 16);
  let s1 = v128.load(s);
  let s2 = v128.load(s, 16);
  let y: v128, b0: v128, b1: v128, b2: v128, a1: v128, a2: v128;
  const size: usize = wide ? 16 : 8;
  const groupsEnd = block + <usize>(frames & ~3) * size;
  let at = block;
  for (; at < groupsEnd; at += 4 * size) {
    let x0 = wide ? v128.load(at) : loadFrame(at);
    let x1 = wide ? v128.load(at, 16) : loadFrame(at + 8);
    let x2 = wide ? v128.load(at, 32) : loadFrame(at + 16);
    let x3 = wide ? v128.load(at, 48) : loadFrame(at + 24);
    b0 = v128.load64_splat(p, 32);
    b1 = v128.load64_splat(p, 40);
    b2 = v128.load64_splat(p, 48);
    a1 = v128.load64_splat(p, 56);
    a2 = v128.load64_splat(p, 64);
    y = f64x2.add(f64x2.mul(b0, x0), p1);
    p1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x0), p2), f64x2.mul(a1, y));
    p2 = f64x2.sub(f64x2.mul(b2, x0), f64x2.mul(a2, y));
    x0 = y;
    y = f64x2.add(f64x2.mul(b0, x1), p1);
    p1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x1), p2), f64x2.mul(a1, y));
    p2 = f64x2.sub(f64x2.mul(b2, x1), f64x2.mul(a2, y));
    x1 = y;
    y = f64x2.add(f64x2.mul(b0, x2), p1);
    p1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x2), p2), f64x2.mul(a1, y));
    p2 = f64x2.sub(f64x2.mul(b2, x2), f64x2.mul(a2, y));
    x2 = y;
    y = f64x2.add(f64x2.mul(b0, x3), p1);
    p1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x3), p2), f64x2.mul(a1, y));
    p2 = f64x2.sub(f64x2.mul(b2, x3), f64x2.mul(a2, y));
    x3 = y;
    b0 = v128.load64_splat(q, 32);
    b1 = v128.load64_splat(q, 40);
    b2 = v128.load64_splat(q, 48);
    a1 = v128.load64_splat(q, 56);
    a2 = v128.load64_splat(q, 64);
    y = f64x2.add(f64x2.mul(b0, x0), q1);
    q1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x0), q2), f64x2.mul(a1, y));
    q2 = f64x2.sub(f64x2.mul(b2, x0), f64x2.mul(a2, y));
    x0 = y;
    y = f64x2.add(f64x2.mul(b0, x1), q1);
    q1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x1), q2), f64x2.mul(a1, y));
    q2 = f64x2.sub(f64x2.mul(b2, x1), f64x2.mul(a2, y));
    x1 = y;
    y = f64x2.add(f64x2.mul(b0, x2), q1);
    q1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x2), q2), f64x2.mul(a1, y));
    q2 = f64x2.sub(f64x2.mul(b2, x2), f64x2.mul(a2, y));
    x2 = y;
    y = f64x2.add(f64x2.mul(b0, x3), q1);
    q1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x3), q2), f64x2.mul(a1, y));
    q2 = f64x2.sub(f64x2.mul(b2, x3), f64x2.mul(a2, y));
    x3 = y;
    b0 = v128.load64_splat(r, 32);
    b1 = v128.load64_splat(r, 40);
    b2 = v128.load64_splat(r, 48);
    a1 = v128.load64_splat(r, 56);
    a2 = v128.load64_splat(r, 64);
    y = f64x2.add(f64x2.mul(b0, x0), r1);
    r1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x0), r2), f64x2.mul(a1, y));
    r2 = f64x2.sub(f64x2.mul(b2, x0), f64x2.mul(a2, y));
    x0 = y;
    y = f64x2.add(f64x2.mul(b0, x1), r1);
    r1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x1), r2), f64x2.mul(a1, y));
    r2 = f64x2.sub(f64x2.mul(b2, x1), f64x2.mul(a2, y));
    x1 = y;
    y = f64x2.add(f64x2.mul(b0, x2), r1);
    r1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x2), r2), f64x2.mul(a1, y));
    r2 = f64x2.sub(f64x2.mul(b2, x2), f64x2.mul(a2, y));
    x2 = y;
    y = f64x2.add(f64x2.mul(b0, x3), r1);
    r1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x3), r2), f64x2.mul(a1, y));
    r2 = f64x2.sub(f64x2.mul(b2, x3), f64x2.mul(a2, y));
    x3 = y;
    b0 = v128.load64_splat(s, 32);
    b1 = v128.load64_splat(s, 40);
    b2 = v128.load64_splat(s, 48);
    a1 = v128.load64_splat(s, 56);
    a2 = v128.load64_splat(s, 64);
    y = f64x2.add(f64x2.mul(b0, x0), s1);
    s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x0), s2), f64x2.mul(a1, y));
    s2 = f64x2.sub(f64x2.mul(b2, x0), f64x2.mul(a2, y));
    x0 = y;
    y = f64x2.add(f64x2.mul(b0, x1), s1);
    s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x1), s2), f64x2.mul(a1, y));
    s2 = f64x2.sub(f64x2.mul(b2, x1), f64x2.mul(a2, y));
    x1 = y;
    y = f64x2.add(f64x2.mul(b0, x2), s1);
    s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x2), s2), f64x2.mul(a1, y));
    s2 = f64x2.sub(f64x2.mul(b2, x2), f64x2.mul(a2, y));
    x2 = y;
    y = f64x2.add(f64x2.mul(b0, x3), s1);
    s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x3), s2), f64x2.mul(a1, y));
    s2 = f64x2.sub(f64x2.mul(b2, x3), f64x2.mul(a2, y));
    x3 = y;
    if (wide) {
      v128.store(at, x0);
      v128.store(at, x1, 16);
      v128.store(at, x2, 32);
      v128.store(at, x3, 48);
    } else {
      storeFrame(at, x0);
      storeFrame(at + 8, x1);
      storeFrame(at + 16, x2);
      storeFrame(at + 24, x3);
    }
  }
  v128.store(p, p1);
  v128.store(p, p2, 16);
  v128.store(q, q1);
  v128.store(q, q2, 16);
  v128.store(r, r1);
  v128.store(r, r2, 16);
  v128.store(s, s1);
  v128.store(s, s2, 16);
  for (const end = block + <usize>frames * size; at < end; at += size) {
    const z = step(s, step(r, step(q, step(p, wide ? v128.load(at) : loadFrame(at)))));
    if (wide) v128.store(at, z);
    else storeFrame(at, z);
  }
}

/** One frame through one section. */
// @ts-ignore: decorator
@inline
function step(section: usize, x: v128): v128 {
  const y = f64x2.add(f64x2.mul(v128.load64_splat(section, 32), x), v128.load(section));
  const s2 = v128.load(section, 16);
  const inward = f64x2.add(f64x2.mul(v128.load64_splat(section, 40), x), s2);
  v128.store(section, f64x2.sub(inward, f64x2.mul(v128.load64_splat(section, 56), y)));
  v128.store(
    section,
    f64x2.sub(f64x2.mul(v128.load64_splat(section, 48), x), f64x2.mul(v128.load64_splat(section, 64), y)),
    16,
  );
  return y;
}

// @ts-ignore: decorator
@inline
function sectionAt(cascade: usize, index: i32): usize {
  return <usize>load<i32>(cascade + (<usize>index << 2), 8);
}

/** Up to four sections from f32 to f32; more through the wide block. */
function cascadeChunk(cascade: usize, wideBlock: usize, block: usize, frames: i32): void {
  const sections = load<i32>(cascade, 4);
  const first = sectionAt(cascade, 0);
  if (sections == 1) return one(first, block, frames, false);
  if (sections == 2) return two(first, sectionAt(cascade, 1), block, frames, false);
  if (sections == 4) return four(first, sectionAt(cascade, 1), sectionAt(cascade, 2), sectionAt(cascade, 3), block, frames, false);
  eqWiden(block, wideBlock, frames);
  let done = 0;
  for (; sections - done >= 4; done += 4) {
    four(
      sectionAt(cascade, done),
      sectionAt(cascade, done + 1),
      sectionAt(cascade, done + 2),
      sectionAt(cascade, done + 3),
      wideBlock,
      frames,
      true,
    );
  }
  if (sections - done >= 2) {
    two(sectionAt(cascade, done), sectionAt(cascade, done + 1), wideBlock, frames, true);
    done += 2;
  }
  if (sections > done) one(sectionAt(cascade, done), wideBlock, frames, true);
  eqNarrow(wideBlock, block, frames);
}

/**
 * Filters stereo frames in place through a cascade of sections with constant coefficients.
 * @param wideBlock scratch of at least 1024 frames of 16 bytes.
 */
export function eqCascade(cascade: usize, wideBlock: usize, block: usize, frames: i32): void {
  while (frames > 0) {
    const count = min(frames, TIDY_FRAMES - load<i32>(cascade));
    cascadeChunk(cascade, wideBlock, block, count);
    eqTidy(cascade, count);
    frames -= count;
    block += <usize>count << 3;
  }
}

/** Counts `frames` that all sections have run (at most to the next multiple of 1024) and there snaps dying states to zero. */
export function eqTidy(cascade: usize, frames: i32): void {
  const age = load<i32>(cascade) + frames;
  store<i32>(cascade, age < TIDY_FRAMES ? age : 0);
  if (age < TIDY_FRAMES) return;
  const sections = load<i32>(cascade, 4);
  for (let index = 0; index < sections; index++) {
    const section = sectionAt(cascade, index);
    v128.store(section, tidied(v128.load(section)));
    v128.store(section, tidied(v128.load(section, 16)), 16);
  }
}

/** Stereo f32 frames to wide frames. */
export function eqWiden(block: usize, wideBlock: usize, frames: i32): void {
  for (let index: usize = 0; index < <usize>frames; index++) v128.store(wideBlock + (index << 4), loadFrame(block + (index << 3)));
}

/** Wide frames to stereo f32 frames. */
export function eqNarrow(wideBlock: usize, block: usize, frames: i32): void {
  for (let index: usize = 0; index < <usize>frames; index++) storeFrame(block + (index << 3), v128.load(wideBlock + (index << 4)));
}

/** One section whose coefficients move by a fixed change per frame, over wide frames in place. */
export function eqMovingSection(section: usize, wideBlock: usize, frames: i32): void {
  let b0 = v128.load64_splat(section, 32);
  let b1 = v128.load64_splat(section, 40);
  let b2 = v128.load64_splat(section, 48);
  let a1 = v128.load64_splat(section, 56);
  let a2 = v128.load64_splat(section, 64);
  const b0Step = v128.load64_splat(section, 72);
  const b1Step = v128.load64_splat(section, 80);
  const b2Step = v128.load64_splat(section, 88);
  const a1Step = v128.load64_splat(section, 96);
  const a2Step = v128.load64_splat(section, 104);
  let s1 = v128.load(section);
  let s2 = v128.load(section, 16);
  const end = wideBlock + (<usize>frames << 4);
  for (let at = wideBlock; at < end; at += 16) {
    const x = v128.load(at);
    const y = f64x2.add(f64x2.mul(b0, x), s1);
    s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), s2), f64x2.mul(a1, y));
    s2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
    v128.store(at, y);
    b0 = f64x2.add(b0, b0Step);
    b1 = f64x2.add(b1, b1Step);
    b2 = f64x2.add(b2, b2Step);
    a1 = f64x2.add(a1, a1Step);
    a2 = f64x2.add(a2, a2Step);
  }
  v128.store(section, s1);
  v128.store(section, s2, 16);
  store<f64>(section, f64x2.extract_lane(b0, 0), 32);
  store<f64>(section, f64x2.extract_lane(b1, 0), 40);
  store<f64>(section, f64x2.extract_lane(b2, 0), 48);
  store<f64>(section, f64x2.extract_lane(a1, 0), 56);
  store<f64>(section, f64x2.extract_lane(a2, 0), 64);
}

/**
 * Fades wide frames in place towards another wide block.
 * @param fade two f64: how far towards `other` (0…1) the first frame is, and the change per frame; the first moves on.
 */
export function eqFade(fade: usize, wideBlock: usize, other: usize, frames: i32): void {
  let amount = load<f64>(fade);
  const step = load<f64>(fade, 8);
  const end = wideBlock + (<usize>frames << 4);
  for (let at = wideBlock; at < end; at += 16) {
    const from = v128.load(at);
    v128.store(at, f64x2.add(from, f64x2.mul(f64x2.splat(amount), f64x2.sub(v128.load(other), from))));
    amount += step;
    other += 16;
  }
  store<f64>(fade, amount);
}
