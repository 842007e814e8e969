import type { TempoMap } from '../../src-shared/session/tempo-map.ts';
import type { Stretch } from './stretch-hand.ts';

/**
 * A stretch that begins or ends at a frame: the other edge stays where it can, else it goes to the next bar line. Undefined
 * where nothing lies before the first frame.
 */
export function stretchWithEdge(
  map: TempoMap,
  kept: Stretch | null,
  edge: 'from' | 'to',
  atFrames: number,
): Stretch | undefined {
  const { bar } = map.barAt(atFrames);
  const line = (number: number) => Math.round(map.framesAtBar({ bar: Math.max(1, number), beat: 1 }));
  if (edge === 'from')
    return { fromFrames: atFrames, toFrames: kept && kept.toFrames > atFrames ? kept.toFrames : line(bar + 1) };
  const before = line(bar) < atFrames ? line(bar) : line(bar - 1);
  const fromFrames = kept && kept.fromFrames < atFrames ? kept.fromFrames : before;
  return fromFrames < atFrames ? { fromFrames, toFrames: atFrames } : undefined;
}
