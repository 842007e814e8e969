// The programs that electron-builder packs with. It fetches its own from GitHub; what this machine has, or npm brought,
// is taken instead, and a kind of package that cannot be made here is left out with a sentence.
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';

const packaging = import.meta.dirname;
const RELEASES = 'https://github.com/electron-userland/electron-builder-binaries/releases/';
const ANSWER_MS = 3000;

/** Resolves to the environment for electron-builder. */
export async function toolEnvironment() {
  const env = { ...process.env };
  const { path7za } = createRequire(join(packaging, 'package.json'))('7zip-bin');
  // It comes without the right to run.
  chmodSync(path7za, 0o755);
  env.ELECTRON_BUILDER_7ZIP_PATH ??= path7za;
  const { code } = await runCommand('dpkg-deb', ['--version']);
  if (code === 0 && !env.USE_SYSTEM_FPM) env.CUSTOM_FPM_PATH ??= join(packaging, 'deb-by-dpkg.mjs');
  return env;
}

/**
 * Resolves to the kinds of package for Linux that can be made here, of those in the configuration.
 *
 * @param {string[]} wanted
 * @param {NodeJS.ProcessEnv} env from toolEnvironment
 */
export async function linuxTargets(wanted, env) {
  const fetched = {
    AppImage: !env.APPIMAGE_TOOLS_PATH && !wasFetched('appimage'),
    deb: !env.CUSTOM_FPM_PATH && !env.USE_SYSTEM_FPM && !wasFetched('fpm'),
  };
  const host = new URL(process.env.ELECTRON_BUILDER_BINARIES_MIRROR ?? RELEASES);
  if (!wanted.some((kind) => fetched[kind]) || (await answers(host))) return wanted;
  for (const kind of wanted.filter((name) => fetched[name]))
    console.log(`not made: ${kind}: its tools are not on this machine, and ${host.host} does not answer`);
  return wanted.filter((kind) => !fetched[kind]);
}

function wasFetched(tool) {
  const cache = process.env.ELECTRON_BUILDER_CACHE ?? join(homedir(), '.cache/electron-builder');
  return existsSync(cache) && readdirSync(cache).some((name) => name.startsWith(tool));
}

async function answers(host) {
  try {
    const { ok } = await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_MS) });
    return ok;
  } catch {
    return false;
  }
}
