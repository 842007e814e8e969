// Where Electron's binary is, and how it comes here once. Node alone.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-files.mjs';
import { runNode } from './run-command.mjs';

const electronPackage = join(projectRoot, 'node_modules/electron');
/** The downloader itself goes on asking for minutes. */
const ANSWER_MS = 2000;

/** The name of the binary within its folder. */
function binaryName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The folder that Electron lies in, unpacked: the one that was named, else the package's own; undefined when neither is there. */
export function electronDist() {
  return [process.env.ELECTRON_OVERRIDE_DIST_PATH, join(electronPackage, 'dist')].find(
    (folder) => folder && existsSync(join(folder, binaryName())),
  );
}

/** The binary; undefined when it is not there. */
export function findElectron() {
  const folder = electronDist();
  return folder && join(folder, binaryName());
}

/** Fetches the binary, when its host answers. Resolves to why it is not there, or to an empty text when it is. */
export async function fetchElectron() {
  if (!existsSync(electronPackage)) return 'the package electron is not installed';
  const trouble = await whyOutOfReach(archiveUrl());
  if (trouble) return `its binary is not here, and ${trouble}`;
  console.log('fetching Electron, once …');
  const { code } = await runNode([join(electronPackage, 'install.js')], { show: true });
  return code === 0 && findElectron() ? '' : 'its binary could not be fetched: see above';
}

/** Where the downloader looks, by the settings that it reads. */
function archiveUrl() {
  const { version } = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8'));
  const { ELECTRON_MIRROR, npm_config_electron_mirror: npmMirror } = process.env;
  const mirror = ELECTRON_MIRROR ?? npmMirror ?? 'https://github.com/electron/electron/releases/download/';
  return new URL(`v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`, mirror);
}

/** Asks for the first byte, so that the place where a download is sent on to is asked as well. */
async function whyOutOfReach(url) {
  try {
    const answer = await fetch(url, { headers: { range: 'bytes=0-0' }, signal: AbortSignal.timeout(ANSWER_MS) });
    await answer.body?.cancel();
    return answer.ok ? '' : `${url.host} answers ${answer.status}`;
  } catch {
    return `${url.host} does not answer`;
  }
}

/** Why no window can be opened here, whatever is installed; empty when one can. */
export function whyNoWindow(args) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0 && !args.includes('--no-sandbox')) return 'root has no sandbox';
  return '';
}
