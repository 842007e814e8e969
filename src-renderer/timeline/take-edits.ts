/** What is done to takes, as edits that lanes, heads, menus and keys share. */
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Take } from '../../src-shared/session/records/take.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { type Edit, edit } from './edit.ts';
import type { Stretch } from './stretch-hand.ts';
import { takePieces } from './take-pieces.ts';

/**
 * The comp plays a take in a stretch, as far as the take reaches; without steps where it does not, and where one clip plays
 * nothing else there already, which a swipe would only cut.
 */
export function compTake({ takes, clips }: Session, takeId: string, { fromFrames, toFrames }: Stretch): Edit {
  const take = takes[takeId];
  const from = Math.max(Math.round(fromFrames), take?.startFrames ?? 0);
  const to = Math.min(Math.round(toFrames), take ? take.startFrames + take.lengthFrames : 0);
  if (!take || to <= from || playsAlready(take, Object.values(clips), from, to)) return { name: '', steps: [] };
  return edit({ command: 'compTake', args: { takeId, fromFrames: from, toFrames: to } });
}

function playsAlready(take: Take, clips: readonly Clip[], fromFrames: number, toFrames: number): boolean {
  const there = clips.filter(
    ({ trackId, startFrames, lengthFrames }) =>
      trackId === take.trackId && startFrames < toFrames && startFrames + lengthFrames > fromFrames,
  );
  const [piece] = there.length === 1 ? takePieces(take, there) : [];
  return piece !== undefined && piece.fromFrames <= fromFrames && piece.toFrames >= toFrames;
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
