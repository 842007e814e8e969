import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NullDevice } from './null-device.ts';

const RATE = 48_000;
const BUFFER = 480;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function playing() {
  let blocks = 0;
  const device = new NullDevice({ sampleRateHz: RATE, bufferFrames: BUFFER });
  device.start(() => {
    blocks++;
  });
  return { device, seconds: () => (blocks * BUFFER) / RATE };
}

test('plays in real time while it is awake, and does nothing else', async () => {
  const { device, seconds } = playing();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seconds()).toBe(0);
  device.setAwake(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seconds()).toBeCloseTo(10, 1);
  device.setAwake(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seconds()).toBeCloseTo(10, 1);
  expect(device.dropouts).toBe(0);
});

test('a clock that stands before where it stood, after a sleep, silences nothing', async () => {
  const { device, seconds } = playing();
  device.setAwake(true);
  await vi.advanceTimersByTimeAsync(30_000);
  const before = seconds();
  const ago = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => ago() - 20_000);
  await vi.advanceTimersByTimeAsync(5_000);
  vi.restoreAllMocks();
  expect(seconds() - before).toBeCloseTo(5, 0);
  expect(device.dropouts).toBe(1);
  await device.close();
});

test('time that the machine lost is one dropout, and is not made up for in one go', async () => {
  const { device, seconds } = playing();
  device.setAwake(true);
  await vi.advanceTimersByTimeAsync(30_000);
  const before = seconds();
  // The process did not run for 5 s: its timer comes once, late.
  vi.setSystemTime(Date.now() + 5_000);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now + 5_000);
  await vi.advanceTimersByTimeAsync(10);
  vi.restoreAllMocks();
  expect(device.dropouts).toBe(1);
  expect(seconds() - before).toBeLessThan(0.1);
  await device.close();
});
