// npm run e2e [-- --project electron|chromium|packaged]: the journeys of e2e/ on the real program: in its window, in a
// browser, and (in CI, or when it is asked for) in the app as npm run dist:dir ships it.
// A host whose program is not on this machine is skipped, with a line that says so.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from './build-app.mjs';
import { buildElectron } from './build-electron.mjs';
import { buildRenderer } from './build-renderer.mjs';
import { vitestCounts } from './count-tests.mjs';
import { fetchChromium, findChromium } from './find-chromium.mjs';
import { findElectron } from './find-electron.mjs';
import { installWhatIsMissing } from './install.mjs';
import { projectRoot } from './project-files.mjs';
import { runCommand } from './run-command.mjs';

const HOSTS = ['electron', 'chromium', 'packaged'];
const packagedApp = join(projectRoot, 'out/dist/linux-unpacked/mixdown');
const SCREEN = '-screen 0 1600x1000x24';

/** What a window is drawn on where there is no display: Xvfb. Undefined where that is missing too. */
async function displayFor() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return [];
  const { code } = await runCommand('xvfb-run', ['--help']);
  return code === 0 ? ['xvfb-run', '-a', '-s', SCREEN] : undefined;
}

/** Resolves to the hosts that can be tested here: their programs as environment, and what to start them under. */
async function hostsHere(wanted) {
  const hosts = [];
  const skip = (name, why) => console.log(`skipped: the journeys on ${name}: ${why}`);
  for (const name of ['electron', 'packaged'].filter((host) => wanted.includes(host))) {
    const electron = findElectron();
    const under = await displayFor();
    if (!electron) skip(name, 'its binary is not here (ELECTRON_OVERRIDE_DIST_PATH, or npm start fetches it)');
    else if (!under) skip(name, 'there is no display, and no xvfb-run');
    else if (name === 'packaged' && process.platform !== 'linux') skip(name, 'it is tried on Linux');
    else hosts.push({ name, under, env: { MIXDOWN_E2E_ELECTRON: name === 'packaged' ? packagedApp : electron } });
  }
  if (wanted.includes('chromium')) {
    const why = (await findChromium()) ? '' : await fetchChromium();
    const browser = await findChromium();
    if (!browser) skip('chromium', `there is no Chromium or Chrome on this machine: ${why}`);
    else hosts.push({ name: 'chromium', under: [], env: { MIXDOWN_E2E_CHROMIUM: browser } });
  }
  return hosts;
}

/** Runs the journeys; resolves to their counts. A host that is not here counts as one skipped. */
export async function runJourneys(wanted = HOSTS.filter((host) => host !== 'packaged' || process.env.CI === 'true')) {
  const hosts = await hostsHere(wanted);
  const total = { passed: 0, failed: 0, skipped: wanted.length - hosts.length };
  if (hosts.length > 0) await Promise.all([buildApp(), buildElectron(), buildRenderer()]);
  mkdirSync(join(projectRoot, 'out/test/screens'), { recursive: true });
  for (const host of hosts) {
    const counts = await runHost(host);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  return total;
}

async function runHost({ name, under, env }) {
  if (name === 'packaged') {
    const { code } = await runCommand(process.execPath, ['build/dist.mjs', '--dir'], { show: true });
    if (code !== 0) return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = join(projectRoot, `out/test/e2e-${name}.json`);
  rmSync(report, { force: true });
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [vitest, 'run', '--config', 'e2e/vitest.config.ts', '--project', name, ...reporters];
  const [command, ...before] = [...under, process.execPath];
  const { code } = await runCommand(command, [...before, ...args], { show: true, env: { ...process.env, ...env } });
  return existsSync(report)
    ? vitestCounts(JSON.parse(readFileSync(report, 'utf8')), code)
    : { passed: 0, failed: 1, skipped: 0 };
}

/** The hosts that `--project` names; all without it. */
function wantedHosts(args) {
  const named = args.flatMap((arg, index) =>
    arg === '--project' ? [args[index + 1] ?? ''] : (/^--project=(.*)/.exec(arg)?.[1] ?? []),
  );
  const unknown = named.find((name) => !HOSTS.includes(name));
  if (unknown !== undefined) throw new Error(`--project is ${HOSTS.join(' or ')}, not “${unknown}”`);
  return named.length > 0 ? named : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await installWhatIsMissing();
    const { passed, failed, skipped } = await runJourneys(wantedHosts(process.argv.slice(2)));
    if (failed > 0) process.exitCode = 1;
    console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
