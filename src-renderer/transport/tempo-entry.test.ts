import { expect, it } from 'vitest';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { runCommand } from '../../src-shared/session/commands/index.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import { metreCommand, tempoCommand } from './tempo-entry.ts';

const empty = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 96 });
const changing = applyDiff(empty, runCommand(empty, 'setTempo', { bpm: 140, atFrames: 480_000 }));

it('changes the tempo that holds where the playhead is', () => {
  expect(tempoCommand(changing, 100, '90,5')?.args).toEqual({ bpm: 90.5, atFrames: 0 });
  expect(tempoCommand(changing, 500_000, '150')?.args).toEqual({ bpm: 150, atFrames: 480_000 });
  expect(['', 'fast', '0', '5000'].map((typed) => tempoCommand(empty, 0, typed))).toEqual(Array(4).fill(undefined));
});

it('changes the metre that holds in the bar', () => {
  const inSix = applyDiff(empty, runCommand(empty, 'setMetre', { numerator: 6, denominator: 8, bar: 5 }));
  expect(metreCommand(inSix, 7, '3/4')?.args).toEqual({ numerator: 3, denominator: 4, bar: 5 });
  expect(metreCommand(inSix, 2, ' 5 / 8 ')?.args).toEqual({ numerator: 5, denominator: 8, bar: 1 });
  expect(['4', '4/3', '0/4', 'a/b'].map((typed) => metreCommand(empty, 1, typed))).toEqual(Array(4).fill(undefined));
});
