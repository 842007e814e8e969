import { buildApp } from './build-app.mjs';
import { buildKernels } from './build-kernels.mjs';

/** Vitest runs this once before the first test: what the tests load and start is as new as its sources. */
export async function setup() {
  await buildKernels();
  // Worker threads and the command line run from the bundle. Tests of anything else can do without it.
  await buildApp().catch((error) => console.warn(`the program does not build: ${error.message}`));
}
