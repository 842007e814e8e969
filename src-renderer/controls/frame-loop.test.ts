import { describe, expect, it } from 'vitest';
import { FrameLoop } from './frame-loop.ts';

/** A clock that is moved by hand. */
function handClock() {
  const frames: ((nowMs: number) => void)[] = [];
  const timers: ((nowMs: number) => void)[] = [];
  return {
    frames,
    timers,
    clock: {
      requestFrame: (callback: (nowMs: number) => void) => void frames.push(callback),
      later: (callback: (nowMs: number) => void) => void timers.push(callback),
    },
  };
}

describe('the frame loop', () => {
  it('draws frame after frame while something moves, and only looks now and then while nothing does', () => {
    const { frames, timers, clock } = handClock();
    let left = 2;
    new FrameLoop(clock).add(() => --left > 0);
    frames.shift()?.(0);
    expect([frames.length, timers.length]).toEqual([1, 0]);
    frames.shift()?.(16);
    expect([frames.length, timers.length]).toEqual([0, 1]);
    left = 2;
    timers.shift()?.(66);
    expect([frames.length, timers.length]).toEqual([1, 0]);
  });

  it('tells every drawing the time, and never a longer step than a quarter of a second', () => {
    const { frames, clock } = handClock();
    const steps: number[] = [];
    new FrameLoop(clock).add(({ elapsed }) => {
      steps.push(elapsed);
      return true;
    });
    for (const nowMs of [1000, 1016, 90_000]) frames.shift()?.(nowMs);
    expect(steps).toEqual([0, 0.016, 0.25]);
  });

  it('asks for no frames when nobody draws', () => {
    const { frames, timers, clock } = handClock();
    const stop = new FrameLoop(clock).add(() => true);
    stop();
    frames.shift()?.(0);
    timers.shift()?.(16);
    expect(frames.length).toBe(0);
  });
});
