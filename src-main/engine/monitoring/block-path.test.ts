import { getHeapStatistics } from 'node:v8';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FIRST_TRANSPORT } from '../../../src-shared/protocol/answers.ts';
import type { MonitorState } from '../../../src-shared/protocol/monitoring.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { loadKernels } from '../../program/load-kernels.ts';
import { EngineMeters } from '../meters/engine-meters.ts';
import { PlayedPieces } from '../played-pieces.ts';
import { MonitorPath } from './monitor-path.ts';
import { Monitoring } from './monitoring.ts';
import { Tape } from './tape.ts';

const BLOCK = 256;
const CHANNELS = 32;
const RATE = 48_000;
/** A young heap of the engine is swept for less than 2 ms (docs/reliability.md); so little is swept every few minutes. */
const MOST_BYTES_A_BLOCK = 64;

let path: MonitorPath;
let run: (blocks: number) => void;

/** Eight singers with an equaliser and a compressor each, in one reverb, and 32 input meters. */
beforeEach(() => {
  const builder = new SessionBuilder();
  const room = builder.strip('bus');
  builder.device(room, 'reverb', { values: { mix: 1 } });
  for (let channel = 1; channel <= 8; channel++) {
    const track = builder.strip('track');
    builder.device(track, 'eq');
    builder.device(track, 'compressor');
    builder.send(track, room);
    builder.arm(track, [channel], { monitor: 'input', direct: channel > 6 });
  }
  const kernels = loadKernels();
  const tape = new Tape();
  const played = new PlayedPieces();
  path = new MonitorPath({ kernels, session: builder.build(), meters: new EngineMeters(kernels, RATE), tape });
  const monitoring = new Monitoring(
    (_state: MonitorState) => undefined,
    () => undefined,
  );
  monitoring.use({ path, tape });
  monitoring.transportIs(FIRST_TRANSPORT, []);
  monitoring.set({ dim: true, mono: true });
  const output = new Float32Array(2 * BLOCK);
  const input = Float32Array.from({ length: CHANNELS * BLOCK }, (_, sample) => 0.3 * Math.sin(sample));
  run = (blocks) => {
    for (let block = 0; block < blocks; block++) {
      output.fill(0.1);
      played.note(BLOCK, played.streamFrame);
      monitoring.process(output, input, played, false);
    }
  };
});
afterEach(() => path.release());

test('in the block path as good as nothing is allocated', () => {
  run(2_000);
  let least = Number.POSITIVE_INFINITY;
  // Code that is not compiled to its end yet allocates a little more: on a busy machine that takes a while.
  for (let attempt = 0; attempt < 60 && least / 500 >= MOST_BYTES_A_BLOCK; attempt++) {
    const before = getHeapStatistics().used_heap_size;
    run(500);
    const grown = getHeapStatistics().used_heap_size - before;
    // A sweep in between tells nothing.
    if (grown >= 0) least = Math.min(least, grown);
  }
  expect(least / 500).toBeLessThan(MOST_BYTES_A_BLOCK);
});

test('eight heard inputs and 32 meters take a small part of a block', () => {
  run(1_000);
  const began = performance.now();
  run(2_000);
  const share = (performance.now() - began) / ((1000 * 2_000 * BLOCK) / RATE);
  console.log(`eight heard inputs, 32 meters: ${(100 * share).toFixed(1)} % of a block's time`);
  expect(share).toBeLessThan(0.5);
});
