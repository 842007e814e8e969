import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kernels } from '../dsp/core/kernels.ts';
import { testKernels } from '../testing/kernels.ts';
import { memorySources } from '../testing/memory-media.ts';
import { RANDOM_SESSION_FRAMES, type RandomSession, randomSession } from '../testing/random-session.ts';
import { referenceRender } from '../testing/reference-renderer.ts';
import { renderPlan, renderSession } from '../testing/render-session.ts';
import { duck, warm } from '../testing/test-devices.ts';
import { planSession } from './plan-session.ts';
import type { RenderPlan } from './render-plan.ts';
import { Renderer } from './renderer.ts';

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
      { numRuns: 200 },
    );
    // Guards against a generator that only makes silence.
    expect(sounding).toBeGreaterThan(60);
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

  test('rendered in two parts that meet at any cut, it is the same bit for bit', () => {
    fc.assert(
      fc.property(randomSession, fc.nat(), fc.boolean(), ({ session, media }, choice, prune) => {
        const plan = planSession(session, { definitions, prune });
        const cut = choice % (plan.strips.length + 1);
        const whole = renderPlan(plan, { frames, media, definitions });
        expect(renderInParts(plan, cut, media)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });
});

/** Renders the strips before and those from `cut` with two renderers, each in kernels of its own. */
function renderInParts(plan: RenderPlan, cut: number, media: RandomSession['media']): Float32Array {
  const [first, second] = [
    { from: 0, to: cut },
    { from: cut, to: plan.strips.length },
  ].map((part) => {
    const kernels = testKernels();
    const sources = memorySources(kernels, media);
    return { kernels, renderer: new Renderer({ plan, part, kernels, sources, definitions, maxBlockFrames: 256 }) };
  }) as [Player, Player];
  const total = frames + plan.latencyFrames;
  const output = new Float32Array(total * 2);
  for (let at = 0; at < total; at += 256) {
    const count = Math.min(256, total - at);
    first.renderer.process(count);
    for (const [index, { pointer, bytesPerFrame }] of first.renderer.outgoing.entries()) {
      const bytes = first.kernels.u8.subarray(pointer, pointer + count * bytesPerFrame);
      second.kernels.u8.set(bytes, second.renderer.incoming[index]?.pointer);
    }
    second.renderer.process(count);
    const last = cut === plan.strips.length ? first : second;
    output.set(last.kernels.frames(last.renderer.output, count), at * 2);
  }
  return output.subarray(plan.latencyFrames * 2);
}

type Player = { readonly kernels: Kernels; readonly renderer: Renderer };
