import { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import { kernelModule } from './app-files.ts';

/** A fresh kernel instance with memory of its own. */
export function loadKernels(): Kernels {
  return new Kernels(kernelModule());
}
