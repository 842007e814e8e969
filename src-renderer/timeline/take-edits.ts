/** What is done to takes, as edits that lanes, heads, menus and keys share. */
import type { Session } from '../../src-shared/session/session.ts';
import { type Edit, edit } from './edit.ts';
import type { Stretch } from './stretch-hand.ts';

/** The comp plays a take in a stretch, as far as the take reaches; without steps where it does not. */
export function compTake({ takes }: Session, takeId: string, { fromFrames, toFrames }: Stretch): Edit {
  const take = takes[takeId];
  const from = Math.max(Math.round(fromFrames), take?.startFrames ?? 0);
  const to = Math.min(Math.round(toFrames), take ? take.startFrames + take.lengthFrames : 0);
  if (to <= from) return { name: '', steps: [] };
  return edit({ command: 'compTake', args: { takeId, fromFrames: from, toFrames: to } });
}

/** The comp plays all of a take. */
export function compWholeTake(session: Session, takeId: string): Edit {
  return compTake(session, takeId, { fromFrames: 0, toFrames: Number.MAX_SAFE_INTEGER });
}

export function renameTake(takeId: string, name: string): Edit {
  return edit({ command: 'renameTake', args: { takeId, name } });
}

export function removeTake(takeId: string): Edit {
  return edit({ command: 'removeTake', args: { takeId } });
}

/** Takes another round trip off: what was recorded moves by the difference, earlier where more is taken off. */
export function alignTake(takeId: string, roundTripFrames: number): Edit {
  return edit({ command: 'alignTake', args: { takeId, roundTripFrames } });
}
