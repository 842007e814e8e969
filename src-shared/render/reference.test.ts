import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RANDOM_SESSION_FRAMES, randomSession } from '../testing/random-session.ts';
import { referenceRender } from '../testing/reference-renderer.ts';
import { renderSession } from '../testing/render-session.ts';
import { duck, warm } from '../testing/test-devices.ts';

const definitions = { warm, duck };
const frames = RANDOM_SESSION_FRAMES;
const TOLERANCE = 1e-6;

function largestDifference(a: Float32Array, b: Float64Array): number {
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (b[index] as number))), 0);
}

describe('the renderer against the slow, obvious one, over random sessions', () => {
  test('what is heard', () => {
    let sounding = 0;
    fc.assert(
      fc.property(randomSession, ({ session, media }) => {
        const expected = referenceRender(session, media, frames);
        if (expected.some((value) => value !== 0)) sounding++;
        const output = renderSession(session, { frames, media, definitions });
        expect(largestDifference(output, expected)).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 300 },
    );
    // Guards against a generator that only makes silence.
    expect(sounding).toBeGreaterThan(100);
  });

  test('block sizes, pruning and playing live change nothing, bit for bit', () => {
    const blocks = fc.array(fc.integer({ min: 1, max: 4_096 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(randomSession, blocks, ({ session, media }, sizes) => {
        const expected = renderSession(session, { frames, media, definitions });
        expect(renderSession(session, { frames, media, definitions, blocks: sizes })).toEqual(expected);
        expect(renderSession(session, { frames, media, definitions, live: true, blocks: [128] })).toEqual(expected);
        expect(renderSession(session, { frames, media, definitions, prune: true, blocks: [64] })).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
