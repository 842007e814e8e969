/** Which ends of the loop and of the punch range count: a loop has both or none, a punch may have one, and is open to the other side. */
import type { TransportState } from '../../src-shared/protocol/answers.ts';
import type { Stretch, StretchEdge, StretchKind } from './stretch-hand.ts';

export type EndsOn = { readonly from: boolean; readonly to: boolean };
export const BOTH_ENDS: EndsOn = { from: true, to: true };
export const NO_END: EndsOn = { from: false, to: false };

export function endsOn({ loopOn, punchInOn, punchOutOn }: TransportState, kind: StretchKind): EndsOn {
  return kind === 'loop' ? { from: loopOn, to: loopOn } : { from: punchInOn, to: punchOutOn };
}

/** The one end that counts while the other does not. */
export function onlyEnd({ from, to }: EndsOn): 'from' | 'to' | undefined {
  if (from === to) return undefined;
  return from ? 'from' : 'to';
}

/** What a press leaves on: at an end of a punch that end changes, else the whole. */
export function toggledEnds(kind: StretchKind, on: EndsOn, edge: StretchEdge): EndsOn {
  if (kind === 'punch' && edge !== 'body') return { ...on, [edge]: !on[edge] };
  return on.from || on.to ? NO_END : BOTH_ENDS;
}

/** What a drag leaves on: what is touched counts, and a stretch of which nothing counted, or a new one, as a whole. */
export function touchedEnds(on: EndsOn, edge: StretchEdge | undefined): EndsOn {
  if (edge === undefined || !(on.from || on.to)) return BOTH_ENDS;
  return edge === 'body' ? on : { ...on, [edge]: true };
}

/** The end that counts alone goes to a frame; the other goes along where it would be passed. */
export function withEdgeAt({ fromFrames, toFrames }: Stretch, edge: 'from' | 'to', frame: number): Stretch {
  const length = toFrames - fromFrames;
  if (edge === 'from') return { fromFrames: frame, toFrames: frame < toFrames ? toFrames : frame + length };
  const end = Math.max(1, frame);
  return { fromFrames: end > fromFrames ? fromFrames : Math.max(0, end - length), toFrames: end };
}

/** What a stretch covers: without an end that is off, all on that side. Where none is on, it is drawn whole. */
export function covered(stretch: Stretch, on: EndsOn): Stretch {
  const only = onlyEnd(on);
  return {
    fromFrames: only === 'to' ? 0 : stretch.fromFrames,
    toFrames: only === 'from' ? Number.POSITIVE_INFINITY : stretch.toFrames,
  };
}
