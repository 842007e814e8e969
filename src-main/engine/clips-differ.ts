import type { RenderPlan } from '../../src-shared/render/render-plan.ts';
import type { Segment } from '../../src-shared/session/clip-envelope.ts';

/** Whether two plans play different clips in a stretch of the session. */
export function clipsDiffer(a: RenderPlan, b: RenderPlan, fromFrames: number, toFrames: number): boolean {
  const old = new Map(a.strips.map(({ stripId, segments }) => [stripId, segments]));
  return b.strips.some(({ stripId, segments }) => {
    const before = within(old.get(stripId) ?? [], fromFrames, toFrames);
    const after = within(segments, fromFrames, toFrames);
    return before.length !== after.length || before.some((segment, index) => !sounds(segment, after[index] as Segment));
  });
}

function within(segments: readonly Segment[], fromFrames: number, toFrames: number): Segment[] {
  return segments.filter(({ startFrames, endFrames }) => startFrames < toFrames && endFrames > fromFrames);
}

/** Alike in what is played at each frame of the session; where they end may differ behind the stretch. */
function sounds(a: Segment, b: Segment): boolean {
  return (
    a.mediaId === b.mediaId &&
    a.offsetFrames - a.startFrames === b.offsetFrames - b.startFrames &&
    a.startFrames === b.startFrames &&
    a.endFrames === b.endFrames &&
    a.gain === b.gain &&
    sameFade(a.fadeIn, b.fadeIn) &&
    sameFade(a.fadeOut, b.fadeOut)
  );
}

function sameFade(a: Segment['fadeIn'], b: Segment['fadeIn']): boolean {
  return a.startFrames === b.startFrames && a.lengthFrames === b.lengthFrames && a.shape === b.shape;
}
