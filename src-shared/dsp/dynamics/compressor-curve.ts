/**
 * The static curve of the compressors, in double precision: the plot, the automatic make-up and the test oracle.
 * Source: Giannoulis, Massberg, Reiss, "Digital Dynamic Range Compressor Design — A Tutorial and Analysis",
 * JAES 60(6), 2012, equation (4), the soft knee.
 */
export type CompressorCurve = {
  readonly thresholdDb: number;
  /** Input over output above the threshold, ≥ 1. */
  readonly ratio: number;
  /** Width of the soft knee, centred on the threshold; 0 is a hard knee. */
  readonly kneeDb: number;
  /** The most it may turn down; without it, no limit. */
  readonly rangeDb?: number;
  readonly makeupDb?: number;
};

/** Gain reduction in dB, ≥ 0, that a steady input level gets. */
export function reductionDb(curve: CompressorCurve, inputDb: number): number {
  const { thresholdDb, ratio, kneeDb, rangeDb = Number.POSITIVE_INFINITY } = curve;
  const over = inputDb - thresholdDb;
  const slope = 1 - 1 / ratio;
  if (2 * over <= -kneeDb) return 0;
  if (2 * over < kneeDb) return Math.min(rangeDb, (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb));
  return Math.min(rangeDb, slope * over);
}

/** Output level in dB of a steady input level, make-up included. */
export function staticCurveDb(curve: CompressorCurve, inputDb: number): number {
  return inputDb - reductionDb(curve, inputDb) + (curve.makeupDb ?? 0);
}

/**
 * The automatic make-up: half of what a steady full-scale input is turned down by. Half, because music lies below full
 * scale: the whole would make the loudest moments as loud as before and everything else much louder.
 */
export function autoMakeupDb(curve: CompressorCurve): number {
  return reductionDb(curve, 0) / 2;
}
