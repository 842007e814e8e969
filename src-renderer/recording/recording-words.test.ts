import { expect, it } from 'vitest';
import { FIRST_RECORDING, type RecordingState } from '../../src-shared/protocol/recording.ts';
import { diskWarning, dropoutWarning, keptWords, leftText, recordingWords } from './recording-words.ts';

const take = (trackId: string) => ({
  trackId,
  path: `audio/${trackId}.wav`,
  channels: 1,
  roll: 'recording-1.jsonl',
  fromAt: 0,
  passes: 0,
  stretch: null,
});
const rolling: RecordingState = { ...FIRST_RECORDING, isRecording: true, takes: [take('Voice'), take('Guitar')] };
const words = (before: RecordingState, next: RecordingState) => recordingWords(before, next, (id) => id);

it('says when it starts, on which tracks, and when it stops', () => {
  expect(words(FIRST_RECORDING, rolling)).toBe('Recording Voice, Guitar');
  const many = { ...rolling, takes: ['a', 'b', 'c', 'd'].map(take) };
  expect(words(FIRST_RECORDING, many)).toBe('Recording 4 tracks');
  expect(words(rolling, FIRST_RECORDING)).toBe('Recording stopped');
});

it('warns of the first dropout with the key of a retake, says each that follows, and nothing else twice a second', () => {
  const [one, two] = [1, 2].map((dropouts) => ({ ...rolling, dropouts })) as [RecordingState, RecordingState];
  expect(words(rolling, rolling)).toBeUndefined();
  expect(dropoutWarning(rolling, one, 'Ctrl+Shift+R')).toMatch(
    /^Sound was lost.* Retake \(Ctrl\+Shift\+R\) keeps it in its lane/,
  );
  expect(words(rolling, one)).toBeUndefined();
  expect(words(one, two)).toBe('Dropout: 2 in this recording. The take stays in time');
  for (const before of [one, two]) expect(dropoutWarning(before, two, '')).toBeUndefined();
  // The next recording counts anew.
  expect(dropoutWarning({ ...two, isRecording: false }, one, '')).toMatch(/^Sound was lost.* Retake keeps it/);
});

it('warns once when the disk lasts for less than ten minutes of what is armed, recorded or not', () => {
  const left = (state: RecordingState, diskSecondsLeft: number | null) => ({ ...state, diskSecondsLeft });
  for (const state of [rolling, FIRST_RECORDING]) {
    expect(diskWarning(left(state, 601), left(state, 599))).toBe('The disk is full after 9 min of what is armed.');
    expect(diskWarning(left(state, null), left(state, 540))).toBe('The disk is full after 9 min of what is armed.');
    expect(diskWarning(left(state, 599), left(state, 500))).toBeUndefined();
    expect(diskWarning(left(state, 900), left(state, 600))).toBeUndefined();
  }
});

it('says how long the disk lasts as one reads it', () => {
  expect([149_000, 9000, 599, 12.7, -1].map(leftText)).toEqual(['41 h', '2.5 h', '9 min', '12 s', '0 s']);
});

it('says what was kept, and that the older takes are still there', () => {
  expect(keptWords(['Voice take 1'], 0)).toBe('Voice take 1 kept');
  expect(keptWords(['Voice take 3'], 2)).toBe('Voice take 3 kept. 2 older takes still here');
  expect(keptWords(['a', 'b'], 1)).toBe('2 takes kept. 1 older take still here');
});
