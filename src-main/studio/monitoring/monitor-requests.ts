/** Requests about what the musician hears of themselves, and how late. */
import type { Handlers } from '../dispatch.ts';
import type { EngineLink } from '../engine-link.ts';
import type { MonitoringDesk } from './monitoring-desk.ts';

export function monitorRequests(
  desk: MonitoringDesk,
  engine: EngineLink,
): Handlers<
  'monitor/state' | 'monitor/set' | 'monitor/clearClips' | 'monitor/listen' | 'calibration/state' | 'calibration/start'
> {
  return {
    'monitor/state': () => desk.state(),
    'monitor/set': (changes) => desk.set(changes),
    'monitor/clearClips': ({ channel }) => engine.clearClips(channel),
    'monitor/listen': () => engine.meterInputs(),
    'calibration/state': () => desk.calibration,
    'calibration/start': (start) => desk.calibrate(start),
  };
}
