import { describe, expect, it } from 'vitest';
import { createSession } from '../../src-shared/session/create-session.ts';
import type { Input } from '../../src-shared/session/records/input.ts';
import { armedTrackIds, channelsText, channelsWithNames, freeChannel, inputChoices, isHeard } from './track-input.ts';

const input = (change: Partial<Input>): Input => ({
  id: 'input-1',
  channels: [1],
  armed: false,
  monitor: 'auto',
  direct: false,
  ...change,
});
const session = (inputs: readonly Input[]) => ({
  ...createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }),
  inputs: Object.fromEntries(inputs.map((one) => [one.id, one])),
});

describe('an input', () => {
  it('is named by its channels', () => {
    expect(channelsText([3, 4])).toBe('In 3–4');
    expect(channelsText(undefined)).toBe('No input');
  });

  it('has the names that a musician gave its channels, beside the numbers where it is chosen', () => {
    const names = ['Kick', '', 'Left', 'Right'];
    expect([[1], [2], [1, 2], [3, 4]].map((channels) => channelsText(channels, names))).toEqual([
      'Kick',
      'In 2',
      'Kick–2',
      'Left–Right',
    ]);
    expect([[1], [2], [3, 4], [5, 6]].map((channels) => channelsWithNames(channels, names))).toEqual([
      'In 1 · Kick',
      'In 2',
      'In 3–4 · Left–Right',
      'In 5–6',
    ]);
  });

  it('is each channel alone first, then each pair: stereo is never guessed', () => {
    expect(inputChoices(4)).toEqual([[1], [2], [3], [4], [1, 2], [3, 4]]);
    expect(inputChoices(3)).toEqual([[1], [2], [3], [1, 2]]);
    expect(inputChoices(0)).toEqual([]);
  });

  it('that is not chosen yet is the first that no other track has', () => {
    expect(freeChannel(session([]), 2)).toBe(1);
    expect(freeChannel(session([input({}), input({ id: 'input-2', channels: [3, 4] })]), 4)).toBe(2);
    expect(freeChannel(session([input({ channels: [1, 2] })]), 2)).toBe(1);
  });

  it('is armed only on tracks that are there', () => {
    expect(armedTrackIds(session([input({ armed: true })]))).toEqual([]);
  });
});

describe('monitoring', () => {
  const still = { playing: false, recording: false };
  const playing = { playing: true, recording: false };
  const recording = { playing: true, recording: true };

  it('as a tape machine is heard on an armed track that stands still or records', () => {
    const armed = input({ armed: true });
    expect([still, playing, recording].map((state) => isHeard(armed, state))).toEqual([true, false, true]);
    expect(isHeard(input({}), still)).toBe(false);
  });

  it('is always or never heard where that was chosen', () => {
    for (const monitor of ['input', 'cue'] as const) expect(isHeard(input({ monitor }), playing)).toBe(true);
    expect(isHeard(input({ monitor: 'off', armed: true }), still)).toBe(false);
    expect(isHeard(undefined, still)).toBe(false);
  });
});
