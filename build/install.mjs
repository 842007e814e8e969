// Installs what package-lock.json names, when it is not installed, and compiles the audio device binding.
// Node alone: this runs in a fresh clone.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './project-files.mjs';
import { runNpm } from './run-command.mjs';

const modules = join(projectRoot, 'node_modules');
const deviceModule = join(modules, 'naudiodon');
const deviceBinding = join(deviceModule, 'build/Release/naudiodon.node');
/** Holds why the binding did not compile, for the app to say; goes with node_modules. */
const deviceTrouble = join(modules, '.mixdown-no-devices');

/** Rejects when npm fails; what npm said has then been printed. */
export async function installWhatIsMissing() {
  checkNodeVersion();
  if (isInstalled()) return;
  console.log('installing the packages that package-lock.json names …');
  // What is there already is brought up to date; only a fresh clone is filled from nothing.
  const how = existsSync(modules) ? ['install', '--no-save'] : ['ci'];
  const { code } = await runNpm([...how, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    show: true,
  });
  if (code !== 0) throw new Error(`npm ${how[0]} failed: see above. Is a package registry within reach?`);
  if (!existsSync(deviceBinding)) await compileDeviceBinding();
}

function checkNodeVersion() {
  const wanted = /(\d+)\.(\d+)/.exec(readJson(join(projectRoot, 'package.json')).engines.node);
  const has = process.versions.node.split('.').map(Number);
  if (has[0] > Number(wanted[1]) || (has[0] === Number(wanted[1]) && has[1] >= Number(wanted[2]))) return;
  throw new Error(`Mixdown needs Node ${wanted[0]} or newer; this is ${process.versions.node}.`);
}

/** Compares what npm noted at its last install with the lock file: content, not dates, which a checkout changes. */
function isInstalled() {
  const notes = join(modules, '.package-lock.json');
  return existsSync(notes) && holdsAll(readJson(notes), readJson(join(projectRoot, 'package-lock.json')));
}

/**
 * Whether what is installed is what is locked. An optional package may be absent (it is for another machine), not older.
 *
 * @param {Record<string, any>} installed npm's notes in node_modules
 * @param {Record<string, any>} locked package-lock.json
 */
export function holdsAll(installed, locked) {
  return Object.entries(locked.packages)
    .filter(([path]) => path !== '')
    .every(([path, { version, optional }]) => {
      const found = installed.packages[path];
      return found ? found.version === version : Boolean(optional);
    });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Real audio devices need naudiodon compiled. The one package whose install script runs; without a compiler or Node's
 * headers everything else works. Its companion segfault-handler is not compiled: it is not loaded.
 */
export async function compileDeviceBinding() {
  if (!existsSync(deviceModule))
    return console.log('no real audio devices: the package naudiodon is not installed (npm ci installs it)');
  const headers = nodeHeadersFolder();
  const trouble = headers
    ? await compileWith(headers)
    : `Node's headers (node_api.h) are not beside ${process.execPath}; the archives of nodejs.org have them`;
  if (trouble) writeFileSync(deviceTrouble, trouble);
  else rmSync(deviceTrouble, { force: true });
  console.log(
    trouble
      ? `no real audio devices: ${trouble}. All else works. To try again: npm run devices`
      : 'real audio devices: compiled',
  );
}

async function compileWith(headers) {
  console.log('compiling the audio device binding …');
  findPortAudioBesideBinding();
  // With the headers named, node-gyp fetches nothing.
  const env = { ...process.env, npm_config_nodedir: headers };
  const { code, output } = await runNpm(['rebuild', 'naudiodon', '--ignore-scripts=false', '--foreground-scripts'], {
    env,
  });
  if (code === 0) return '';
  const reason = output.split('\n').find((line) => /not found|not find|error:|Error:/.test(line));
  return `its binding did not compile (${(reason ?? 'no C++ compiler?').replace(/^.*(gyp ERR!|npm error)\s*(stack\s*)?/, '').trim()})`;
}

/** Linked as it comes, the binding finds PortAudio at this place on this machine alone; on a Mac it looks beside itself already. */
function findPortAudioBesideBinding() {
  const file = join(deviceModule, 'binding.gyp');
  const recipe = readFileSync(file, 'utf8');
  writeFileSync(file, recipe.replaceAll('-Wl,-rpath,<@(module_root_dir)/build/Release', "-Wl,-rpath,'$$$$ORIGIN'"));
}

/** Whether the compiled binding may be moved to another folder or machine. */
export function bindingCanMove() {
  return process.platform !== 'linux' || readFileSync(deviceBinding).includes('$ORIGIN');
}

/** The folder that holds include/node for this Node, or undefined. */
function nodeHeadersFolder() {
  const folders = [process.env.npm_config_nodedir, dirname(dirname(process.execPath)), '/usr', '/usr/local'];
  return folders.find((folder) => folder && headersMajorVersion(folder) === process.versions.node.split('.')[0]);
}

function headersMajorVersion(folder) {
  const file = join(folder, 'include/node/node_version.h');
  if (!existsSync(file)) return undefined;
  return /#define NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileDeviceBinding();
