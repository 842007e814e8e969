// Bundles the program to out/app/, when a source is newer than the bundle: cli.js, a file for each worker, their chunks
// and the kernels, side by side. A chunk's name holds its content, so a program that runs keeps finding its own.
import { copyFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKernels, kernelsFile } from './build-kernels.mjs';
import { installWhatIsMissing } from './install.mjs';
import { filesBelow, modifiedMs, newestMs, projectRoot } from './project-files.mjs';

export const appFolder = join(projectRoot, 'out/app');
const stampFile = join(appFolder, 'built.txt');
const OLD_CHUNK_MS = 24 * 3600 * 1000;

/**
 * The packages that nearly every start needs. The others carry compiled libraries, some under licences that want them
 * replaceable (docs/third-party.md): they stay where they are installed, and load when they are needed.
 */
const BUNDLED = ['commander', 'zod'];

/** Builds what is stale: a few milliseconds when nothing is. Rejects, with what the compiler said, when it does not compile. */
export async function buildApp() {
  const sources = ['src-shared', 'src-main', 'build'].flatMap((folder) => filesBelow(join(projectRoot, folder)));
  sources.push(join(projectRoot, 'package-lock.json'));
  const sourcesMs = newestMs(sources);
  if (sourcesMs < modifiedMs(stampFile)) return false;

  await installWhatIsMissing();
  await buildKernels();
  mkdirSync(appFolder, { recursive: true });
  const workers = Object.entries(workersAmong(sources)).map(([name, file]) => ({ [name]: file }));
  const bundles = await Promise.all([programs, ...workers].map(bundle));
  // All of them compile: only now does any take its place.
  for (const file of bundles.flat()) {
    replaceFile(file.fileName, (path) => writeFileSync(path, file.type === 'chunk' ? file.code : file.source));
  }
  replaceFile('kernels.wasm', (path) => copyFileSync(kernelsFile, path));
  removeOldChunks();
  // As old as the sources were at the start: one saved meanwhile makes the bundle stale again.
  writeFileSync(stampFile, 'The time of this file says how new the sources were that this bundle was made of.\n');
  const stamp = new Date(Math.ceil(sourcesMs) + 1);
  utimesSync(stampFile, stamp, stamp);
  return true;
}

/** The command line and the web host. */
const programs = {
  cli: join(projectRoot, 'src-main/cli/main.ts'),
  web: join(projectRoot, 'src-main/web/main.ts'),
};

/** Each *-worker.ts under its own name. They are bundled one by one: a thread starts sooner from one file than from its share of many. */
function workersAmong(sources) {
  const workers = sources.filter((file) => /[\\/]src-main[\\/].*-worker\.ts$/.test(file));
  return Object.fromEntries(workers.map((file) => [basename(file, '.ts'), file]));
}

/** Resolves to the files of a bundle with these entries. */
async function bundle(input) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input,
    cwd: projectRoot,
    platform: 'node',
    external: (name) => !name.startsWith('.') && !isAbsolute(name) && !BUNDLED.includes(name.split('/')[0]),
    transform: { target: 'node20' },
    onLog: (_level, log) => console.warn(log.message),
  });
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[hash].js',
    codeSplitting: true,
  });
  await build.close();
  return output;
}

/** Written aside and renamed: a program that starts meanwhile never reads half a file. */
function replaceFile(name, write) {
  const aside = join(appFolder, `${name}.${process.pid}.tmp`);
  write(aside);
  renameSync(aside, join(appFolder, name));
}

function removeOldChunks() {
  for (const file of filesBelow(appFolder)) {
    if (modifiedMs(file) < Date.now() - OLD_CHUNK_MS) rmSync(file);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildApp();
  console.log(built ? `built ${appFolder}` : 'nothing changed since the last build');
}
