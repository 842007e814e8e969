// Compiles the AssemblyScript kernels to src-shared/dsp/kernels/compiled/, when a source is newer than the module.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modifiedMs, newestMs, projectRoot } from './project-files.mjs';

const folder = join(projectRoot, 'src-shared/dsp/kernels');
const compiled = join(folder, 'compiled');
export const kernelsFile = join(compiled, 'kernels.wasm');

/** Resolves to whether it compiled. Rejects when a kernel does not compile; the old module then stays. */
export async function buildKernels() {
  mkdirSync(compiled, { recursive: true });
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const files = [fileURLToPath(import.meta.url), folder, ...sources.map((name) => join(folder, name))];
  const sourcesMs = newestMs(files);
  if (sourcesMs < modifiedMs(kernelsFile)) return false;

  console.log('compiling the DSP kernels …');
  // Compiled aside and renamed: a run that starts meanwhile never sees half a module.
  const aside = mkdtempSync(join(compiled, 'new-'));
  try {
    await compile(relative(folder, join(aside, 'kernels.wasm')));
    // As old as its sources were at the start: a source saved while the compiler ran makes it stale again.
    const stamp = new Date(Math.ceil(sourcesMs) + 1);
    utimesSync(join(aside, 'kernels.wasm'), stamp, stamp);
    for (const name of ['kernels.d.ts', 'kernels.wasm']) renameSync(join(aside, name), join(compiled, name));
  } finally {
    rmSync(aside, { recursive: true });
  }
  return true;
}

async function compile(outFile) {
  const asc = await import('assemblyscript/asc');
  const target = ['index.ts', '--baseDir', folder, '--outFile', outFile, '--bindings', 'raw'];
  const { error, stderr } = await asc.main([
    ...target,
    ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'],
  ]);
  if (!error) return;
  console.error(stderr.toString());
  throw new Error('the DSP kernels do not compile');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildKernels().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
