/** Which frames of the session a recording is held to: from the in point on, up to the out point, or between them. */
import type { TransportState } from './answers.ts';

/** Both in frames of the session. An end that is null is open: from where record begins, or until somebody stops. */
export type PunchRange = { readonly fromFrames: number | null; readonly toFrames: number | null };

/** The ends of the punch that count; null where none does. They hold in every pass of a loop. */
export function punchRange({
  punch,
  punchInOn,
  punchOutOn,
}: Pick<TransportState, 'punch' | 'punchInOn' | 'punchOutOn'>): PunchRange | null {
  if (!punch || !(punchInOn || punchOutOn)) return null;
  return { fromFrames: punchInOn ? punch.fromFrames : null, toFrames: punchOutOn ? punch.toFrames : null };
}
