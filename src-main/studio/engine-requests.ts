/** Requests about what plays: they go to the engine as they are, and what is chosen is kept for this machine. */
import type { DeviceSettings } from './device-settings.ts';
import type { Client, Handlers } from './dispatch.ts';
import type { EngineLink } from './engine-link.ts';

/** @param onHearing is told when a client begins or ends to listen. */
export function engineRequests(
  engine: EngineLink,
  devices: DeviceSettings,
  onHearing: (client: Client) => void,
): Handlers<
  | 'transport/play'
  | 'transport/stop'
  | 'transport/locate'
  | 'transport/set'
  | 'engine/state'
  | 'engine/devices'
  | 'engine/choose'
  | 'engine/watch'
  | 'engine/compare'
  | 'engine/hear'
  | 'take/audition'
> {
  return {
    'transport/play': () => engine.play(),
    'transport/stop': () => engine.stop(),
    'transport/locate': ({ atFrames }) => engine.locate(atFrames),
    // How it stands is known here: the first picture does not wait until an engine has started.
    'transport/set': (changes) => {
      if (Object.keys(changes).length === 0) return engine.transport;
      void devices.keepHabits(changes);
      return engine.set(changes);
    },
    'engine/state': () => engine.state,
    'engine/devices': () => engine.devices(),
    'engine/choose': async (choice) => {
      await devices.choose(choice);
      return engine.choose(choice);
    },
    'engine/watch': ({ deviceId }) => engine.watch(deviceId),
    'engine/compare': ({ side }, client) => {
      client.comparing = side !== null;
      return engine.compare(side);
    },
    'take/audition': ({ takeId }, client) => {
      client.auditioning = takeId !== null;
      return engine.auditionTake(takeId);
    },
    'engine/hear': ({ hearing }, client) => {
      client.hearing = hearing;
      onHearing(client);
      return { hearing };
    },
  };
}
