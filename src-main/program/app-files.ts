/** Where the program's own files stand: beside this one in the bundle (out/app), or there when run from source, as tests are. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const isSource = import.meta.url.endsWith('.ts');

function appFile(name: string): URL {
  return new URL(isSource ? `../../out/app/${name}` : `./${name}`, import.meta.url);
}

/** The file of a worker thread, which the bundle holds. */
export function workerFile(name: string): URL {
  return appFile(`${name}.js`);
}

/** The folder of the built screens. */
export function rendererFolder(): string {
  return fileURLToPath(new URL(isSource ? '../../out/renderer' : '../renderer', import.meta.url));
}

let kernels: WebAssembly.Module | undefined;

/** The compiled DSP kernels; read once. */
export function kernelModule(): WebAssembly.Module {
  // As a path: inside a packaged app's archive a URL is not understood.
  kernels ??= new WebAssembly.Module(readFileSync(fileURLToPath(appFile('kernels.wasm'))));
  return kernels;
}
