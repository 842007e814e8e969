import { describe, expect, it } from 'vitest';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { parsePlace } from '../transport/counter-text.ts';
import { barText, lengthText, lengthWords, parseLength } from './place-text.ts';
import { BAR, BEAT, SessionHand } from './timeline-fixture.ts';

const map = new TempoMap(new SessionHand().session);

describe('places', () => {
  it('read as bar, beat and sixteenth', () => {
    expect([0, BAR - 1, BAR, BAR + BEAT + BEAT / 4, 16 * BAR].map((frame) => barText(map, frame))).toEqual([
      '1|1|1',
      '1|4|4',
      '2|1|1',
      '2|2|2',
      '17|1|1',
    ]);
  });

  it('are read back as they are shown, and as a clock', () => {
    for (const frame of [0, BAR + BEAT, 3 * BAR + BEAT / 4])
      expect(parsePlace(map, barText(map, frame), 48_000)).toBe(frame);
    expect(parsePlace(map, '3', 48_000)).toBe(2 * BAR);
    expect(parsePlace(map, '1:02.5', 48_000)).toBe(62.5 * 48_000);
    expect(['', 'x', '0|1|1', '1|0'].map((text) => parsePlace(map, text, 48_000))).toEqual(Array(4).fill(undefined));
  });
});

describe('lengths', () => {
  it('read in bars, and in words', () => {
    expect(lengthText(map, BAR, 5 * BAR + BEAT)).toBe('4|1|0');
    expect(lengthWords(map, 0, 4 * BAR, 48_000)).toBe('4 bars');
    expect(lengthWords(map, 0, BAR, 48_000)).toBe('1 bar');
    expect(lengthWords(map, 0, 2 * BEAT, 48_000)).toBe('2 beats');
    expect(lengthWords(map, 0, 480, 48_000)).toBe('10 ms');
  });

  it('are read back, and as seconds', () => {
    const read = (text: string) => parseLength(map, text, { from: BAR, sampleRateHz: 48_000 });
    expect(read('4|1|0')).toBe(4 * BAR + BEAT);
    expect(read('2')).toBe(2 * BAR);
    expect(read('1.5 s')).toBe(72_000);
    expect(read('250ms')).toBe(12_000);
    expect(read('long')).toBeUndefined();
  });
});
