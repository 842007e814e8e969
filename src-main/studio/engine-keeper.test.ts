import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromEngine } from '../../src-shared/protocol/engine-messages.ts';
import { EngineKeeper } from './engine-keeper.ts';
import type { EngineProcess } from './engine-process.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A keeper at work on a process that does what a test says, and how often that was ended. */
async function keeping() {
  let say: (message: FromEngine) => void = () => undefined;
  const kill = vi.fn();
  const start = (): EngineProcess => ({
    pid: 1,
    post: () => undefined,
    onMessage: (listener) => {
      say = listener;
    },
    onExit: () => undefined,
    kill,
  });
  const nothing = () => undefined;
  const parts = { onMessage: nothing, onStart: async () => undefined, onEnd: nothing, onRestart: nothing };
  const keeper = new EngineKeeper({ ...parts, onGivenUp: nothing }, { start });
  const ready = keeper.ready();
  say({ kind: 'ready' } as FromEngine);
  await ready;
  return { kill, sign: () => say({ kind: 'notice', level: 'info', sentence: '' }) };
}

test('an engine that says nothing for more than six seconds is ended', async () => {
  const { kill, sign } = await keeping();
  for (let second = 0; second < 20; second++) {
    vi.advanceTimersByTime(1000);
    sign();
  }
  vi.advanceTimersByTime(6000);
  expect(kill).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(kill).toHaveBeenCalled();
});

test('a clock that is set and a machine that slept end no engine that records; a clock that is set back saves none', async () => {
  const { kill, sign } = await keeping();
  for (const jumpMs of [3_600_000, -7_200_000]) {
    vi.setSystemTime(Date.now() + jumpMs);
    // The look comes before what the engine said meanwhile.
    vi.advanceTimersByTime(1000);
    expect(kill).not.toHaveBeenCalled();
    sign();
  }
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(7000);
  expect(kill).toHaveBeenCalled();
});
