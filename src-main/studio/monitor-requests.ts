/** Requests about what the musician hears of themselves: they go to the engine, and what is to last is kept for this machine. */
import type { Handlers } from './dispatch.ts';
import type { EngineLink } from './engine-link.ts';

export function monitorRequests(engine: EngineLink): Handlers<'monitor/state' | 'monitor/set' | 'monitor/clearClips'> {
  return {
    'monitor/state': () => engine.monitor({ changes: {} }),
    'monitor/set': (changes) => engine.monitor({ changes }),
    'monitor/clearClips': ({ channel }) => engine.clearClips(channel),
  };
}
