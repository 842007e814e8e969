// Doubling and halving the sample rate by polyphase FIR filters, stereo in f64x2. dsp/core/oversampling.ts designs the
// filters and lays out their memory: i32 count of stages, then from byte 16 for each stage twelve i32: first tap, count
// and pointer of the even phase, the same of the odd one; buffer at the lower rate and its frames of history; buffer at
// the higher rate and its frames of history. New frames stand behind the history; `slide` makes them history.

const STAGES: usize = 16;
const STAGE_BYTES: usize = 48;
const ODD: usize = 12;
const UP_BUFFER: usize = 24;
const UP_HISTORY: usize = 28;
const DOWN_BUFFER: usize = 32;
const DOWN_HISTORY: usize = 36;

// @ts-ignore: decorator
@inline
function stageAt(oversampler: usize, index: i32): usize {
  return oversampler + STAGES + <usize>index * STAGE_BYTES;
}

// @ts-ignore: decorator
@inline
function upFrames(stage: usize): usize {
  return load<usize>(stage, UP_BUFFER) + (<usize>load<i32>(stage, UP_HISTORY) << 4);
}

// @ts-ignore: decorator
@inline
function downFrames(stage: usize): usize {
  return load<usize>(stage, DOWN_BUFFER) + (<usize>load<i32>(stage, DOWN_HISTORY) << 4);
}

/** Where the frames to be oversampled go. */
// @ts-ignore: decorator
@inline
export function oversampleInput(oversampler: usize): usize {
  return upFrames(stageAt(oversampler, 0));
}

/** Where the oversampled frames stand, to be changed in place. */
// @ts-ignore: decorator
@inline
export function oversampledFrames(oversampler: usize): usize {
  return downFrames(stageAt(oversampler, load<i32>(oversampler) - 1));
}

/**
 * Convolves `count` frames with one phase of taps; adds to what stands at `to` when `adds`. Four outputs at a time share
 * each tap; the order of sums is that of one at a time.
 * @param inStep bytes between the inputs of two outputs; taps always step by `tapStep` bytes. @param outStep between outputs.
 */
function convolve(phase: usize, from: usize, tapStep: usize, inStep: usize, to: usize, outStep: usize, count: i32, adds: bool): void {
  const taps = load<usize>(phase, 8);
  const end = taps + (<usize>load<i32>(phase, 4) << 3);
  let at = from - <usize>load<i32>(phase) * tapStep;
  let out = to;
  let done = 0;
  const zero = f64x2.splat(0);
  for (; done + 4 <= count; done += 4) {
    let sum0 = adds ? v128.load(out) : zero;
    let sum1 = adds ? v128.load(out + outStep) : zero;
    let sum2 = adds ? v128.load(out + 2 * outStep) : zero;
    let sum3 = adds ? v128.load(out + 3 * outStep) : zero;
    let frame = at;
    for (let tap = taps; tap < end; tap += 8) {
      const weight = v128.load64_splat(tap);
      sum0 = f64x2.add(sum0, f64x2.mul(weight, v128.load(frame)));
      sum1 = f64x2.add(sum1, f64x2.mul(weight, v128.load(frame + inStep)));
      sum2 = f64x2.add(sum2, f64x2.mul(weight, v128.load(frame + 2 * inStep)));
      sum3 = f64x2.add(sum3, f64x2.mul(weight, v128.load(frame + 3 * inStep)));
      frame -= tapStep;
    }
    v128.store(out, sum0);
    v128.store(out + outStep, sum1);
    v128.store(out + 2 * outStep, sum2);
    v128.store(out + 3 * outStep, sum3);
    at += 4 * inStep;
    out += 4 * outStep;
  }
  for (; done < count; done++) {
    let sum = adds ? v128.load(out) : zero;
    let frame = at;
    for (let tap = taps; tap < end; tap += 8) {
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(tap), v128.load(frame)));
      frame -= tapStep;
    }
    v128.store(out, sum);
    at += inStep;
    out += outStep;
  }
}

/** Brings `frames` frames from the input to the highest rate, at half their level per stage (filters have unity gain). */
export function oversampleUp(oversampler: usize, frames: i32): void {
  const stages = load<i32>(oversampler);
  let count = frames;
  for (let index = 0; index < stages; index++) {
    const stage = stageAt(oversampler, index);
    const to = index + 1 < stages ? upFrames(stageAt(oversampler, index + 1)) : downFrames(stage);
    convolve(stage, upFrames(stage), 16, 16, to, 32, count, false);
    convolve(stage + ODD, upFrames(stage), 16, 16, to + 16, 32, count, false);
    count <<= 1;
  }
}

/** Brings the oversampled frames down to `frames` frames at `to`, and keeps what the next call needs. */
export function oversampleDown(oversampler: usize, to: usize, frames: i32): void {
  const stages = load<i32>(oversampler);
  for (let index = stages - 1; index >= 0; index--) {
    const stage = stageAt(oversampler, index);
    const out = index > 0 ? downFrames(stageAt(oversampler, index - 1)) : to;
    const count = frames << index;
    convolve(stage, downFrames(stage), 32, 32, out, 16, count, false);
    convolve(stage + ODD, downFrames(stage) - 16, 32, 32, out, 16, count, true);
  }
  for (let index = 0; index < stages; index++) {
    const stage = stageAt(oversampler, index);
    slide(load<usize>(stage, UP_BUFFER), load<i32>(stage, UP_HISTORY), frames << index);
    slide(load<usize>(stage, DOWN_BUFFER), load<i32>(stage, DOWN_HISTORY), frames << (index + 1));
  }
}

// @ts-ignore: decorator
@inline
function slide(buffer: usize, history: i32, frames: i32): void {
  memory.copy(buffer, buffer + (<usize>frames << 4), <usize>history << 4);
}
