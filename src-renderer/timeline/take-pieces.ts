/** Which parts of a take the comp plays: the clips of its track that lie where the take lies. */
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Take } from '../../src-shared/session/records/take.ts';
import type { Stretch } from './stretch-hand.ts';

/** In order, joined where they touch. Muted clips play nothing; a clip that was moved away from the take is no part of it. */
export function takePieces(take: Take, clips: readonly Clip[]): readonly Stretch[] {
  const pieces: { fromFrames: number; toFrames: number }[] = [];
  const own = clips.filter(
    (clip) =>
      clip.mediaId === take.mediaId &&
      !clip.muted &&
      clip.startFrames - clip.offsetFrames === take.startFrames - take.offsetFrames,
  );
  for (const { startFrames, lengthFrames } of own.sort((a, b) => a.startFrames - b.startFrames)) {
    const fromFrames = Math.max(startFrames, take.startFrames);
    const toFrames = Math.min(startFrames + lengthFrames, take.startFrames + take.lengthFrames);
    const last = pieces[pieces.length - 1];
    if (last && fromFrames <= last.toFrames) last.toFrames = Math.max(last.toFrames, toFrames);
    else if (fromFrames < toFrames) pieces.push({ fromFrames, toFrames });
  }
  return pieces;
}

/** A pass that is being recorded, as far as it has come. @param punchOutFrames where it will end; null where somebody stops. */
export type GrowingTake = { readonly take: Take; readonly punchOutFrames: number | null };

/** What is left of pieces where a newer take is heard. */
export function without(pieces: readonly Stretch[], { startFrames, lengthFrames }: Take): readonly Stretch[] {
  const endFrames = startFrames + lengthFrames;
  return pieces.flatMap(({ fromFrames, toFrames }) =>
    [
      { fromFrames, toFrames: Math.min(toFrames, startFrames) },
      { fromFrames: Math.max(fromFrames, endFrames), toFrames },
    ].filter((piece) => piece.fromFrames < piece.toFrames),
  );
}

/** How much of the comp each take plays, 0…1, by take; all 0 where no clip plays any. */
export function takeShares(takes: readonly Take[], clips: readonly Clip[]): ReadonlyMap<string, number> {
  const lengths = new Map(
    takes.map((take) => [
      take.id,
      takePieces(take, clips).reduce((sum, { fromFrames, toFrames }) => sum + toFrames - fromFrames, 0),
    ]),
  );
  const all = [...lengths.values()].reduce((sum, length) => sum + length, 0);
  return new Map([...lengths].map(([id, length]) => [id, all === 0 ? 0 : length / all]));
}

/** The takes of a track, the oldest first. */
export function takesOf(takes: { readonly [id: string]: Take }, trackId: string): readonly Take[] {
  const number = ({ id }: Take) => Number(id.split('-')[1]);
  return Object.values(takes)
    .filter((take) => take.trackId === trackId)
    .sort((a, b) => number(a) - number(b));
}
