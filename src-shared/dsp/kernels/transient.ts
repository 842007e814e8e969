import { loudestOfFour } from './levels';
import { log2F32x4 } from './log2-exp2';

// The transient shaper: three envelopes of one peak, frame by frame in f64, and their ratios, four frames at a time in f32.
// A ratio knows no level: the same drum hit gets the same gain at −50 as at 0 dBFS.
//
// State (f64 unless stated):
//   0 peak · 8 risen envelope, which follows the peak's rise late · 16 sustained envelope, which follows its fall late
//   24 smoothed gain · 32 i32 frames of hold left · 36 i32 frames of hold
//   40 fall of the peak · 48 rise of the risen · 56 fall of the sustained · 64 smoothing: one-pole coefficients
//   72 attack and 80 sustain: gain at full effect in octaves, each with its change per frame at 88 and 96
//   104 frames since these began · four f32: 112 dead zone in octaves · 116 1 / (full effect − dead zone)

/** −240 dB: what envelopes fall to, far above the slow denormal numbers. */
const LOWEST: f64 = 9.094947017729282e-13;
/** Keeps a gain that decays to nothing from reaching them; as a reduction, 6e-30 dB. */
const NEVER_DENORMAL: f64 = 1e-30;
/** The last, partial group of four frames is copied here: nothing is read past the end of a block. */
const remainder: usize = memory.data(32, 16);

/**
 * The reduction (a rise is negative) of each frame, in octaves.
 * @param reductions, @param sustained receive one f32 a frame, and need room for three more; the second is scratch.
 */
export function transientReductions(state: usize, block: usize, reductions: usize, sustained: usize, frames: i32): void {
  const quads = reductions + (<usize>(frames & ~3) << 2);
  let at = reductions;
  for (; at < quads; at += 16, block += 32) v128.store(at, loudestOfFour(block));
  if (frames & 3) {
    memory.copy(remainder, block, <usize>(frames & 3) << 3);
    v128.store(at, loudestOfFour(remainder));
  }
  ratiosOfPeaks(state, reductions, sustained, frames);
  gainsOfRatios(state, reductions, sustained, frames);
  smoothed(state, reductions, frames);
}

/** Amplitudes to peak / risen envelope, in place, and sustained envelope / peak: both at least 1. */
function ratiosOfPeaks(state: usize, amplitudes: usize, sustained: usize, frames: i32): void {
  const peakFall = load<f64>(state, 40);
  const rise = load<f64>(state, 48);
  const sustainFall = load<f64>(state, 56);
  const hold = load<i32>(state, 36);
  let peak = load<f64>(state);
  let risen = load<f64>(state, 8);
  let sustain = load<f64>(state, 16);
  let holdLeft = load<i32>(state, 32);
  const end = amplitudes + (<usize>frames << 2);
  for (; amplitudes < end; amplitudes += 4, sustained += 4) {
    const amplitude = <f64>load<f32>(amplitudes);
    if (amplitude >= peak) {
      peak = amplitude;
      holdLeft = hold;
    } else if (holdLeft > 0) holdLeft--;
    else peak = peak * peakFall;
    if (peak < LOWEST) peak = LOWEST;
    risen = rise * risen + (1 - rise) * peak;
    if (risen > peak) risen = peak;
    sustain = sustain * sustainFall;
    if (sustain < peak) sustain = peak;
    store<f32>(amplitudes, <f32>(peak / risen));
    store<f32>(sustained, <f32>(sustain / peak));
  }
  store<f64>(state, peak);
  store<f64>(state, risen, 8);
  store<f64>(state, sustain, 16);
  store<i32>(state, holdLeft, 32);
}

/** Ratios to the wanted reduction: none in the dead zone, rising to the full effect. */
function gainsOfRatios(state: usize, ratios: usize, sustained: usize, frames: i32): void {
  const attack = f32x4.splat(<f32>load<f64>(state, 72));
  const attackStep = f32x4.splat(<f32>load<f64>(state, 88));
  const sustain = f32x4.splat(<f32>load<f64>(state, 80));
  const sustainStep = f32x4.splat(<f32>load<f64>(state, 96));
  const deadZone = v128.load32_splat(state, 112);
  const scale = v128.load32_splat(state, 116);
  let times = f32x4.add(f32x4.splat(<f32>load<f64>(state, 104)), f32x4(0, 1, 2, 3));
  const end = ratios + (<usize>frames << 2);
  for (; ratios < end; ratios += 16, sustained += 16) {
    const rising = effect(v128.load(ratios), deadZone, scale);
    const falling = effect(v128.load(sustained), deadZone, scale);
    const risingGain = f32x4.mul(rising, f32x4.add(attack, f32x4.mul(times, attackStep)));
    const fallingGain = f32x4.mul(falling, f32x4.add(sustain, f32x4.mul(times, sustainStep)));
    v128.store(ratios, f32x4.neg(f32x4.add(risingGain, fallingGain)));
    times = f32x4.add(times, f32x4.splat(4));
  }
  store<f64>(state, load<f64>(state, 104) + <f64>frames, 104);
}

/** How far a ratio calls for the full effect, 0…1. Ratios past a block's end may be anything: they are clamped too. */
// @ts-ignore: decorator
@inline
function effect(ratio: v128, deadZone: v128, scale: v128): v128 {
  const above = f32x4.sub(log2F32x4(f32x4.pmax(f32x4.splat(1), ratio)), deadZone);
  return f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(0), f32x4.mul(above, scale)));
}

function smoothed(state: usize, reductions: usize, frames: i32): void {
  const keep = load<f64>(state, 64);
  const take = 1 - keep;
  let reduction = load<f64>(state, 24);
  const end = reductions + (<usize>frames << 2);
  for (; reductions < end; reductions += 4) {
    reduction = keep * reduction + take * (<f64>load<f32>(reductions) + NEVER_DENORMAL);
    store<f32>(reductions, <f32>reduction);
  }
  store<f64>(state, reduction, 24);
}
