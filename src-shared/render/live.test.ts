import { describe, expect, test } from 'vitest';
import type { Session } from '../session/session.ts';
import { testKernels } from '../testing/kernels.ts';
import { memorySources } from '../testing/memory-media.ts';
import { SessionBuilder } from '../testing/session-builder.ts';
import { stereoNoise } from '../testing/signals.ts';
import { duck, warm } from '../testing/test-devices.ts';
import { planSession } from './plan-session.ts';
import { Renderer } from './renderer.ts';

const FRAMES = 48_000;
const BLOCK = 128;
const definitions = { warm, duck };

/** A session of one track that plays a constant, and a player of it. */
function playing(prepare: (builder: SessionBuilder, track: string) => void = () => {}) {
  const builder = new SessionBuilder();
  const track = builder.strip('track');
  const mediaId = builder.media(2, FRAMES);
  builder.clip(track, mediaId);
  prepare(builder, track);
  const session = builder.build();
  const kernels = testKernels();
  const sources = memorySources(kernels, {
    [mediaId]: { channels: 2, samples: new Float32Array(FRAMES * 2).fill(0.5) },
  });
  const start = (of: Session, previous?: Renderer) =>
    new Renderer({
      plan: planSession(of, { definitions }),
      kernels,
      sources,
      definitions,
      maxBlockFrames: BLOCK,
      live: true,
      meters: true,
      ...(previous && { previous }),
    });
  const play = (renderer: Renderer, blocks: number): number[] => {
    const left: number[] = [];
    for (let block = 0; block < blocks; block++) {
      renderer.process(BLOCK);
      left.push(...kernels.frames(renderer.output, BLOCK).filter((_, index) => index % 2 === 0));
    }
    return left;
  };
  return { session, track, kernels, start, play };
}

function largestStep(signal: readonly number[]): number {
  return signal.slice(1).reduce((most, value, index) => Math.max(most, Math.abs(value - (signal[index] as number))), 0);
}

describe('while it plays', () => {
  test('a fader glides, without a click, to where it was set', () => {
    const { track, start, play } = playing();
    const renderer = start(playing().session);
    play(renderer, 10);
    renderer.setParameter({ kind: 'channel', stripId: track }, 'gainDb', Number.NEGATIVE_INFINITY);
    const moved = play(renderer, 20);
    expect(moved[0]).toBeCloseTo(0.5, 2);
    expect(moved.at(-1)).toBe(0);
    // The steepest part of the glide 3x² − 2x³ is half as steep again as a straight line.
    expect(largestStep(moved)).toBeLessThan((1.5 * 0.5) / 900);
  });

  test.each([0, 40])('a device %i frames late is bypassed and switched on again without a click', (latencyFrames) => {
    let deviceId = '';
    const { session, start, play } = playing((builder, track) => {
      deviceId = builder.device(track, 'warm', { values: { latencyFrames } });
    });
    const withDevice = (enabled: boolean): Session => ({
      ...session,
      devices: { [deviceId]: { ...(session.devices[deviceId] as Session['devices'][string]), enabled } },
    });
    let renderer = start(session);
    play(renderer, 10);
    renderer = start(withDevice(false), renderer);
    const off = play(renderer, 20);
    renderer = start(withDevice(true), renderer);
    const on = play(renderer, 20);
    const warmed = Math.fround(0.5 / 1.5);
    expect([off[0], off.at(-1), on.at(-1)]).toEqual([warmed, 0.5, warmed]);
    expect(largestStep([...off, ...on])).toBeLessThan(1 / 3_000);
  });

  test('a new plan goes on where the old one was, bit for bit', () => {
    const { session, start, play } = playing((builder, track) => {
      builder.device(track, 'warm', { values: { latencyFrames: 100 } });
    });
    const alone = play(start(session), 60);
    let renderer = start(session);
    const first = play(renderer, 20);
    renderer = start(session, renderer);
    expect([...first, ...play(renderer, 40)]).toEqual(alone);
  });

  test('memory does not grow, however often the plan changes', () => {
    const { session, start, play, kernels } = playing((builder, track) => builder.device(track, 'warm'));
    let renderer = start(session);
    play(renderer, 1);
    const bytes = kernels.allocatedBytes;
    for (let change = 0; change < 20; change++) {
      renderer = start(session, renderer);
      play(renderer, 1);
    }
    expect(kernels.allocatedBytes).toBe(bytes);
    renderer.release();
    // What is left are none of the renderer's.
    expect(kernels.allocatedBytes).toBe(0);
  });

  test('peaks are those of each strip behind its fader, since they were last taken', () => {
    const { session, track, start, play } = playing();
    const renderer = start(session);
    const peaks = new Float32Array(4);
    play(renderer, 1);
    renderer.setParameter({ kind: 'channel', stripId: track }, 'pan', 1);
    play(renderer, 20);
    renderer.takePeaks(peaks);
    expect([...peaks]).toEqual([0.5, 0.5, 0.5, 0.5]);
    play(renderer, 1);
    renderer.takePeaks(peaks);
    expect([...peaks]).toEqual([0, 0.5, 0, 0.5]);
  });

  test('located anywhere, it plays what it would have played there', () => {
    const builder = new SessionBuilder();
    const mediaId = builder.media(2, FRAMES);
    const track = builder.strip('track');
    builder.clip(track, mediaId, { startFrames: 500 });
    builder.lane(track, { kind: 'channel' }, 'gainDb', [
      { atFrames: 0, value: -40, shape: 'linear', bend: 0 },
      { atFrames: 9_000, value: 0, shape: 'linear', bend: 0 },
    ]);
    const kernels = testKernels();
    const samples = stereoNoise({ amplitude: 0.5, frames: FRAMES, seed: 5 });
    const sources = memorySources(kernels, { [mediaId]: { channels: 2, samples } });
    const renderer = new Renderer({ plan: planSession(builder.build()), kernels, sources, maxBlockFrames: 2_048 });
    const from = (frame: number, frames: number) => {
      renderer.locate(frame);
      renderer.process(frames);
      return kernels.frames(renderer.output, frames).slice();
    };
    const whole = from(0, 2_048);
    for (const frame of [1, 63, 64, 700, 1_999]) expect(from(frame, 2_048 - frame)).toEqual(whole.subarray(frame * 2));
  });
});
