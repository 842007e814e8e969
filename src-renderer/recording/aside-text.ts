import type { MonitorState, SteppedAside } from '../../src-shared/protocol/monitoring.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { formatNumber } from '../../src-shared/units/format.ts';
import { deviceName } from '../mixer/device-names.ts';

/** Why a device is left out of what a musician hears of themselves; empty where it is not. */
export function asideText(aside: SteppedAside | undefined): string {
  if (!aside) return '';
  const why = aside.why === 'late' ? 'it would make you late' : 'it listens to another track';
  return `steps aside while you monitor: ${why}. The mix has it as before`;
}

/**
 * What a strip has to say of low latency: which devices stepped aside on it, and on the rest of the way of a track that is
 * monitored, and how much earlier that is. Empty where none did.
 */
export function stripAsideText(
  { steppedAside, savedFrames }: Pick<MonitorState, 'steppedAside' | 'savedFrames'>,
  session: Session,
  stripId: string,
): string {
  const isTrack = steppedAside.some(({ trackIds }) => trackIds.includes(stripId));
  const aside = steppedAside.filter((one) => one.stripId === stripId || one.trackIds.includes(stripId));
  if (aside.length === 0) return '';
  const names = aside.map((one) => {
    const name = deviceName(session.devices[one.deviceId]?.type ?? '');
    return one.stripId === stripId ? name : `${name} of ${session.strips[one.stripId]?.name}`;
  });
  const own = aside.reduce((sum, { latencyFrames }) => sum + latencyFrames, 0);
  const ms = (1000 * (isTrack ? (savedFrames[stripId] ?? 0) : own)) / session.settings.session.sampleRateHz;
  const steps = `${listed(names)} ${names.length === 1 ? 'steps' : 'step'} aside while you monitor`;
  const saves = ms > 0 ? `: ${formatNumber(ms, 1)} ms less latency` : '';
  return `${steps}${saves}. The mix has ${names.length === 1 ? 'it' : 'them'} as before`;
}

function listed(names: readonly string[]): string {
  const last = names[names.length - 1] ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
