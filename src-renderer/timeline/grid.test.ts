import { describe, expect, it } from 'vitest';
import { createSession } from '../../src-shared/session/create-session.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { gridLines, gridScale, nextGridFrame, snapBeats, timeLabelSeconds } from './grid.ts';
import { BAR, BEAT, SessionHand } from './timeline-fixture.ts';

const map = new TempoMap(createSession({ name: 'Grid', sampleRateHz: 48_000, tempoBpm: 120 }));

describe('the grid', () => {
  it('is as fine as there is room for, never under 8 pixels', () => {
    for (const framesPerPixel of [50, 100, 375, 1500, 3000, 12_000, 50_000, 400_000]) {
      const lines = gridLines(map, 0, framesPerPixel * 900, framesPerPixel);
      const gaps = lines.slice(1).map(({ frame }, index) => (frame - (lines[index]?.frame ?? 0)) / framesPerPixel);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(7.999);
      expect(Math.min(...gaps)).toBeLessThan(33);
    }
  });

  it('numbers bars at least 52 pixels apart', () => {
    const labels = (framesPerPixel: number) =>
      gridLines(map, 0, framesPerPixel * 900, framesPerPixel).flatMap(({ label }) => label ?? []);
    expect(labels(12_000).slice(0, 3)).toEqual(['1', '9', '17']);
    expect(labels(400).slice(0, 5)).toEqual(['1', '1|2', '1|3', '1|4', '2']);
    expect(labels(100).slice(0, 6)).toEqual(['1', '1|1|2', '1|1|3', '1|1|4', '1|2', '1|2|2']);
  });

  it('follows a change of metre', () => {
    const hand = new SessionHand().run('setMetre', { bar: 2, numerator: 3, denominator: 4 });
    const lines = gridLines(new TempoMap(hand.session), 0, BAR * 2, 400).filter(({ kind }) => kind === 'bar');
    expect(lines.map(({ frame }) => frame)).toEqual([0, BAR, BAR + 3 * BEAT]);
  });

  it('draws no beats where there is no room', () => {
    expect(gridScale(map, 0, 20_000).stepBeats).toBe(0);
    expect(gridScale(map, 0, 100).stepBeats).toBe(1 / 16);
  });
});

describe('steps', () => {
  it('are parts of a whole note, or what is drawn', () => {
    expect(snapBeats(map, '1/16', 0, 100)).toBe(0.25);
    expect(snapBeats(map, 'bar', 0, 100)).toBe(4);
    expect(snapBeats(map, 'adaptive', 0, 20_000)).toBe(4);
  });

  it('go to the line when between two, and to the next from a line', () => {
    expect(nextGridFrame(map, BEAT + 100, 1, -1)).toBe(BEAT);
    expect(nextGridFrame(map, BEAT + 100, 1, 1)).toBe(2 * BEAT);
    expect(nextGridFrame(map, BEAT, 1, 1)).toBe(2 * BEAT);
    expect(nextGridFrame(map, 0, 1, -1)).toBe(0);
  });
});

describe('a time ruler', () => {
  it('numbers round times', () => {
    expect(timeLabelSeconds(480, 48_000)).toBe(1);
    expect(timeLabelSeconds(4800, 48_000)).toBe(10);
    expect(timeLabelSeconds(1, 48_000)).toBe(0.002);
  });
});
