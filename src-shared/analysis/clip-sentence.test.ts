import { expect, it } from 'vitest';
import { clipSentence, stemsClipSentence } from './clip-sentence.ts';

it('says that a file clips, by how much, and what helps; a float holds it', () => {
  const over = { overDb: 3.01, truePeakDbtp: 0.2, isFloat: false };
  expect(clipSentence(over)).toMatch(/^It clips: the mix rises 3\.1 dB over full scale.*limiter.*32-bit float\.$/);
  expect(clipSentence({ ...over, isFloat: true })).toBeNull();
  expect(clipSentence({ overDb: 0, truePeakDbtp: 0.42, isFloat: false })).toContain('rises to +0.5 dBTP');
  for (const truePeakDbtp of [0, -1, null])
    expect(clipSentence({ overDb: 0, truePeakDbtp, isFloat: false })).toBeNull();
});

it('names the stems that clip', () => {
  expect(stemsClipSentence([])).toBeNull();
  expect(stemsClipSentence(['Bass.wav'])).toContain('Bass.wav rises over full scale and clips: turn it down');
  expect(stemsClipSentence(['Bass.wav', 'Drums.wav'])).toContain('Bass.wav, Drums.wav rise over');
});
