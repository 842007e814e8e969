import { expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { makeProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoNoise } from '../../testing/signals.ts';
import type { Pointer } from '../core/kernels.ts';
import { busCompressor } from './bus-compressor.ts';
import { compressor } from './compressor.ts';
import { deEsser } from './de-esser.ts';
import { gate } from './gate.ts';
import { transientShaper } from './transient-shaper.ts';

const SMALLEST_NORMAL = 2 ** -1_022;
const MINUTE_FRAMES = 60 * 48_000;

/** The decaying f64 of a state of `bytes` bytes: layouts in the kernels. */
const COMPRESSOR_STATE = { bytes: 104, places: [0, 1, 2, 4, 5] };
const GATE_STATE = { bytes: 88, places: [0, 1] };
const SPLITTER_STATE = { bytes: 80, places: [0, 1, 2, 3] };
const TRANSIENT_STATE = { bytes: 120, places: [0, 1, 2, 3] };
const FILTER_STATE = { bytes: 128, places: [0, 1, 2, 3] };

// Arithmetic on denormal numbers is many times slower on some machines, and WebAssembly cannot switch them off.
test.each([
  [
    compressor,
    { sidechainHighPassHz: 100, releaseSeconds: 0.005, attackSeconds: 0.0001 },
    [COMPRESSOR_STATE, FILTER_STATE],
  ],
  [compressor, { detector: 'rms', thresholdDb: -60 }, [COMPRESSOR_STATE]],
  [busCompressor, { detector: 'peak', attackSeconds: 0.001 }, [COMPRESSOR_STATE]],
  [gate, { sidechainLowPassHz: 5_000, releaseSeconds: 0.005, thresholdDb: -60, ratio: 1 }, [GATE_STATE, FILTER_STATE]],
  [deEsser, { thresholdDb: -60, releaseSeconds: 0.005 }, [SPLITTER_STATE, COMPRESSOR_STATE]],
  [transientShaper, { attackDb: 9, sustainDb: 9 }, [TRANSIENT_STATE]],
] as const)('after a minute of silence no state of $type is denormal', (definition, values, states) => {
  const kernels = testKernels();
  const pointers = new Map<number, Pointer>();
  const allocate = kernels.allocate.bind(kernels);
  kernels.allocate = (bytes) => {
    const pointer = allocate(bytes);
    pointers.set(bytes, pointer);
    return pointer;
  };
  const processor = makeProcessor(definition, values, { kernels });
  runThrough(processor, kernels, stereoNoise({ amplitude: 0.8, frames: 4_800, seed: 9 }));
  runThrough(processor, kernels, new Float32Array(MINUTE_FRAMES * 2));
  for (const { bytes, places } of states) {
    const pointer = pointers.get(bytes);
    if (pointer === undefined) throw new Error(`no state of ${bytes} bytes`);
    for (const place of places) {
      const value = Math.abs(kernels.f64[(pointer >>> 3) + place] as number);
      expect(value === 0 || value >= SMALLEST_NORMAL, `${bytes} bytes, place ${place}: ${value}`).toBe(true);
    }
  }
});
