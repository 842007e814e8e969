import type { App } from '../state/app.svelte.ts';

/**
 * Has the engine tell the levels and spectra around a device, of one at a time, until the answer is called; null has it
 * tell none. `$effect(() => watchDevice(app, deviceId))`
 */
export function watchDevice(app: Pick<App, 'client' | 'attempt'>, deviceId: string | null): () => void {
  const ask = (watched: string | null) =>
    void app.attempt(() => app.client.request('engine/watch', { deviceId: watched }));
  ask(deviceId);
  // Another session, the same one saved elsewhere, a connection that was lost: nothing is watched any more, or something else.
  const stop = app.client.on('session/replaced', () => ask(deviceId));
  return () => {
    stop();
    ask(null);
  };
}
