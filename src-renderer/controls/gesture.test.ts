import { describe, expect, it, vi } from 'vitest';
import { Gesture } from './gesture.ts';

describe('the movements of a hand', () => {
  it('are one from the start of a drag to its end, however long it rests', () => {
    let nowMs = 0;
    const gesture = new Gesture(() => nowMs);
    gesture.hold();
    const key = gesture.key();
    nowMs = 60_000;
    expect(gesture.key()).toBe(key);
    gesture.release();
    expect(gesture.key()).not.toBe(key);
  });

  it('join quick key presses, and part slow ones', () => {
    let nowMs = 0;
    const gesture = new Gesture(() => nowMs);
    const first = gesture.key();
    nowMs = 500;
    expect(gesture.key()).toBe(first);
    nowMs = 1_100;
    expect(gesture.key()).toBe(first);
    nowMs = 2_000;
    expect(gesture.key()).not.toBe(first);
  });

  it('of two hands are never one', () => {
    expect(new Gesture(() => 0).key()).not.toBe(new Gesture(() => 0).key());
  });

  it('are named on a tablet too, whose page is not at a secure address', () => {
    vi.stubGlobal('crypto', { getRandomValues: (numbers: Uint32Array) => numbers.fill(7) });
    expect(new Gesture().key()).toBe('gesture-7-7-7-7');
    vi.unstubAllGlobals();
  });
});
