import { expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { FramesView } from './frames-view.ts';

test('a view is the same for the same place, another for another, and never one of memory that has grown', () => {
  const kernels = testKernels();
  const block = kernels.allocateFrames(256);
  const view = new FramesView();
  const first = view.of(kernels, block, 256);
  expect(first).toHaveLength(512);
  expect(view.of(kernels, block, 256) === first).toBe(true);
  expect(view.of(kernels, block, 100)).toHaveLength(200);
  const before = view.of(kernels, block, 256);
  kernels.allocate(64 * 1024 * 1024);
  kernels.f32[block >>> 2] = 0.5;
  const after = view.of(kernels, block, 256);
  expect(after === before).toBe(false);
  expect(after[0]).toBe(0.5);
});
