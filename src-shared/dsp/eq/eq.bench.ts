/**
 * How fast the equaliser runs: `npx vitest bench --run src-shared/dsp/eq`. Each round is a million stereo frames, so the
 * column "hz" counts millions of stereo frames a second; times 2 × sections gives biquad-samples.
 */
import { describe } from 'vitest';
import { benchProcessor } from '../../testing/bench-processor.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import { eq } from './eq.ts';

/** `count` bells at work. */
function bells(count: number): ParameterValues {
  const values: Record<string, number | boolean | string> = {};
  for (let band = 1; band <= count; band++) {
    values[`band${band}.enabled`] = true;
    values[`band${band}.type`] = 'bell';
    values[`band${band}.gainDb`] = band % 2 === 0 ? 3 : -3;
  }
  return values;
}

describe('eq, hz = millions of stereo frames a second', () => {
  for (const bands of [0, 1, 2, 3, 4, 6, 8]) benchProcessor(`${bands} bands, blocks of 512`, eq, bells(bands));
  benchProcessor('4 bands, blocks of 128', eq, bells(4), { blockFrames: 128 });
  benchProcessor('4 bands, one of them automated, blocks of 64', eq, bells(4), {
    blockFrames: 64,
    beforeBlock: (processor, index) => processor.set('band3.frequencyHz', 500 + (index % 1_000), 1),
  });
});
