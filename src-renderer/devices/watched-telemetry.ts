import {
  HEAD,
  SPECTRUM_COLUMNS,
  spectrumOffset,
  telemetryFloats,
  watchedOffset,
} from '../../src-shared/protocol/telemetry.ts';

/** A spectrum of a record: 1 before, 2 after the watched device; undefined while there is none. */
export function watchedSpectrum(record: Float32Array, spectrum: 1 | 2): Float32Array | undefined {
  const strips = record[HEAD.strips] ?? 0;
  if (record.length < telemetryFloats(strips)) return undefined;
  const at = spectrumOffset(strips, spectrum);
  return record.subarray(at, at + SPECTRUM_COLUMNS);
}

/** A level around the watched device, by its index in WATCHED; −∞ while there is none. */
export function watchedLevelDb(record: Float32Array, field: number): number {
  const strips = record[HEAD.strips] ?? 0;
  if (record.length < telemetryFloats(strips)) return Number.NEGATIVE_INFINITY;
  return record[watchedOffset(strips) + field] ?? Number.NEGATIVE_INFINITY;
}
