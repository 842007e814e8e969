import { readFileSync } from 'node:fs';
import { Kernels } from '../dsp/core/kernels.ts';

const file = new URL('../dsp/kernels/compiled/kernels.wasm', import.meta.url);
let module: WebAssembly.Module | undefined;

/** A fresh kernel instance for a test. */
export function testKernels(): Kernels {
  module ??= new WebAssembly.Module(readFileSync(file));
  return new Kernels(module);
}
