import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { giveWay, takePrecedence } from './take-precedence.ts';

vi.mock('node:child_process', () => ({ spawnSync: vi.fn() }));
const niceness = vi.spyOn(os, 'setPriority');
const platform = process.platform;
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform });
  niceness.mockReset();
});

/** @param status what `chrt` exits with; null where there is none. */
function precedence(on: NodeJS.Platform, status: number | null) {
  Object.defineProperty(process, 'platform', { value: on });
  vi.mocked(spawnSync).mockReturnValue({ status } as ReturnType<typeof spawnSync>);
  takePrecedence();
  return niceness.mock.calls.length;
}

test('Linux gives the real-time class, or niceness where it is not permitted or there is no chrt', () => {
  niceness.mockReturnValue(undefined);
  expect(precedence('linux', 0)).toBe(0);
  expect(precedence('linux', 1)).toBe(1);
  expect(precedence('linux', null)).toBe(2);
  expect(precedence('win32', 0)).toBe(3);
});

test('a system that permits neither is no reason to stop', () => {
  niceness.mockImplementation(() => {
    throw new Error('EACCES');
  });
  expect(() => precedence('linux', 1)).not.toThrow();
});

test('what must not be in the way of it leaves the class that it inherited', () => {
  niceness.mockReturnValue(undefined);
  Object.defineProperty(process, 'platform', { value: 'linux' });
  giveWay();
  expect(vi.mocked(spawnSync).mock.lastCall?.[1]).toContain('--other');
  expect(niceness.mock.lastCall?.[0]).toBeGreaterThan(0);
});
