/**
 * One device is watched at a time, but what comes out of a device goes into the next: so a neighbour of the watched one
 * shows live levels too, of the side that they share.
 */
import { WATCHED } from '../../src-shared/protocol/telemetry.ts';
import { watchedLevelDb, watchedSpectrum } from './watched-telemetry.ts';

/** Where the watched device stands, seen from another of the same strip. */
export type WatchedPlace = 'itself' | 'next' | 'previous' | 'elsewhere';

export function watchedPlace(deviceIds: readonly string[], deviceId: string, watchedId: string | null): WatchedPlace {
  if (watchedId === null || !deviceIds.includes(watchedId)) return 'elsewhere';
  const distance = deviceIds.indexOf(watchedId) - deviceIds.indexOf(deviceId);
  if (distance === 0) return 'itself';
  if (distance === 1) return 'next';
  return distance === -1 ? 'previous' : 'elsewhere';
}

type Sides = { readonly before: Float32Array | undefined; readonly after: Float32Array | undefined };

/** The spectra before and after a device, as far as they are known. */
export function spectraAround(record: Float32Array, place: WatchedPlace): Sides {
  const [before, after] = [watchedSpectrum(record, 1), watchedSpectrum(record, 2)];
  if (place === 'itself') return { before, after };
  return { before: place === 'previous' ? after : undefined, after: place === 'next' ? before : undefined };
}

/** The level before and after a device in dBFS, NaN where it is not known. */
export function levelsAround(
  record: Float32Array,
  place: WatchedPlace,
  measure: 'peak' | 'rms',
): { readonly inputDb: number; readonly outputDb: number } {
  const [inputField, outputField] =
    measure === 'rms' ? [WATCHED.inputRmsDb, WATCHED.outputRmsDb] : [WATCHED.inputPeakDb, WATCHED.outputPeakDb];
  const [before, after] = [watchedLevelDb(record, inputField), watchedLevelDb(record, outputField)];
  if (place === 'itself') return { inputDb: before, outputDb: after };
  return { inputDb: place === 'previous' ? after : Number.NaN, outputDb: place === 'next' ? before : Number.NaN };
}
