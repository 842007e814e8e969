import { expect, it, vi } from 'vitest';
import type { App } from '../state/app.svelte.ts';
import { InterfaceState } from './interface-state.svelte.ts';

it('asks anew when the engine changed, and leaves one alone that has failed', async () => {
  const request = vi.fn(async (_name: string, _args: object) => null);
  const listeners = new Map<string, (data: object) => void>();
  const on = (name: string, listener: (data: object) => void) => listeners.set(name, listener);
  const state = new InterfaceState({ client: { request, on } } as unknown as App);
  expect(state.devices).toBeNull();
  const asked = () => request.mock.calls.filter(([name]) => name === 'engine/devices').length;
  expect(asked()).toBe(1);
  listeners.get('engine/changed')?.({ state: 'failed' });
  expect(asked()).toBe(1);
  listeners.get('engine/changed')?.({ state: 'running' });
  expect(asked()).toBe(2);
});
