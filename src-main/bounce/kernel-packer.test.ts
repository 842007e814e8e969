import { expect, test } from 'vitest';
import { samplePacker } from '../../src-shared/audio-file/pcm/sample-packer.ts';
import { testKernels } from '../../src-shared/testing/kernels.ts';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { kernelPacker24 } from './kernel-packer.ts';

const STEP = 2 ** -23;

/** Whatever rounds, clips or is no number, and its neighbours among the Float32. */
const corners = [
  0,
  0.5,
  1.5,
  2.5,
  2 ** 21 + 0.75,
  2 ** 22 - 0.25,
  2 ** 22 + 0.5,
  2 ** 23 - 1,
  2 ** 23 - 0.5,
  2 ** 23,
  2 ** 31,
]
  .map((steps) => Math.fround(steps * STEP))
  .flatMap((value) => [value, value * (1 - 2 ** -24), value * (1 + 2 ** -23)])
  .flatMap((value) => [value, -value])
  .concat(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-40);

test('the kernel packs to the same bytes, and counts the same clipped samples, as the plain packer', () => {
  const noise = stereoNoise({ amplitude: 1.1, frames: 12_000, seed: 5 });
  const samples = Float32Array.from([...corners, ...noise]);
  const plain = samplePacker('24');
  const packer = kernelPacker24(testKernels());
  for (const count of [samples.length, 8_193, 7, 6, 5, 1, 0]) {
    const expected = new Uint8Array(count * 3 + (4 - ((count * 3) % 4)));
    const bytes = new Uint8Array(expected.length);
    expect(packer.pack(samples, count, bytes)).toBe(plain.pack(samples, count, expected));
    expect(Buffer.compare(bytes, expected), `${count} samples`).toBe(0);
  }
});
