import { readFileSync } from 'node:fs';
import { Kernels } from '../../src-shared/dsp/core/kernels.ts';

/** Beside the bundle when bundled, else where the build puts it. */
const PLACES = ['./kernels.wasm', '../../src-shared/dsp/kernels/compiled/kernels.wasm'];

let compiled: WebAssembly.Module | undefined;

/** The compiled kernels: read and compiled once a thread. Throws when the build has not made them. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readWasm());
  return compiled;
}

/** A fresh kernel instance with memory of its own. */
export function loadKernels(): Kernels {
  return new Kernels(kernelModule());
}

function readWasm(): Uint8Array {
  for (const place of PLACES) {
    try {
      return readFileSync(new URL(place, import.meta.url));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('the DSP kernels are missing: run npm run check, which builds them');
}
