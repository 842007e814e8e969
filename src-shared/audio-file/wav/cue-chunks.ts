import type { AudioLoop, AudioMarker } from '../audio-format.ts';
import type { ByteView } from '../byte-view.ts';

/** Cue points by id, from `cue `. */
export function parseCue(view: ByteView): Map<number, number> {
  const positions = new Map<number, number>();
  const count = Math.min(view.u32(0), Math.floor((view.length - 4) / 24));
  for (let i = 0; i < count; i++) {
    const at = 4 + i * 24;
    positions.set(view.u32(at), view.u32(at + 20));
  }
  return positions;
}

/** Names of cue points by id, from `LIST adtl`; `view` starts after the list's type. */
export function parseAdtlLabels(view: ByteView): Map<number, string> {
  const names = new Map<number, string>();
  for (let at = 4; at + 8 <= view.length; ) {
    const size = view.u32(at + 4);
    if (view.fourCc(at) === 'labl') names.set(view.u32(at + 8), view.text(at + 12, Math.max(0, size - 4)));
    at += 8 + size + (size % 2);
  }
  return names;
}

/** Markers in the order of time; those past the end of the file are left out. */
export function markersFrom(cue: Map<number, number>, names: Map<number, string>, lengthFrames: number): AudioMarker[] {
  return [...cue]
    .map(([id, positionFrames]) => ({ positionFrames, name: names.get(id) ?? '' }))
    .filter((marker) => marker.positionFrames <= lengthFrames)
    .sort((a, b) => a.positionFrames - b.positionFrames);
}

/** Loops from `smpl`. */
export function parseSmplLoops(view: ByteView, lengthFrames: number): AudioLoop[] {
  const count = Math.min(view.u32(28), Math.floor((view.length - 36) / 24));
  const loops: AudioLoop[] = [];
  for (let i = 0; i < count; i++) {
    const startFrame = view.u32(36 + i * 24 + 8);
    const endFrame = view.u32(36 + i * 24 + 12);
    if (startFrame <= endFrame && endFrame < lengthFrames) loops.push({ startFrame, endFrame });
  }
  return loops;
}
