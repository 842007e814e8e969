import { expect, it } from 'vitest';
import { createSession } from '../../src-shared/session/create-session.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { stretchWithEdge } from './stretch-edge.ts';
import { BAR } from './timeline-fixture.ts';

const map = new TempoMap(createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }));
const kept = { fromFrames: BAR, toFrames: 3 * BAR };

it('keeps its other edge where it can', () => {
  expect(stretchWithEdge(map, kept, 'from', 2 * BAR)).toEqual({ fromFrames: 2 * BAR, toFrames: 3 * BAR });
  expect(stretchWithEdge(map, kept, 'to', 2 * BAR)).toEqual({ fromFrames: BAR, toFrames: 2 * BAR });
});

it('goes to the next bar line where there is none, or it would lie on the wrong side', () => {
  expect(stretchWithEdge(map, null, 'from', BAR + 1)).toEqual({ fromFrames: BAR + 1, toFrames: 2 * BAR });
  expect(stretchWithEdge(map, kept, 'from', 4 * BAR)).toEqual({ fromFrames: 4 * BAR, toFrames: 5 * BAR });
  expect(stretchWithEdge(map, kept, 'to', BAR)).toEqual({ fromFrames: 0, toFrames: BAR });
  expect(stretchWithEdge(map, null, 'to', 0)).toBeUndefined();
});
