import { describe, expect, it } from 'vitest';
import { FrameLoop } from './frame-loop.ts';

/** A clock that is moved by hand. */
function handClock() {
  const frames: ((nowMs: number) => void)[] = [];
  const timers: ((nowMs: number) => void)[] = [];
  const waits: number[] = [];
  return {
    waits,
    frames,
    timers,
    clock: {
      requestFrame: (callback: (nowMs: number) => void) => void frames.push(callback),
      later: (callback: (nowMs: number) => void, ms: number) => {
        timers.push(callback);
        waits.push(ms);
      },
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

  it('looks less often after a second of stillness, and draws at once when it is woken', () => {
    const { frames, timers, waits, clock } = handClock();
    let drawn = 0;
    const loop = new FrameLoop(clock);
    loop.add(() => {
      drawn++;
      return false;
    });
    frames.shift()?.(0);
    for (let look = 0; look < 30; look++) timers.shift()?.(50 * look);
    expect([waits[0], waits.at(-1)]).toEqual([50, 250]);
    drawn = 0;
    loop.wake();
    frames.shift()?.(3000);
    // The look that it was waiting for is over.
    timers.shift()?.(3100);
    expect(drawn).toBe(1);
    expect(waits.at(-1)).toBe(50);
  });

  it('says how long ago anything was told, however long a drawing moves by itself', () => {
    const { frames, clock } = handClock();
    const rests: number[] = [];
    const loop = new FrameLoop(clock);
    loop.add(({ restSeconds }) => {
      rests.push(restSeconds);
      return true;
    });
    for (const nowMs of [1000, 1250, 1500]) frames.shift()?.(nowMs);
    loop.wake();
    for (const nowMs of [2000, 2250]) frames.shift()?.(nowMs);
    expect(rests).toEqual([0, 0.25, 0.5, 0, 0.25]);
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
