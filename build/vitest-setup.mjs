import { buildKernels } from './build-kernels.mjs';

/** Vitest runs this once before the first test: what the tests load is as new as its sources. */
export async function setup() {
  await buildKernels();
}
