/** Clips that were copied or cut, and what pasting them does. */
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { Edit, Step } from './edit.ts';

/** Puts clips so that the first begins at a place; all on one track go to `trackId`, others back to their own. */
export function pasteClips(
  session: Session,
  clips: readonly Clip[],
  { atFrames, trackId }: { atFrames: number; trackId: string | null },
): Edit {
  const first = Math.min(...clips.map((clip) => clip.startFrames));
  const oneTrack = new Set(clips.map((clip) => clip.trackId)).size === 1;
  const target = trackId !== null && session.strips[trackId]?.kind === 'track' ? trackId : null;
  let { nextId } = session.settings.session;
  const steps = clips.flatMap((clip): Step[] => {
    const to = oneTrack && target ? target : clip.trackId;
    if (session.strips[to]?.kind !== 'track' || !session.media[clip.mediaId]) return [];
    return copyOf(clip, { id: `clip-${nextId++}`, trackId: to, startFrames: atFrames + clip.startFrames - first });
  });
  const pasted = nextId - session.settings.session.nextId;
  return { name: pasted === 1 ? 'Paste clip' : `Paste ${pasted} clips`, steps };
}

/** The steps that make a clip again, which may be gone by now; `id` is what the session gives it. */
function copyOf(
  clip: Clip,
  { id, trackId, startFrames }: { id: string; trackId: string; startFrames: number },
): Step[] {
  const { mediaId, offsetFrames, lengthFrames, name, gainDb, muted } = clip;
  const steps: Step[] = [
    { command: 'addClip', args: { mediaId, trackId, startFrames, offsetFrames, lengthFrames } },
    { command: 'renameClip', args: { clipId: id, name } },
  ];
  if (gainDb !== 0) steps.push({ command: 'setClipGain', args: { clipId: id, gainDb } });
  if (muted) steps.push({ command: 'muteClip', args: { clipId: id, muted } });
  for (const edge of ['fadeIn', 'fadeOut'] as const)
    if (clip[edge].lengthFrames > 0) steps.push({ command: 'setFade', args: { clipId: id, edge, fade: clip[edge] } });
  return steps;
}
