import { describe, expect, it } from 'vitest';
import { HEAD, STRIP, stripOffset, telemetryFloats } from '../../src-shared/protocol/telemetry.ts';
import { loudnessShare } from './loudness-scale.ts';
import { peakToLoudness } from './peak-to-loudness.ts';
import { StripTelemetry } from './strip-telemetry.ts';

const SILENCE = Number.NEGATIVE_INFINITY;

function recordOf(strips: number): Float32Array {
  const record = new Float32Array(telemetryFloats(strips));
  record[HEAD.strips] = strips;
  for (let strip = 0; strip < strips; strip++) {
    record[stripOffset(strip) + STRIP.peakLeftDb] = -10 - strip;
    record[stripOffset(strip) + STRIP.gainReductionDb] = -strip;
    record[stripOffset(strip) + STRIP.deviceGainReductionDb + 1] = -3 - strip;
  }
  return record;
}

describe('the telemetry of strips', () => {
  it('is read by the order of the session, and follows when that changes', () => {
    let [record, ids] = [recordOf(2), ['strip-1', 'master']];
    const telemetry = new StripTelemetry(
      () => record,
      () => ids,
    );
    expect([telemetry.level('strip-1', STRIP.peakLeftDb), telemetry.level('master', STRIP.peakLeftDb)]).toEqual([
      -10, -11,
    ]);
    expect([telemetry.gainReductionDb('master'), telemetry.deviceGainReductionDb('strip-1', 1)]).toEqual([-1, -3]);
    [record, ids] = [recordOf(3), ['strip-9', 'strip-1', 'master']];
    expect(telemetry.level('strip-1', STRIP.peakLeftDb)).toBe(-11);
  });

  it('is silence before the first record, for another number of strips, and for a strip that is not there', () => {
    const none = new StripTelemetry(
      () => new Float32Array(0),
      () => ['master'],
    );
    expect([
      none.level('master', STRIP.peakLeftDb),
      none.gainReductionDb('master'),
      none.head(HEAD.integratedLufs),
    ]).toEqual([SILENCE, 0, SILENCE]);
    const other = new StripTelemetry(
      () => recordOf(3),
      () => ['strip-1', 'master'],
    );
    expect(other.level('strip-1', STRIP.peakLeftDb)).toBe(SILENCE);
    expect(other.deviceGainReductionDb('strip-7', 0)).toBe(0);
  });
});

describe('loudness on the mix bus', () => {
  it('stands on a linear axis, equal LU equally far', () => {
    expect(loudnessShare(-14) - loudnessShare(-18)).toBeCloseTo(loudnessShare(-18) - loudnessShare(-22), 12);
    expect([loudnessShare(SILENCE), loudnessShare(Number.NaN), loudnessShare(3)]).toEqual([0, 0, 1]);
  });

  it('has a peak above it only once both are known', () => {
    expect(peakToLoudness(-1, -14)).toBe(13);
    expect(peakToLoudness(-1, SILENCE)).toBeNaN();
  });
});
