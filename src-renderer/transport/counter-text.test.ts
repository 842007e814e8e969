import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { runCommand } from '../../src-shared/session/commands/index.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { counterText, parsePlace, timeText } from './counter-text.ts';

const empty = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 96 });
const map = new TempoMap(empty);

describe('the counter', () => {
  it('counts bars, beats and sixteenths from 1, and ticks from 0', () => {
    expect(counterText(map, 0)).toBe('1|1|1.000');
    // 96 bpm: a beat is 30 000 frames, a bar 120 000, a sixteenth 7 500.
    expect(counterText(map, 37 * 120_000 + 2 * 30_000)).toBe('38|3|1.000');
    expect(counterText(map, 7_500 + 3_750)).toBe('1|1|2.120');
    expect(counterText(map, 29_999)).toBe('1|1|4.239');
  });

  it('shows the sixteenth that a frame was put on, whatever the tempo makes of it', () => {
    const odd = new TempoMap(createSession({ name: 'Song', sampleRateHz: 44_100, tempoBpm: 133.7 }));
    for (let sixteenth = 0; sixteenth < 500; sixteenth++) {
      const frame = Math.round(odd.framesAt(sixteenth / 4));
      expect([0, 239]).toContain(Number(counterText(odd, frame).split('.')[1]));
    }
  });

  it('counts the beats of the metre', () => {
    const inSix = new TempoMap(applyDiff(empty, runCommand(empty, 'setMetre', { numerator: 6, denominator: 8 })));
    expect(counterText(inSix, 5 * 15_000)).toBe('1|6|1.000');
    expect(counterText(inSix, 6 * 15_000)).toBe('2|1|1.000');
  });

  it('takes a place back as it shows it, and in shorter ways', () => {
    for (const frame of [0, 7_500, 123_750, 4_500_000]) {
      expect(parsePlace(map, counterText(map, frame), 48_000)).toBe(frame);
    }
    expect(parsePlace(map, '38', 48_000)).toBe(37 * 120_000);
    expect(parsePlace(map, '38.3', 48_000)).toBe(37 * 120_000 + 60_000);
    expect(parsePlace(map, '01:33.750', 48_000)).toBe(4_500_000);
    expect(parsePlace(map, '93.75 s', 48_000)).toBe(4_500_000);
    expect(['', 'x', '0', '1|0', '-3'].map((typed) => parsePlace(map, typed, 48_000))).toEqual(
      Array(5).fill(undefined),
    );
  });

  it('shows the time', () => {
    expect(timeText(4_500_000, 48_000)).toBe('01:33.750');
  });
});
