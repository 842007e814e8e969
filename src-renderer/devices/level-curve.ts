/** The static curve of whatever has one: the output level of a steady input level, from the processors' own functions. */
import type { ParameterValues } from '../../src-shared/dsp/core/parameter-spec.ts';
import { autoMakeupDb, type CompressorCurve, staticCurveDb } from '../../src-shared/dsp/dynamics/compressor-curve.ts';
import { gateCurveDb } from '../../src-shared/dsp/dynamics/gate.ts';
import { LIMITER_MARGIN_DB } from '../../src-shared/dsp/mastering/limiter.ts';
import { dbToGain, gainToDb } from '../../src-shared/units/decibel.ts';

export type LevelCurve = (inputDb: number) => number;

/** Undefined for a device without such a curve. `values` are all present. */
export function levelCurve(type: string, values: ParameterValues): LevelCurve | undefined {
  if (type === 'compressor' || type === 'busCompressor') return compressorLevelCurve(values);
  const all = values as { [key: string]: number };
  if (type === 'gate') {
    const curve = { thresholdDb: all['thresholdDb']!, ratio: all['ratio']!, rangeDb: all['rangeDb']! };
    return (inputDb) => gateCurveDb(curve, inputDb);
  }
  if (type !== 'limiter') return undefined;
  const ceilingDb = all['ceilingDbtp']! - LIMITER_MARGIN_DB;
  return (inputDb) => Math.min(inputDb + all['inputGainDb']!, ceilingDb);
}

/** With the make-up, automatic or set, and with the dry part, which is in phase. */
function compressorLevelCurve(values: ParameterValues): LevelCurve {
  const curve = compressorCurve(values);
  const wet = values['mix'] as number;
  return (inputDb) => {
    const compressedDb = staticCurveDb(curve, inputDb);
    return wet === 1 ? compressedDb : gainToDb((1 - wet) * dbToGain(inputDb) + wet * dbToGain(compressedDb));
  };
}

export function compressorCurve(values: ParameterValues): CompressorCurve {
  const { thresholdDb, ratio, kneeDb, rangeDb, makeupDb } = values as { [key: string]: number };
  const curve = { thresholdDb: thresholdDb!, ratio: ratio!, kneeDb: kneeDb!, rangeDb: rangeDb! };
  return { ...curve, makeupDb: makeupDb! + (values['autoMakeup'] === true ? autoMakeupDb(curve) : 0) };
}

/** The level at which a device begins to work; undefined where it has none. */
export function thresholdOf(type: string, values: ParameterValues): number | undefined {
  if (type === 'limiter') return (values['ceilingDbtp'] as number) - (values['inputGainDb'] as number);
  return values['thresholdDb'] as number | undefined;
}

/**
 * The gain of a device now, in dB, from what it turns down now: with make-up and the dry part, or its input gain.
 * NaN for a device without a static curve.
 */
export function gainNowDb(type: string, values: ParameterValues, reductionDb: number): number {
  if (type === 'gate') return reductionDb;
  if (type === 'limiter') return reductionDb + (values['inputGainDb'] as number);
  if (type !== 'compressor' && type !== 'busCompressor') return Number.NaN;
  const wet = values['mix'] as number;
  return gainToDb(1 - wet + wet * dbToGain(reductionDb + (compressorCurve(values).makeupDb ?? 0)));
}
