// npm run dist [-- --linux|--mac|--win]: the packages of this system, to out/dist/. npm run dist:dir: the unpacked app,
// with whatever Electron is at hand. What ships is gathered in out/package/: the bundles, the screens, the demo song, the
// audio binding. electron-builder is installed apart, on the first run (docs/decisions/0013).
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildElectron, electronFolder } from './build-electron.mjs';
import { buildRenderer, rendererFolder } from './build-renderer.mjs';
import { electronDist, fetchElectron } from './find-electron.mjs';
import { writePackageIcons } from './icons/write-icons.mjs';
import { bindingCanMove, compileDeviceBinding, installWhatIsMissing } from './install.mjs';
import { linuxTargets, toolEnvironment } from './packaging/package-tools.mjs';
import { filesBelow, projectRoot } from './project-files.mjs';
import { runNode, runNpm } from './run-command.mjs';

const packaging = join(projectRoot, 'build/packaging');
const gathered = join(projectRoot, 'out/package');
const builderConfig = join(packaging, 'electron-builder.json');
const builder = join(packaging, 'node_modules/electron-builder/cli.js');
const sevenZip = join(packaging, 'node_modules/7zip-bin');

/** Builds anew, so that nothing of an older build is shipped, and copies what runs. */
async function gather() {
  for (const folder of [electronFolder, rendererFolder, gathered]) rmSync(folder, { recursive: true, force: true });
  await Promise.all([buildElectron(), buildRenderer()]);
  writePackageIcons(join(projectRoot, 'out/icons'));
  const app = join(gathered, 'app');
  mkdirSync(app, { recursive: true });
  const notForShipping = (file) => !['built.txt', 'package.json'].includes(basename(file)) || file === electronFolder;
  cpSync(electronFolder, join(app, 'electron'), { recursive: true, filter: notForShipping });
  cpSync(rendererFolder, join(app, 'renderer'), { recursive: true });
  cpSync(join(projectRoot, 'build/demo-song'), join(app, 'electron/demo-song'), { recursive: true });
  for (const notice of ['LICENSE', 'docs/third-party.md'])
    cpSync(join(projectRoot, notice), join(app, basename(notice)));
  writeFileSync(join(app, 'package.json'), appPackage());
  await gatherBinding();
}

function appPackage() {
  const { name, productName, version, description, license } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  );
  const main = 'electron/main.js';
  const author = { name: 'The Mixdown maintainers', email: 'maintainers@mixdown.app' };
  const homepage = 'https://mixdown.app';
  return JSON.stringify(
    // Its window is known to a Linux desktop by this name.
    {
      name,
      productName,
      desktopName: `${name}.desktop`,
      version,
      description,
      license,
      author,
      homepage,
      main,
      type: 'commonjs',
    },
    null,
    2,
  );
}

/** The binding and PortAudio beside it, without its sources. A package without it has the null device, and says why. */
async function gatherBinding() {
  const from = join(projectRoot, 'node_modules/naudiodon');
  const release = join(from, 'build/Release');
  const to = join(gathered, 'naudiodon');
  mkdirSync(join(to, 'build/Release'), { recursive: true });
  if (!existsSync(join(release, 'naudiodon.node')))
    return console.log('packaged without real audio devices: the binding is not compiled here (npm run devices)');
  if (!bindingCanMove()) await compileDeviceBinding();
  for (const file of ['package.json', 'LICENSE']) cpSync(join(from, file), join(to, file));
  for (const file of filesBelow(release).filter((name) =>
    /^(naudiodon\.node|.*portaudio.*\.(so|dylib|dll)(\.\d+)*)$/.test(basename(name)),
  ))
    cpSync(file, join(to, 'build/Release', basename(file)));
}

async function installBuilder() {
  if ([builder, sevenZip].every(existsSync)) return;
  console.log('installing electron-builder, once …');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--include=dev'];
  // dev is included by name: building the screens has said NODE_ENV=production, and npm would leave it out.
  const { code } = await runNpm(['ci', ...options], { show: true, cwd: packaging });
  if (code !== 0) throw new Error('electron-builder could not be installed: see above');
}

/** With the Electron at hand nothing is fetched, and any version will do. */
function electronOptions() {
  const dist = electronDist();
  if (!dist) return [];
  const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  return [`-c.electronDist=${dist}`, `-c.electronVersion=${version}`];
}

function megabytes(folder) {
  const bytes = filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0);
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What the command line names, else all that this system packs. */
async function wantedPackages(args, env) {
  if (args.includes('--dir')) return ['--linux', '--dir'];
  if (process.platform !== 'linux' || args.some((arg) => /^--(mac|win)/.test(arg))) return args;
  const { linux } = JSON.parse(readFileSync(builderConfig, 'utf8'));
  const named = args.filter((arg) => !arg.startsWith('-'));
  const kinds = await linuxTargets(named.length > 0 ? named : linux.target, env);
  // Without a kind it would make all, those that cannot be made here too.
  if (kinds.length === 0) throw new Error('nothing is packed: see above');
  return ['--linux', ...kinds];
}

function printSizes() {
  console.log(`what ships beside Electron: ${megabytes(gathered)}`);
  const folder = join(projectRoot, 'out/dist');
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) console.log(`${file}: ${megabytes(file)}`);
    else if (!/\.(ya?ml|blockmap)$/.test(file)) console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  }
}

async function makePackages(args) {
  await installWhatIsMissing();
  const why = electronDist() ? '' : await fetchElectron();
  if (why) throw new Error(`there is no Electron to package: ${why}`);
  await gather();
  await installBuilder();
  const env = await toolEnvironment();
  const wanted = await wantedPackages(args, env);
  const config = ['--projectDir', join(gathered, 'app'), '--config', builderConfig];
  const hook = `-c.afterPack=${join(packaging, 'leave-out.mjs')}`;
  const { code } = await runNode([builder, ...wanted, ...config, hook, '--publish', 'never', ...electronOptions()], {
    show: true,
    env,
  });
  if (code !== 0) throw new Error('electron-builder failed: see above');
  printSizes();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await makePackages(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
