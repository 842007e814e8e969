import { expect, it } from 'vitest';
import { FIRST_RECORDING, type RecordingState } from '../../src-shared/protocol/recording.ts';
import { keptWords, leftText, recordingWords } from './recording-words.ts';

const take = (trackId: string) => ({
  trackId,
  name: 'Take 1',
  path: `audio/${trackId}.wav`,
  channels: 1,
  startFrames: null,
  offsetFrames: 0,
  lengthFrames: 0,
});
const rolling: RecordingState = { ...FIRST_RECORDING, isRecording: true, takes: [take('Voice'), take('Guitar')] };
const words = (before: RecordingState, next: RecordingState) => recordingWords(before, next, (id) => id);

it('says when it starts, on which tracks, and when it stops', () => {
  expect(words(FIRST_RECORDING, rolling)).toBe('Recording Voice, Guitar');
  const many = { ...rolling, takes: ['a', 'b', 'c', 'd'].map(take) };
  expect(words(FIRST_RECORDING, many)).toBe('Recording 4 tracks');
  expect(words(rolling, FIRST_RECORDING)).toBe('Recording stopped');
});

it('says each dropout and when the disk is nearly full, and nothing else twice a second', () => {
  expect(words(rolling, rolling)).toBeUndefined();
  expect(words(rolling, { ...rolling, dropouts: 2 })).toBe('Dropout: 2 in this recording. The take stays in time');
  const low = { ...rolling, diskSecondsLeft: 540 };
  expect(words({ ...rolling, diskSecondsLeft: 700 }, low)).toBe('The disk is full in 9 min');
  expect(words(low, { ...low, diskSecondsLeft: 500 })).toBeUndefined();
});

it('says how long the disk lasts as one reads it', () => {
  expect([149_000, 9000, 599, 12.7, -1].map(leftText)).toEqual(['41 h', '2.5 h', '9 min', '12 s', '0 s']);
});

it('says what was kept, and that the older takes are still there', () => {
  expect(keptWords(['Voice take 1'], 0)).toBe('Voice take 1 kept');
  expect(keptWords(['Voice take 3'], 2)).toBe('Voice take 3 kept. 2 older takes still here');
  expect(keptWords(['a', 'b'], 1)).toBe('2 takes kept. 1 older take still here');
});
