import { CHUNK_BYTES, HALO_FRAMES, lanePeaks, largestLane, stereoTruePeaks } from './interpolation';
import { loadFrame, storeFrame } from './stereo';

/** Samples beyond this (+180 dBFS) are taken as this: gains then stay within the fixed point of the smoother. */
const LARGEST_SAMPLE: f32 = 1e9;
/** Taken off a release per frame, so that it ends at exactly no reduction. */
const RELEASE_FLOOR: f64 = 1e-9;

const stagePeaks: usize = memory.data(512, 16);

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
  reciprocalOfFullSum: f64;
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
  stage.reciprocalOfFullSum = 1 / <f64>stage.fullSum;
  stage.prefix = 0;
  stage.release = 0;
  stage.idleAfterFrames = 2 * holdFrames + box0 + box1 + box2;
  stage.quietFrames = stage.idleAfterFrames;
  stage.unityFrames = 0x3fffffff;
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
  const quiet = verified || <f64>(largestLane(lanePeaks(first - stage.lookBytes, stage.end)) * stage.peakBound) * perCeiling <= 1;
  if (!quiet) stereoTruePeaks(first, frames, stage.table, stage.pairs, <f32>(1 / perCeiling) / stage.finerBound, stagePeaks);
  else if (stage.quietFrames >= stage.idleAfterFrames) {
    passChunk(stage, block, frames);
    return;
  } else memory.fill(stagePeaks, 0, <usize>frames << 2);
  gainChunk(stage, block, frames, perCeiling, releaseKeep);
}

/** A stage at rest holds nothing but full gains and no needs: only its places in them move on. */
function passChunk(stage: Stage, block: usize, frames: i32): void {
  const bytes = <usize>frames << 3;
  memory.copy(block, stage.end - bytes - stage.delayBytes, bytes);
  stage.holdAt = (stage.holdAt + bytes) % stage.holdBytes;
  stage.ringAt = (stage.ringAt + bytes) & stage.ringMask;
  stage.unityFrames = min(stage.unityFrames + frames, 0x3fffffff);
}

/** From peaks to needs, held, released, turned into gains, smoothed, and applied to the delayed frames. */
function gainChunk(stage: Stage, block: usize, frames: i32, perCeiling: f64, releaseKeep: f64): void {
  const mask = stage.ringMask;
  const gains = stage.rings;
  const sums0 = gains + mask + 1;
  const sums1 = sums0 + mask + 1;
  const holdBytes = stage.holdBytes;
  const needs = stage.needs;
  const suffixes = stage.suffixes;
  const one = f64x2.splat(1);
  const keep = f64x2.splat(releaseKeep);
  const floor = f64x2.splat(RELEASE_FLOOR);
  const scale = f64x2.splat(perCeiling);
  let release = f64x2.splat(stage.release);
  let prefix = f64x2.splat(stage.prefix);
  let ringAt = stage.ringAt;
  let holdAt = stage.holdAt;
  let sum0 = stage.sum0;
  let sum1 = stage.sum1;
  let sum2 = stage.sum2;
  let quietFrames = stage.quietFrames;
  let unityFrames = stage.unityFrames;
  let lowestSum = stage.fullSum;
  let from = stage.end - (<usize>frames << 3) - stage.delayBytes;
  const end = block + (<usize>frames << 3);
  let peak = stagePeaks;
  for (let at = block; at < end; at += 8) {
    // How far over the ceiling, held over the look-ahead, then released.
    const over = f64x2.sub(f64x2.mul(f64x2.promote_low_f32x4(v128.load32_splat(peak)), scale), one);
    const need = f64x2.pmax(f64x2.splat(0), over);
    v128.store64_lane(needs + holdAt, need, 0);
    prefix = f64x2.pmax(prefix, need);
    const held = f64x2.pmax(prefix, v128.load64_splat(suffixes + holdAt));
    release = f64x2.pmax(held, f64x2.sub(f64x2.mul(release, keep), floor));
    holdAt += 8;
    if (holdAt === holdBytes) {
      beginHoldStretch(stage);
      holdAt = 0;
      prefix = f64x2.splat(0);
    }
    quietFrames = f64x2.extract_lane(release, 0) > 0 ? 0 : quietFrames + 1;
    // Three running means over what comes, in whole numbers.
    const gain = <i64>(f64x2.extract_lane(f64x2.div(one, f64x2.add(one, release)), 0) * stage.gainScale);
    sum0 += gain - load<i64>(gains + ((ringAt - stage.box0) & mask));
    store<i64>(gains + ringAt, gain);
    sum1 += sum0 - load<i64>(sums0 + ((ringAt - stage.box1) & mask));
    store<i64>(sums0 + ringAt, sum0);
    sum2 += sum1 - load<i64>(sums1 + ((ringAt - stage.box2) & mask));
    store<i64>(sums1 + ringAt, sum1);
    ringAt = (ringAt + 8) & mask;
    lowestSum = min(lowestSum, sum2);
    const full = sum2 === stage.fullSum;
    unityFrames = full ? min(unityFrames + 1, 0x3fffffff) : 0;
    const smooth = full ? 1 : <f64>sum2 * stage.reciprocalOfFullSum;
    storeFrame(at, f64x2.mul(loadFrame(from), f64x2.splat(smooth)));
    from += 8;
    peak += 4;
  }
  stage.release = f64x2.extract_lane(release, 0);
  stage.prefix = f64x2.extract_lane(prefix, 0);
  stage.ringAt = ringAt;
  stage.holdAt = holdAt;
  stage.sum0 = sum0;
  stage.sum1 = sum1;
  stage.sum2 = sum2;
  stage.quietFrames = min(quietFrames, 0x3fffffff);
  stage.unityFrames = unityFrames;
  stage.lowestGain = min(stage.lowestGain, <f64>lowestSum * stage.reciprocalOfFullSum);
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
