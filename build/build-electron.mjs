// Bundles the desktop app to out/electron/, when a source is newer than the bundle: main.js and its preload script, the
// engine, a file for each worker, the kernels and the icons. CommonJS with every package inside, for the oldest Electron
// that it runs on loads nothing else; a package stands in a file of its own, so that it can be replaced.
import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKernels, kernelsFile } from './build-kernels.mjs';
import { writeIcons } from './icons/write-icons.mjs';
import { installWhatIsMissing } from './install.mjs';
import { filesBelow, modifiedMs, newestMs, projectRoot } from './project-files.mjs';
import { removeOldFiles, replaceFile } from './replace-file.mjs';

export const electronFolder = join(projectRoot, 'out/electron');
const stampFile = join(electronFolder, 'built.txt');

/** What cannot be inside a bundle: Electron itself, and a compiled module. */
const EXTERNAL = ['electron', 'naudiodon'];

/** Builds what is stale: a few milliseconds when nothing is. Rejects, with what the compiler said, when it does not compile. */
export async function buildElectron() {
  const sources = ['src-shared', 'src-main', 'build'].flatMap((folder) => filesBelow(join(projectRoot, folder)));
  sources.push(join(projectRoot, 'package-lock.json'), join(projectRoot, 'package.json'));
  const sourcesMs = newestMs(sources);
  if (sourcesMs < modifiedMs(stampFile)) return false;

  await installWhatIsMissing();
  await buildKernels();
  mkdirSync(electronFolder, { recursive: true });
  await bundle(entriesAmong(sources), { codeSplitting: { groups: [{ name: packageOf, debugName: 'packages' }] } });
  await bundle({ preload: join(projectRoot, 'src-main/electron/preload.ts') }, { codeSplitting: false });
  replaceFile(electronFolder, 'kernels.wasm', (path) => copyFileSync(kernelsFile, path));
  replaceFile(electronFolder, 'package.json', (path) => writeFileSync(path, appPackage()));
  writeIcons(electronFolder);
  removeOldFiles(electronFolder);
  writeFileSync(stampFile, 'The time of this file says how new the sources were that this bundle was made of.\n');
  const stamp = new Date(Math.ceil(sourcesMs) + 1);
  utimesSync(stampFile, stamp, stamp);
  return true;
}

/** The app, and each process and thread of its own under its own name. */
function entriesAmong(sources) {
  const processes = sources.filter((file) => /[\\/]src-main[\\/].*-(worker|process)\.ts$/.test(file));
  return {
    main: join(projectRoot, 'src-main/electron/main.ts'),
    ...Object.fromEntries(processes.map((file) => [basename(file, '.ts'), file])),
  };
}

/** The package that a module is from, as the name of its file; undefined for our own. */
function packageOf(module) {
  const name = /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?!.*node_modules)/.exec(module)?.[1];
  return name?.replace('@', '').replace(/[\\/]/, '-') ?? null;
}

async function bundle(input, { codeSplitting }) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input,
    cwd: projectRoot,
    platform: 'node',
    external: (name) =>
      !name.startsWith('.') && !isAbsolute(name) && (EXTERNAL.includes(name) || name.startsWith('node:')),
    transform: { target: 'node16' },
    onLog: (_level, log) => console.warn(log.message),
  });
  const { output } = await build.generate({
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting,
  });
  await build.close();
  for (const file of output) {
    const content = file.type === 'chunk' ? file.code : file.source;
    replaceFile(electronFolder, file.fileName, (path) => writeFileSync(path, content));
  }
}

/** What Electron reads when it is given this folder. */
function appPackage() {
  const { name, productName, version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  return `${JSON.stringify({ name, productName, version, main: 'main.js', type: 'commonjs' }, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildElectron();
  console.log(built ? `built ${electronFolder}` : 'nothing changed since the last build');
}
