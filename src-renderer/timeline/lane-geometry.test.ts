import { describe, expect, it } from 'vitest';
import { channelParameters } from '../../src-shared/dsp/channel/channel.ts';
import { fromTravel } from '../../src-shared/dsp/core/parameter-spec.ts';
import { laneValueAt } from '../../src-shared/session/automation-curve.ts';
import type { AutomationPoint } from '../../src-shared/session/records/lane.ts';
import {
  bendThrough,
  curveShare,
  laneMarks,
  lanePartAt,
  shareOf,
  shareOfY,
  valueOfShare,
  yOfShare,
} from './lane-geometry.ts';
import type { Row } from './track-rows.ts';

const spec = channelParameters.gainDb;
const row: Row = { kind: 'lane', stripId: 'strip-1', laneId: 'lane-1', top: 200, height: 56, depth: 0, number: 0 };
const view = { fromFrames: 0, framesPerPixel: 10, width: 1000 };
const point = (atFrames: number, value: number, fields: Partial<AutomationPoint> = {}): AutomationPoint => ({
  atFrames,
  value,
  shape: 'linear',
  bend: 0,
  ...fields,
});

describe('a lane', () => {
  it('has 0 dB at 70.8 % of a fader, and reads heights back', () => {
    expect(shareOf(spec, 0)).toBeCloseTo(0.708, 3);
    for (const share of [0, 0.3, 0.708, 1]) expect(shareOfY(row, yOfShare(row, share))).toBeCloseTo(share);
    expect(valueOfShare(spec, 2)).toBe(6);
    expect(valueOfShare(channelParameters.mute, 0.8)).toBe(true);
  });

  it('lies where its value is, by the law of automation itself', () => {
    const points = [point(0, -40, { shape: 'curve', bend: 0.6 }), point(1000, 3)];
    for (const frame of [0, 250, 500, 999, 2000]) {
      expect(fromTravel(spec, curveShare(points, spec, frame) as number)).toBeCloseTo(
        laneValueAt(points, spec, frame) as number,
        9,
      );
    }
  });

  it('finds points before the curve, and the curve before nothing', () => {
    const points = [point(1000, 0), point(5000, -6)];
    const lane = { points, spec };
    const y = yOfShare(row, shareOf(spec, 0));
    expect(lanePartAt(view, row, lane, { x: 103, y: y + 2 })).toEqual({ kind: 'point', index: 0 });
    expect(lanePartAt(view, row, lane, { x: 140, y: yOfShare(row, curveShare(points, spec, 1400) as number) })).toEqual(
      { kind: 'curve', index: 0 },
    );
    expect(lanePartAt(view, row, lane, { x: 50, y })).toEqual({ kind: 'curve', index: -1 });
    expect(lanePartAt(view, row, lane, { x: 300, y: row.top + 2 })).toEqual({ kind: 'empty' });
  });

  it('bends so that the curve passes through the hand', () => {
    for (const [from, to, share] of [
      [0.2, 0.8, 0.4],
      [0.2, 0.8, 0.7],
      [0.9, 0.1, 0.2],
    ] as const) {
      const points = [
        point(0, fromTravel(spec, from), { shape: 'curve', bend: bendThrough(from, to, share) }),
        point(100, fromTravel(spec, to)),
      ];
      expect(curveShare(points, spec, 50)).toBeCloseTo(share, 6);
    }
    expect(bendThrough(0.2, 0.8, 0.5)).toBeCloseTo(0);
    expect(Math.abs(bendThrough(0.2, 0.8, 5))).toBeLessThanOrEqual(1);
  });

  it('marks what is worth a line', () => {
    expect(laneMarks(spec).map(({ text }) => text)).toEqual(['0', '−6', '−12', '−24']);
    expect(laneMarks(channelParameters.pan).map(({ text }) => text)).toEqual(['C']);
    expect(laneMarks(channelParameters.mute)).toEqual([]);
  });
});
