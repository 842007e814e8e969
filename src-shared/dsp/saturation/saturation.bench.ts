/**
 * How fast the saturation runs: `npx vitest bench --run src-shared/dsp/saturation`. Each round is a million
 * stereo frames, so the column "hz" counts millions of stereo frames a second.
 */
import { describe } from 'vitest';
import { benchProcessor } from '../../testing/bench-processor.ts';
import { saturation } from './saturation.ts';

describe('saturation at 48 kHz, 8 times oversampled', () => {
  for (const character of ['tape', 'tube', 'clean']) {
    benchProcessor(character, saturation, { character });
  }
});
