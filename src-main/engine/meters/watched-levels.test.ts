import { expect, it } from 'vitest';
import { WATCHED, WATCHED_FLOATS } from '../../../src-shared/protocol/telemetry.ts';
import { WatchedLevels } from './watched-levels.ts';

function stereo(left: number, right: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames * 2 }, (_, index) => (index % 4 < 2 ? 1 : -1) * (index % 2 ? right : left));
}

it('takes peak and RMS of the louder side, over several blocks, and begins anew', () => {
  const levels = new WatchedLevels();
  levels.push(0, stereo(0.1, 0.5, 64));
  levels.push(0, stereo(0.1, 0.5, 192));
  levels.push(1, stereo(0.25, 0, 256));
  const record = new Float32Array(WATCHED_FLOATS);
  levels.take(record, 0);
  expect(record[WATCHED.inputPeakDb]).toBeCloseTo(-6.02, 2);
  expect(record[WATCHED.inputRmsDb]).toBeCloseTo(-6.02, 2);
  expect(record[WATCHED.outputPeakDb]).toBeCloseTo(-12.04, 2);
  expect(record[WATCHED.outputRmsDb]).toBeCloseTo(-12.04, 2);
  levels.take(record, 0);
  expect([...record.slice(0, 4)]).toEqual(Array(4).fill(Number.NEGATIVE_INFINITY));
});
