import type { SteppedAside } from '../../src-shared/protocol/monitoring.ts';

/** Why a device is left out of what a musician hears of themselves; empty where it is not. */
export function asideText(aside: SteppedAside | undefined): string {
  if (!aside) return '';
  const why = aside.why === 'late' ? 'it would make you late' : 'it listens to another track';
  return `steps aside while you monitor: ${why}. The mix has it as before`;
}
