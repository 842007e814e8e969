import { oversampleDown, oversampledFrames, oversampleInput, oversampleUp } from './oversampling';
import { loadFrame, storeFrame } from './stereo';

// A waveshaper at a higher rate between first-order filters at the base rate, beside a delayed dry path.
//
// State, in bytes (dsp/saturation/saturation.ts writes it):
//   0    15 f64x2, both lanes alike: four sections of b0 b1 a1 (emphasis, its inverse, tone, DC blocker), dry, wet, drive
//   240  15 f64x2: their change per frame
const STEPS: usize = 240;
const EMPHASIS: usize = 0;
const DEEMPHASIS: usize = 48;
const TONE: usize = 96;
const BLOCKER: usize = 144;
const DRY: usize = 192;
const WET: usize = 208;
const DRIVE: usize = 224;
/** Four f64x2: states of the sections. */
const STATES: usize = 480;
/** f64: bias of the curve; 1 / factor. */
const BIAS: usize = 544;
const FRACTION: usize = 552;
/** i32: oversampler, scratch of 64 stereo f64 frames, dry ring, its frames − 1, write index, latency, factor, moving, curve. */
const OVERSAMPLER: usize = 560;
const SCRATCH: usize = 564;
const RING: usize = 568;
const MASK: usize = 572;
const INDEX: usize = 576;
const LATENCY: usize = 580;
const FACTOR: usize = 584;
const MOVING: usize = 588;
const CURVE: usize = 592;
const CHUNK = 64;
/** −400 dBFS: filter states below become silence. */
const SILENCE: f64 = 1e-20;

/** One first-order section of the base rate. */
// @ts-ignore: decorator
@inline
function section(coefficients: usize, memory: usize, frame: v128): v128 {
  const out = f64x2.add(f64x2.mul(v128.load(coefficients), frame), v128.load(memory));
  const next = f64x2.sub(f64x2.mul(v128.load(coefficients, 16), frame), f64x2.mul(v128.load(coefficients, 32), out));
  v128.store(memory, v128.and(next, f64x2.gt(f64x2.abs(next), f64x2.splat(SILENCE))));
  return out;
}

/** u / √(1 + u²): rounds early. */
// @ts-ignore: decorator
@inline
function soft(u: v128): v128 {
  return f64x2.div(u, f64x2.sqrt(f64x2.add(f64x2.splat(1), f64x2.mul(u, u))));
}

/** u / ⁴√(1 + u⁴): stays straight longer. */
// @ts-ignore: decorator
@inline
function firm(u: v128): v128 {
  const square = f64x2.mul(u, u);
  return f64x2.div(u, f64x2.sqrt(f64x2.sqrt(f64x2.add(f64x2.splat(1), f64x2.mul(square, square)))));
}

/** Curves the oversampled frames of `frames` base frames in place, the drive gliding through each. */
function shapeSoft(state: usize, block: usize, frames: i32): void {
  const bytes = <usize>load<i32>(state, FACTOR) << 4;
  const frameStep = v128.load(state, DRIVE + STEPS);
  const step = f64x2.mul(frameStep, v128.load64_splat(state + FRACTION));
  const bias = v128.load64_splat(state + BIAS);
  const rest = soft(bias);
  let drive = v128.load(state, DRIVE);
  const end = block + <usize>frames * bytes;
  for (let frame = block; frame < end; frame += bytes) {
    let gain = drive;
    for (let at = frame; at < frame + bytes; at += 16) {
      v128.store(at, f64x2.sub(soft(f64x2.add(f64x2.mul(v128.load(at), gain), bias)), rest));
      gain = f64x2.add(gain, step);
    }
    drive = f64x2.add(drive, frameStep);
  }
}

/** The same with the firm curve. */
function shapeFirm(state: usize, block: usize, frames: i32): void {
  const bytes = <usize>load<i32>(state, FACTOR) << 4;
  const frameStep = v128.load(state, DRIVE + STEPS);
  const step = f64x2.mul(frameStep, v128.load64_splat(state + FRACTION));
  let drive = v128.load(state, DRIVE);
  const end = block + <usize>frames * bytes;
  for (let frame = block; frame < end; frame += bytes) {
    let gain = drive;
    for (let at = frame; at < frame + bytes; at += 16) {
      v128.store(at, firm(f64x2.mul(v128.load(at), gain)));
      gain = f64x2.add(gain, step);
    }
    drive = f64x2.add(drive, frameStep);
  }
}

/** Saturates `frames` frames in place. */
export function saturationProcess(state: usize, block: usize, frames: i32): void {
  for (let done = 0; done < frames; done += CHUNK) {
    saturateChunk(state, block + (<usize>done << 3), min(frames - done, CHUNK));
  }
}

function saturateChunk(state: usize, block: usize, frames: i32): void {
  const oversampler = load<usize>(state, OVERSAMPLER);
  const moving = load<i32>(state, MOVING);
  const ring = load<usize>(state, RING);
  const mask = load<i32>(state, MASK);
  const latency = load<i32>(state, LATENCY);
  const scratch = load<usize>(state, SCRATCH);
  const input = oversampleInput(oversampler);
  let index = load<i32>(state, INDEX);

  for (let at = 0; at < frames; at++) {
    const frame = loadFrame(block + (<usize>at << 3));
    v128.store(input + (<usize>at << 4), section(state + EMPHASIS, state + STATES, frame));
    if (moving) advance(state, EMPHASIS, DEEMPHASIS);
  }
  oversampleUp(oversampler, frames);
  if (load<i32>(state, CURVE) == 1) shapeFirm(state, oversampledFrames(oversampler), frames);
  else shapeSoft(state, oversampledFrames(oversampler), frames);
  oversampleDown(oversampler, scratch, frames);
  for (let at = 0; at < frames; at++) {
    const here = block + (<usize>at << 3);
    let wet = section(state + DEEMPHASIS, state + STATES + 16, v128.load(scratch + (<usize>at << 4)));
    wet = section(state + TONE, state + STATES + 32, wet);
    wet = section(state + BLOCKER, state + STATES + 48, wet);
    store<u64>(ring + (<usize>index << 3), load<u64>(here));
    const dry = loadFrame(ring + (<usize>((index - latency) & mask) << 3));
    storeFrame(here, f64x2.add(f64x2.mul(v128.load(state, DRY), dry), f64x2.mul(v128.load(state, WET), wet)));
    index = (index + 1) & mask;
    if (moving) advance(state, DEEMPHASIS, STEPS);
  }
  store<i32>(state, index, INDEX);
}

/** Moves the coefficients from byte `first` up to `last` by one frame's step. */
// @ts-ignore: decorator
@inline
function advance(state: usize, first: usize, last: usize): void {
  for (let offset = first; offset < last; offset += 16) {
    v128.store(state + offset, f64x2.add(v128.load(state + offset), v128.load(state + offset, STEPS)));
  }
}
