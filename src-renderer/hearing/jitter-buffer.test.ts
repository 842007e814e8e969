import { describe, expect, it } from 'vitest';
import { JitterBuffer } from './jitter-buffer.ts';

/** A ramp of stereo frames that counts up: what comes out tells which frame it was. */
function frames(from: number, count: number): Float32Array {
  return Float32Array.from({ length: count * 2 }, (_, index) => (from + (index >> 1)) * (index % 2 ? -1 : 1));
}

function pull(buffer: JitterBuffer, count: number): number[] {
  const [left, right] = [new Float32Array(count), new Float32Array(count)];
  buffer.pull(left, right);
  return Array.from(left);
}

describe('the buffer that evens out a network', () => {
  it('waits for its target, then gives every frame once and in order', () => {
    const buffer = new JitterBuffer({ target: 1000, most: 4000 });
    buffer.push(frames(1, 960));
    expect(Math.max(...pull(buffer, 128))).toBe(0);
    buffer.push(frames(961, 960));
    const out = [...pull(buffer, 128), ...pull(buffer, 128), ...pull(buffer, 128)];
    // After the fade-in, the frames themselves.
    expect(out.slice(128)).toEqual(Array.from({ length: 256 }, (_, index) => 129 + index));
  });

  it('falls silent when it runs dry, counts it, and waits for its target again', () => {
    const buffer = new JitterBuffer({ target: 200, most: 2000 });
    buffer.push(Float32Array.from({ length: 600 }, () => 1));
    pull(buffer, 256);
    const last = pull(buffer, 128);
    expect(last[43]).toBe(0);
    expect(last.slice(44).every((value) => value === 0)).toBe(true);
    expect(buffer.missedFrames).toBe(128 - 44);
    buffer.push(Float32Array.from({ length: 200 }, () => 1));
    expect(pull(buffer, 64)[63]).toBe(0);
  });

  it('leaves the oldest out when too many gather, without a jump', () => {
    const buffer = new JitterBuffer({ target: 500, most: 1500 });
    const tone = (from: number, count: number) =>
      Float32Array.from({ length: count * 2 }, (_, index) => Math.sin(((from + (index >> 1)) / 100) * Math.PI * 2));
    buffer.push(tone(0, 1000));
    let previous = pull(buffer, 128)[127]!;
    buffer.push(tone(1000, 1000));
    expect(buffer.skippedFrames).toBe(1000 + 1000 - 128 - 500);
    expect(buffer.heldFrames).toBe(500);
    for (const value of pull(buffer, 400)) {
      // A sine of 100 frames moves at most 2π/100 a frame; the crossfade adds its own slope.
      expect(Math.abs(value - previous)).toBeLessThan(0.1);
      previous = value;
    }
  });

  it('gives back, after a while, the lateness that a hiccup of the network left', () => {
    const buffer = new JitterBuffer({ target: 2_000, most: 20_000 });
    // Late, then all at once: it holds 8 000 more than it needs, and the clocks are even from here on.
    buffer.push(frames(1, 10_000));
    for (let block = 0; block < 1_600; block++) {
      pull(buffer, 128);
      buffer.push(frames(1, 128));
    }
    expect(buffer.heldFrames).toBeLessThanOrEqual(2_000);
    expect(buffer.missedFrames).toBe(0);
  });
});
