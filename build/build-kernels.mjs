// Compiles the AssemblyScript kernels to src-shared/dsp/kernels/compiled/, when a source is newer than the module.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'src-shared/dsp/kernels');
const compiled = join(folder, 'compiled');
const outFile = join(compiled, 'kernels.wasm');

function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Rejects when a kernel does not compile; the old module then stays. */
export default async function buildKernels() {
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const newestMs = Math.max(modifiedMs(fileURLToPath(import.meta.url)), ...sources.map((name) => modifiedMs(join(folder, name))));

  if (newestMs > modifiedMs(outFile)) {
    console.log('compiling the DSP kernels …');
    mkdirSync(compiled, { recursive: true });
    // Compiled aside and renamed: a run that starts meanwhile never sees half a module.
    const aside = mkdtempSync(join(compiled, 'new-'));
    const asc = await import('assemblyscript/asc');
    const { error, stderr } = await asc.main([
      'index.ts', '--baseDir', folder, '--outFile', relative(folder, join(aside, 'kernels.wasm')),
      '--bindings', 'raw', '-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd',
    ]);
    if (!error) for (const name of ['kernels.d.ts', 'kernels.wasm']) renameSync(join(aside, name), join(compiled, name));
    rmSync(aside, { recursive: true });
    if (error) {
      console.error(stderr.toString());
      process.exitCode = 1;
      throw new Error('the DSP kernels do not compile');
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
