/** The armed tracks, ready to roll: what they hear, and files that are theirs to be. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../../../src-shared/session/session.ts';
import { lastTakeNumber, takeName } from '../../../src-shared/session/take-names.ts';
import { freeAudioPath } from '../../media/free-audio-path.ts';
import { type ArmedTrack, missingInput, type TrackInput } from './armed-tracks.ts';
import type { InputRing } from './input-ring.ts';
import type { InputRings } from './input-rings.ts';
import type { Roll } from './roll.ts';
import type { RollingTrack } from './take-writer.ts';

/** The armed tracks that have their input, and a sentence for each that has not. Throws when none has. */
export function tracksWithInput(
  armed: readonly ArmedTrack[],
  input: TrackInput,
): { readonly tracks: readonly ArmedTrack[]; readonly missing: readonly string[] } {
  if (armed.length === 0) throw new Error('Nothing is armed: arm a track to record it.');
  const missing = armed.flatMap((track) => missingInput(track, input) ?? []);
  if (missing.length === armed.length) throw new Error(missing.join(' '));
  return { tracks: armed.filter((track) => missingInput(track, input) === undefined), missing };
}

/** A sentence for each track that was armed, or given another input, while a recording rolls: it is no part of that. */
export function recordedLater(
  armed: readonly ArmedTrack[],
  before: readonly ArmedTrack[],
  roll: Pick<Roll, 'trackIds' | 'rings'> | undefined,
): readonly string[] {
  if (!roll) return [];
  const isSame = (one: ArmedTrack) => (other: ArmedTrack) =>
    one.trackId === other.trackId && one.channels.join() === other.channels.join();
  return armed
    .filter((track) => !before.some(isSame(track)))
    .flatMap(({ trackId, trackName, channels }) => {
      const rolling = roll.rings[roll.trackIds.indexOf(trackId)]?.channels;
      if (rolling?.join() === channels.join()) return [];
      const now = rolling ? `goes on with ${inputsOf(rolling)} in this recording` : 'is no part of this recording';
      return [
        `“${trackName}” ${now}: ${inputsOf(channels)} is recorded from the next one on, its last minute included.`,
      ];
    });
}

function inputsOf(channels: readonly number[]): string {
  return `input ${channels.map((channel) => channel + 1).join(' + ')}`;
}

export type HeldTrack = ArmedTrack & { readonly ring: InputRing };

/** Each track with its file to be. @param nowFrame the next frame of the stream. */
export async function rollingTracks(
  tracks: readonly HeldTrack[],
  rings: InputRings,
  at: { readonly session: Session; readonly folder: string; readonly nowFrame: number },
): Promise<RollingTrack[]> {
  const { session, folder, nowFrame } = at;
  // A file that the session knows and that is away now may come back.
  const taken = new Set(Object.values(session.media).map(({ path }) => path));
  const rolling: RollingTrack[] = [];
  await mkdir(join(folder, 'audio'), { recursive: true });
  for (const { trackId, trackName, ring } of tracks) {
    const takes = Object.values(session.takes).filter((take) => take.trackId === trackId);
    const name = takeName(trackName, lastTakeNumber(takes) + 1);
    const path = await freeAudioPath(folder, name, taken);
    taken.add(path);
    // Before the first block of a track that was armed a moment ago, its ring is empty.
    const fromFrame = ring.toFrame < nowFrame ? nowFrame : rings.firstFrame(ring);
    rolling.push({ trackId, trackName, name, path, ring, fromFrame });
  }
  return rolling;
}
