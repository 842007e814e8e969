/** How late a musician hears themselves, in a number and a verdict. */
import type { MonitorState, RoundTripVerdict } from '../../src-shared/protocol/monitoring.ts';
import { formatNumber } from '../../src-shared/units/format.ts';

const VERDICTS: { readonly [Verdict in RoundTripVerdict]: string } = {
  excellent: 'excellent',
  fine: 'fine',
  late: 'late',
};

/** `7.3 ms`; with ≈ where it is what the device says, not what was measured; `–` without an input. */
export function roundTripText(monitor: MonitorState | null): string {
  if (!monitor || monitor.roundTripMs === null) return '–';
  return `${monitor.isMeasured ? '' : '≈ '}${formatNumber(monitor.roundTripMs, 1)} ms`;
}

/** `7.3 ms, excellent`; empty without an input. */
export function roundTripVerdict(monitor: MonitorState | null): string {
  if (!monitor || monitor.roundTripMs === null) return '';
  const verdict = monitor.verdict === null ? '' : `, ${VERDICTS[monitor.verdict]}`;
  return `${roundTripText(monitor)}${verdict}`;
}
