import { loudestOfFour } from './levels';
import { log2F32x4 } from './log2-exp2';

// The gate's reductions: levels four frames at a time in f32, then the decision and the ballistics frame by frame in f64.
// Levels and reductions are in octaves of amplitude (6.02 dB), reductions positive.
//
// State (f64 unless stated):
//   0 envelope · 8 smoothed reduction · 16 i32 open · 20 i32 frames of hold left
//   24 level that opens · 32 level that closes · 40 reduction per octave below the opening level: ratio − 1 · 48 range
//   56 attack · 64 release: one-pole coefficients · 72 fall of the envelope in octaves per frame · 80 i32 frames of hold

/** Keeps a reduction that decays to nothing from ever reaching the slow denormal numbers; 6e-30 dB. */
const NEVER_DENORMAL: f64 = 1e-30;
/** The last, partial group of four frames is copied here: nothing is read past the end of a block. */
const remainder: usize = memory.data(32, 16);

/**
 * The reduction of each of `frames` frames from the level of `key`.
 * @param key stereo frames; @param reductions receives one f32 a frame, and needs room for three more.
 */
export function gateReductions(state: usize, key: usize, reductions: usize, frames: i32): void {
  const quads = reductions + (<usize>(frames & ~3) << 2);
  let at = reductions;
  for (; at < quads; at += 16, key += 32) v128.store(at, log2F32x4(loudestOfFour(key)));
  if (frames & 3) {
    memory.copy(remainder, key, <usize>(frames & 3) << 3);
    v128.store(at, log2F32x4(loudestOfFour(remainder)));
  }
  reductionsOfLevels(state, reductions, frames);
}

function reductionsOfLevels(state: usize, levels: usize, frames: i32): void {
  const opensAt = load<f64>(state, 24);
  const closesAt = load<f64>(state, 32);
  const steepness = load<f64>(state, 40);
  const range = load<f64>(state, 48);
  const attack = load<f64>(state, 56);
  const release = load<f64>(state, 64);
  const fall = load<f64>(state, 72);
  const hold = load<i32>(state, 80);
  let envelope = load<f64>(state);
  let reduction = load<f64>(state, 8);
  let isOpen = load<i32>(state, 16);
  let holdLeft = load<i32>(state, 20);
  const end = levels + (<usize>frames << 2);
  for (; levels < end; levels += 4) {
    const level = <f64>load<f32>(levels);
    envelope -= fall;
    if (level > envelope) envelope = level;
    if (level >= opensAt || (isOpen && level >= closesAt)) {
      isOpen = 1;
      holdLeft = hold;
    } else if (holdLeft > 0) holdLeft--;
    else if (isOpen) {
      isOpen = 0;
      // The signal has been below the closing level for long enough: no need to wait for the envelope's fall.
      if (envelope > closesAt) envelope = closesAt;
    }
    let target = NEVER_DENORMAL;
    if (!isOpen && envelope < opensAt) target += min(range, steepness * (opensAt - envelope));
    const coefficient = target < reduction ? attack : release;
    reduction = coefficient * reduction + (1 - coefficient) * target;
    store<f32>(levels, <f32>reduction);
  }
  store<f64>(state, envelope);
  store<f64>(state, reduction, 8);
  store<i32>(state, isOpen, 16);
  store<i32>(state, holdLeft, 20);
}
