/**
 * The fixed float record that the engine sends at most 60 times a second, newest wins: the playhead, the meters and
 * the load. One Float32Array: a head, then the same fields for every strip in the order of `settings.stripIds`, then
 * the spectra, the vectorscope, the watched device and the inputs. `layout` numbers what the record was made for; a record of another session's order is dropped.
 */

/** Fields of the head, by index. Levels are dB: −Infinity is silence. */
export const HEAD = {
  /** Counts structure changes: the `sequence` of the session that the order of strips is from, modulo 2²⁴. */
  sequence: 0,
  /** The playhead as seconds and the frames beyond them, so that a Float32 stays exact. */
  playheadSeconds: 1,
  playheadFrames: 2,
  playing: 3,
  /** Share of the time there is that rendering takes, 0…1, and the worst block since the last record. */
  load: 4,
  worstLoad: 5,
  dropouts: 6,
  momentaryLufs: 7,
  shortTermLufs: 8,
  integratedLufs: 9,
  loudnessRangeLu: 10,
  truePeakDbtp: 11,
  maxTruePeakDbtp: 12,
  correlation: 13,
  strips: 14,
  /** How many pairs for the vectorscope follow the spectra. */
  scopePairs: 15,
  /** Channels of the device's input that the record has meters of, at most `METERED_INPUTS`; 0 while nothing listens. */
  inputs: 16,
  /** 1 while inputs are heard. */
  monitoring: 17,
  /** What the monitored inputs add to the output, and what goes to the device, since the last record: the louder side. */
  monitorPeakDb: 18,
  devicePeakDb: 19,
  /** Correlation below 250 Hz, up to 4 kHz, and above; NaN where a side is silent there. */
  lowCorrelation: 20,
  midCorrelation: 21,
  highCorrelation: 22,
  /** What the master's chain does to the loudness, in LU; NaN before it was heard. */
  chainLevelChangeLu: 23,
  /** How much of a file that is listened to was played; NaN while none is. */
  listenedSeconds: 24,
  /** The beat of the count-in that is heard, counted from 1 through all of its bars; 0 while none is. */
  countInBeat: 25,
} as const;
export const HEAD_FLOATS = 26;

/** Fields of each strip, by index: post-fader. */
export const STRIP = {
  peakLeftDb: 0,
  peakRightDb: 1,
  rmsLeftDb: 2,
  rmsRightDb: 3,
  shortTermLufs: 4,
  /** The worst gain reduction of its devices, ≤ 0 dB. */
  gainReductionDb: 5,
  /** The gain reduction of each of its first `STRIP_DEVICES` devices in their order, ≤ 0 dB; 0 for what has none. */
  deviceGainReductionDb: 6,
} as const;
/** How many devices of a strip show their gain reduction. */
export const STRIP_DEVICES = 8;
export const STRIP_FLOATS = STRIP.deviceGainReductionDb + STRIP_DEVICES;

/** Of the watched device, after the vectorscope's pairs: peak and RMS before and after it in dBFS, the louder side. */
export const WATCHED = {
  inputPeakDb: 0,
  outputPeakDb: 1,
  inputRmsDb: 2,
  outputRmsDb: 3,
  /** Its `gainReductionDb` readout, ≤ 0 dB; 0 when it has none. */
  gainReductionDb: 4,
} as const;
export const WATCHED_FLOATS = 5;

/** Of each channel of the device's input, before anything is done to it. */
export const INPUT = {
  /** Since the last record. */
  peakDb: 0,
  /** Of the last 0.3 s. */
  rmsDb: 1,
  /** How often it reached full scale since that was cleared; 0 never. It stays until a musician clears it. */
  clips: 2,
} as const;
export const INPUT_FLOATS = 3;
/** So many channels have a meter; the record has room for all of them, whatever the device has. */
export const METERED_INPUTS = 32;

/** Columns of a spectrum, equally wide to the ear from 20 Hz to 20 kHz, in dBFS; `spectrumColumnHz` says where each is. */
export const SPECTRUM_COLUMNS = 240;
/** The master's output, then before and after the watched device. */
export const SPECTRA = 3;
export const SPECTRUM_LOW_HZ = 20;
export const SPECTRUM_HIGH_HZ = 20_000;

/** The middle of a column. */
export function spectrumColumnHz(column: number): number {
  return SPECTRUM_LOW_HZ * (SPECTRUM_HIGH_HZ / SPECTRUM_LOW_HZ) ** ((column + 0.5) / SPECTRUM_COLUMNS);
}

/** Pairs of left and right samples for the vectorscope, at most so many a record. */
export const SCOPE_PAIRS = 256;

/** Floats of a record for that many strips. */
export function telemetryFloats(strips: number): number {
  return inputOffset(strips, 0) + METERED_INPUTS * INPUT_FLOATS;
}

/** Where a strip's fields begin. */
export function stripOffset(strip: number): number {
  return HEAD_FLOATS + strip * STRIP_FLOATS;
}

/** Where a spectrum begins: 0 the master's, 1 before, 2 after the watched device. */
export function spectrumOffset(strips: number, spectrum: 0 | 1 | 2): number {
  return stripOffset(strips) + spectrum * SPECTRUM_COLUMNS;
}

export function scopeOffset(strips: number): number {
  return spectrumOffset(strips, 0) + SPECTRA * SPECTRUM_COLUMNS;
}

/** Where the watched device's levels begin. */
export function watchedOffset(strips: number): number {
  return scopeOffset(strips) + SCOPE_PAIRS * 2;
}

/** Where an input channel's fields begin; channels are counted from 0 here. */
export function inputOffset(strips: number, channel: number): number {
  return watchedOffset(strips) + WATCHED_FLOATS + channel * INPUT_FLOATS;
}
