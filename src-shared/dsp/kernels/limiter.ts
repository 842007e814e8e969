import { CHUNK_BYTES, HALO_FRAMES, lanePeaks, largestLane, stereoTruePeaks } from './interpolation';
import { loadFrame, storeFrame } from './stereo';

/** Samples beyond this (+180 dBFS) are taken as this: gains then stay within the fixed point of the smoother. */
const LARGEST_SAMPLE: f32 = 1e9;
/** Taken off a release per frame, so that it ends at exactly no reduction. */
const RELEASE_FLOOR: f64 = 1e-9;

/** Counters of frames stop here. */
const MANY_FRAMES: i32 = 0x3fffffff;

/** Of the chunk in work: a peak a frame, f32; then what becomes of it, f64. */
const stagePeaks: usize = memory.data(512, 16);
const stageValues: usize = memory.data(1024, 16);

/**
 * One limiting stage: detector, held maximum, release, smoother, delayed gain. Lengths are frames, `need` is how many
 * times over the ceiling the signal is, less one (0: under it), gains are fixed-point fractions, so that their running
 * sums are exact for ever.
 */
@unmanaged
class Stage {
  /** Input history, a straight run of stereo frames with `end` at the next to come; moved back to its start when full. */
  history: usize;
  end: usize;
  limit: usize;
  /** Bytes of history that must be kept before `end`. */
  kept: usize;
  delayBytes: usize;
  lookBytes: usize;
  table: usize;
  pairs: i32;
  /** Held maximum (van Herk 1992; Gil and Werman 1993): needs of the current stretch, suffix maxima of the one before. */
  needs: usize;
  suffixes: usize;
  holdBytes: usize;
  holdAt: usize;
  /** Three rings of i64: gains, and their sums over the first and over the first two boxes. */
  rings: usize;
  ringMask: usize;
  ringAt: usize;
  box0: usize;
  box1: usize;
  box2: usize;
  sum0: i64;
  sum1: i64;
  sum2: i64;
  fullSum: i64;
  gainScale: f64;
  prefix: f64;
  release: f64;
  peakBound: f32;
  finerBound: f32;
  /** Frames since a need or a release, and how many of them make the stage idle. */
  quietFrames: i32;
  idleAfterFrames: i32;
  /** Latest output frames in a row that passed with gain exactly 1. */
  unityFrames: i32;
  lowestGain: f64;
}

/** Bytes of a stage's state. */
export function limiterStageBytes(): i32 {
  return <i32>offsetof<Stage>();
}

/**
 * @param history `historyFrames` of room: the delay, the detector's reach twice, and some thousand frames. @param hold two runs of `holdFrames` f64.
 * @param rings three rings of `ringFrames` i64, a power of two no smaller than a box.
 * @param gainBits the fixed point: 2^gainBits · box0 · box1 · box2 < 2^63.
 */
export function limiterStageInit(
  state: usize, history: usize, historyFrames: i32, delayFrames: i32, table: usize, pairs: i32, peakBound: f32, finerBound: f32,
  hold: usize, holdFrames: i32, rings: usize, ringFrames: i32, box0: i32, box1: i32, box2: i32, gainBits: i32,
): void {
  const stage = changetype<Stage>(state);
  const look = <usize>pairs + HALO_FRAMES;
  stage.history = history;
  stage.limit = history + (<usize>historyFrames << 3);
  stage.kept = (<usize>delayFrames + 2 * look + 8) << 3;
  stage.end = history + stage.kept;
  stage.delayBytes = <usize>delayFrames << 3;
  stage.lookBytes = look << 3;
  stage.table = table;
  stage.pairs = pairs;
  stage.peakBound = peakBound;
  stage.finerBound = finerBound;
  stage.needs = hold;
  stage.suffixes = hold + (<usize>holdFrames << 3);
  stage.holdBytes = <usize>holdFrames << 3;
  stage.holdAt = 0;
  stage.rings = rings;
  stage.ringMask = (<usize>ringFrames << 3) - 1;
  stage.ringAt = 0;
  stage.box0 = <usize>box0 << 3;
  stage.box1 = <usize>box1 << 3;
  stage.box2 = <usize>box2 << 3;
  const unity: i64 = 1 << <i64>gainBits;
  stage.gainScale = <f64>unity;
  stage.sum0 = unity * box0;
  stage.sum1 = stage.sum0 * box1;
  stage.sum2 = stage.sum1 * box2;
  stage.fullSum = stage.sum2;
  stage.prefix = 0;
  stage.release = 0;
  stage.idleAfterFrames = 2 * holdFrames + box0 + box1 + box2;
  stage.quietFrames = stage.idleAfterFrames;
  stage.unityFrames = MANY_FRAMES;
  stage.lowestGain = 1;
  memory.fill(history, 0, stage.kept);
  memory.fill(hold, 0, 2 * stage.holdBytes);
  const ringBytes = <usize>ringFrames << 3;
  for (let at: usize = 0; at < ringBytes; at += 8) {
    store<i64>(rings + at, unity);
    store<i64>(rings + ringBytes + at, stage.sum0);
    store<i64>(rings + 2 * ringBytes + at, stage.sum1);
  }
}

/** Latest frames in a row that left the stage unchanged. */
export function limiterUnityFrames(state: usize): i32 {
  return changetype<Stage>(state).unityFrames;
}

/** The lowest gain since the last call. */
export function limiterTakeLowestGain(state: usize): f64 {
  const stage = changetype<Stage>(state);
  const lowest = stage.lowestGain;
  stage.lowestGain = 1;
  return lowest;
}

/**
 * Multiplies by a gain that moves by a fixed step per frame, and makes the samples fit to work on: 0 for NaN, ±1e9 at most.
 * @param drive two f64: the gain at the first frame, which moves on, and its change per frame.
 */
export function limiterDrive(drive: usize, block: usize, frames: i32): void {
  let gain = load<f64>(drive);
  const step = load<f64>(drive, 8);
  const end = block + (<usize>frames << 3);
  const most = f32x4.splat(LARGEST_SAMPLE);
  const least = f32x4.splat(-LARGEST_SAMPLE);
  for (let at = block; at < end; at += 8) {
    const input = v128.load64_zero(at);
    const number = v128.and(input, f32x4.eq(input, input));
    const driven = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(number), f64x2.splat(gain)));
    v128.store64_lane(at, f32x4.pmax(least, f32x4.pmin(most, driven)), 0);
    gain += step;
  }
  store<f64>(drive, gain);
}

/**
 * Limits a block in place.
 * @param perCeiling 1 / the ceiling's amplitude. @param releaseKeep what a need keeps of itself per frame.
 * @param verified not 0: every frame that the detector will see is known to stay under the ceiling.
 */
export function limiterStageProcess(state: usize, block: usize, frames: i32, perCeiling: f64, releaseKeep: f64, verified: i32): void {
  const stage = changetype<Stage>(state);
  const chunkFrames = <i32>(CHUNK_BYTES >> 3);
  for (let done = 0; done < frames; done += chunkFrames) {
    const count = min(frames - done, chunkFrames);
    limitChunk(stage, block + (<usize>done << 3), count, perCeiling, releaseKeep, verified !== 0);
  }
}

function limitChunk(stage: Stage, block: usize, frames: i32, perCeiling: f64, releaseKeep: f64, verified: bool): void {
  const bytes = <usize>frames << 3;
  // Room for the block and for the vectors that reach past it.
  if (stage.end + bytes + 128 > stage.limit) {
    memory.copy(stage.history, stage.end - stage.kept, stage.kept);
    stage.end = stage.history + stage.kept;
  }
  memory.copy(stage.end, block, bytes);
  stage.end += bytes;
  const first = stage.end - stage.lookBytes - bytes;
  let quiet = verified || <f64>(largestLane(lanePeaks(first - stage.lookBytes, stage.end)) * stage.peakBound) * perCeiling <= 1;
  if (quiet) memory.fill(stagePeaks, 0, <usize>frames << 2);
  else {
    stereoTruePeaks(first, frames, stage.table, stage.pairs, <f32>(1 / perCeiling) / stage.finerBound, stagePeaks);
    quiet = <f64>largestLane(lanePeaks(stagePeaks, stagePeaks + (<usize>frames << 2))) * perCeiling <= 1;
  }
  if (quiet && stage.quietFrames >= stage.idleAfterFrames) passChunk(stage, block, frames);
  else gainChunk(stage, block, frames, perCeiling, releaseKeep);
}

/** A stage at rest holds nothing but full gains and no needs: only its places in them move on. */
function passChunk(stage: Stage, block: usize, frames: i32): void {
  const bytes = <usize>frames << 3;
  memory.copy(block, stage.end - bytes - stage.delayBytes, bytes);
  stage.holdAt = (stage.holdAt + bytes) % stage.holdBytes;
  stage.ringAt = (stage.ringAt + bytes) & stage.ringMask;
  stage.unityFrames = min(stage.unityFrames + frames, MANY_FRAMES);
}

/** From peaks to needs, held, released, turned into gains, smoothed, and applied to the delayed frames. */
function gainChunk(stage: Stage, block: usize, frames: i32, perCeiling: f64, releaseKeep: f64): void {
  releaseChunk(stage, frames, perCeiling, releaseKeep);
  stage.quietFrames = min(trailing(stageValues, frames, 0, stage.quietFrames), MANY_FRAMES);
  smoothChunk(stage, frames);
  const full = f64x2.splat(<f64>stage.fullSum);
  let lowest = f64x2.splat(1);
  let from = stage.end - (<usize>frames << 3) - stage.delayBytes;
  const end = block + (<usize>frames << 3);
  let values = stageValues;
  for (let at = block; at < end; at += 8) {
    // A division, because a full sum must give exactly 1.
    const gain = f64x2.div(v128.load64_splat(values), full);
    v128.store64_lane(values, gain, 0);
    lowest = f64x2.pmin(lowest, gain);
    storeFrame(at, f64x2.mul(loadFrame(from), gain));
    from += 8;
    values += 8;
  }
  stage.lowestGain = min(stage.lowestGain, f64x2.extract_lane(lowest, 0));
  stage.unityFrames = min(trailing(stageValues, frames, 1, stage.unityFrames), MANY_FRAMES);
}

/** How many values up to the last one equal `value`; when all do, `before` more. */
function trailing(values: usize, frames: i32, value: f64, before: i32): i32 {
  let count = 0;
  while (count < frames && load<f64>(values + (<usize>(frames - 1 - count) << 3)) === value) count++;
  return count === frames ? count + before : count;
}

/** Leaves in `stageValues` how far over the ceiling each frame counts as: held over the look-ahead, then released. */
function releaseChunk(stage: Stage, frames: i32, perCeiling: f64, releaseKeep: f64): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const keep = f64x2.splat(releaseKeep);
  const floor = f64x2.splat(RELEASE_FLOOR);
  const scale = f64x2.splat(perCeiling);
  let release = v128.load64_splat(changetype<usize>(stage) + offsetof<Stage>('release'));
  let prefix = v128.load64_splat(changetype<usize>(stage) + offsetof<Stage>('prefix'));
  let peak = stagePeaks;
  let value = stageValues;
  const end = stageValues + (<usize>frames << 3);
  while (value < end) {
    const count = min(end - value, stage.holdBytes - stage.holdAt);
    const untilEnd = value + count;
    let need = stage.needs + stage.holdAt;
    let suffix = stage.suffixes + stage.holdAt;
    for (; value < untilEnd; value += 8) {
      const over = f64x2.sub(f64x2.mul(f64x2.promote_low_f32x4(v128.load32_splat(peak)), scale), one);
      const now = f64x2.pmax(zero, over);
      v128.store64_lane(need, now, 0);
      prefix = f64x2.pmax(prefix, now);
      const held = f64x2.pmax(prefix, v128.load64_splat(suffix));
      release = f64x2.pmax(held, f64x2.sub(f64x2.mul(release, keep), floor));
      v128.store64_lane(value, release, 0);
      peak += 4;
      need += 8;
      suffix += 8;
    }
    stage.holdAt += count;
    if (stage.holdAt === stage.holdBytes) {
      beginHoldStretch(stage);
      stage.holdAt = 0;
      prefix = zero;
    }
  }
  stage.release = f64x2.extract_lane(release, 0);
  stage.prefix = f64x2.extract_lane(prefix, 0);
}

/** Turns what `stageValues` holds into gains and those into sums over the three boxes, in whole numbers. */
function smoothChunk(stage: Stage, frames: i32): void {
  const one = f64x2.splat(1);
  const scale = f64x2.splat(stage.gainScale);
  // Added to a number under 2^51, this leaves its whole part in the lowest bits.
  const whole = f64x2.splat(4503599627370496.0);
  const wholeBits: i64 = 0x4330000000000000;
  const end = stageValues + (<usize>frames << 3);
  for (let value = stageValues; value < end; value += 16) {
    const gains = f64x2.div(one, f64x2.add(one, v128.load(value)));
    v128.store(value, f64x2.add(f64x2.mul(gains, scale), whole));
  }
  const mask = stage.ringMask;
  const ring0 = stage.rings;
  const ring1 = ring0 + mask + 1;
  const ring2 = ring1 + mask + 1;
  const box0 = stage.box0;
  const box1 = stage.box1;
  const box2 = stage.box2;
  let sum0 = stage.sum0;
  let sum1 = stage.sum1;
  let sum2 = stage.sum2;
  let ringAt = stage.ringAt;
  for (let value = stageValues; value < end; value += 8) {
    const gain = load<i64>(value) - wholeBits;
    sum0 += gain - load<i64>(ring0 + ((ringAt - box0) & mask));
    store<i64>(ring0 + ringAt, gain);
    sum1 += sum0 - load<i64>(ring1 + ((ringAt - box1) & mask));
    store<i64>(ring1 + ringAt, sum0);
    sum2 += sum1 - load<i64>(ring2 + ((ringAt - box2) & mask));
    store<i64>(ring2 + ringAt, sum1);
    ringAt = (ringAt + 8) & mask;
    store<f64>(value, <f64>sum2);
  }
  stage.sum0 = sum0;
  stage.sum1 = sum1;
  stage.sum2 = sum2;
  stage.ringAt = ringAt;
}

/** The suffix maxima of the stretch that ended: entry i is the largest need after place i. */
function beginHoldStretch(stage: Stage): void {
  let largest: f64 = 0;
  for (let at = stage.holdBytes; at > 0; at -= 8) {
    store<f64>(stage.suffixes + at - 8, largest);
    const need = load<f64>(stage.needs + at - 8);
    largest = need > largest ? need : largest;
  }
}
