import { describe, expect, test } from 'vitest';
import { booleanParameter, numberParameter, type Taper } from '../dsp/core/parameter-spec.ts';
import { bendCurve, laneValueAt } from './automation-curve.ts';
import type { AutomationPoint } from './records/lane.ts';

const spec = (taper: Taper, range: readonly [number, number]) =>
  numberParameter({ label: 'Test', unit: 'none', range, default: range[1], taper, description: 'Test.' });
const point = (
  atFrames: number,
  value: number | boolean,
  shape: AutomationPoint['shape'] = 'linear',
  bend = 0,
): AutomationPoint => ({ atFrames, value, shape, bend });
const pan = spec('linear', [-1, 1]);
const cutoff = spec('logarithmic', [20, 20_000]);
const fader = spec('fader', [Number.NEGATIVE_INFINITY, 12]);

describe('laneValueAt', () => {
  test('has no value without points', () => {
    expect(laneValueAt([], pan, 100)).toBeUndefined();
  });

  test('holds before the first point and after the last, and is exact at every point', () => {
    const points = [point(100, 0.1), point(200, -0.7, 'curve', 0.9), point(300, 0.3)];
    expect([0, 99, 100, 200, 300, 301, 1e9].map((frame) => laneValueAt(points, pan, frame))).toEqual([
      0.1, 0.1, 0.1, -0.7, 0.3, 0.3, 0.3,
    ]);
  });

  test('a straight line moves evenly', () => {
    const points = [point(0, -1), point(400, 1)];
    expect(laneValueAt(points, pan, 100)).toBeCloseTo(-0.5, 12);
    expect(laneValueAt(points, pan, 300)).toBeCloseTo(0.5, 12);
  });

  test('a held point keeps its value until the next', () => {
    expect(laneValueAt([point(0, -1, 'hold'), point(400, 1)], pan, 399)).toBe(-1);
  });

  test('a frequency sweeps in octaves: halfway between 100 Hz and 1600 Hz is 400 Hz', () => {
    expect(laneValueAt([point(0, 100), point(64, 1600)], cutoff, 32)).toBeCloseTo(400, 9);
  });

  test('a fader fades in from −∞ along its law: 40 dB down at a tenth of the way', () => {
    const points = [point(0, Number.NEGATIVE_INFINITY), point(1000, 12)];
    expect(laneValueAt(points, fader, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(laneValueAt(points, fader, 100)).toBeCloseTo(-28, 9);
    expect(laneValueAt(points, fader, 1)).toBeCloseTo(12 - 120, 9);
  });

  test('a switch holds, whatever the shape says', () => {
    const mute = booleanParameter('Mute', false, 'Test.');
    const points = [point(0, false, 'hold'), point(10, true, 'hold')];
    expect([9, 10].map((frame) => laneValueAt(points, mute, frame))).toEqual([false, true]);
  });

  test('finds the same point as a search from the start, among a thousand', () => {
    const points = Array.from({ length: 1000 }, (_, index) => point(index * index, Math.sin(index)));
    for (let frame = -5; frame < 1_000_100; frame += 997) {
      const next = points.findIndex((other) => other.atFrames > frame);
      const after = points[next < 0 ? 999 : next] as AutomationPoint;
      const before = next < 0 ? after : ((next === 0 ? after : points[next - 1]) as AutomationPoint);
      const part = before === after ? 0 : (frame - before.atFrames) / (after.atFrames - before.atFrames);
      const expected = (before.value as number) + ((after.value as number) - (before.value as number)) * part;
      expect(laneValueAt(points, pan, frame)).toBeCloseTo(expected, 12);
    }
  });
});

describe('bendCurve', () => {
  test('starts at 0, ends at 1 and rises between, for every bend', () => {
    for (let bend = -1; bend <= 1; bend += 0.25) {
      let last = 0;
      for (let time = 0; time <= 1; time += 1 / 64) {
        const part = bendCurve(time, bend);
        expect(part).toBeGreaterThanOrEqual(last);
        last = part;
      }
      expect([bendCurve(0, bend), bendCurve(1, bend)]).toEqual([0, 1]);
    }
  });

  test('a bend below 0 moves late, above 0 early, each the mirror of the other', () => {
    expect(bendCurve(0.5, -1)).toBeCloseTo(1 / 256, 12);
    expect(bendCurve(0.5, 1)).toBeCloseTo(255 / 256, 12);
    expect(bendCurve(0.3, 0.4)).toBeCloseTo(1 - bendCurve(0.7, -0.4), 12);
    expect(bendCurve(0.3, 0)).toBe(0.3);
  });
});
