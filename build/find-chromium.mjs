// The browser of the tests: one of this system, else fetched once: Playwright's own where its host answers, else the
// system's package where this user may install it.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectRoot } from './project-files.mjs';
import { runCommand, runNode } from './run-command.mjs';

/** The downloader itself goes on asking for minutes. */
const ANSWER_MS = 2000;
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** A browser of this machine that Playwright can drive; undefined when there is none. */
export async function findChromium() {
  const places = [
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env.PROGRAMFILES ?? '', 'Google/Chrome/Application/chrome.exe'),
  ];
  const { chromium } = await import('playwright-core');
  return [...places, chromium.executablePath()].find((file) => existsSync(file));
}

/** Fetches one. Resolves to why there is none, or to an empty text when there is. */
export async function fetchChromium() {
  if (process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD) return 'PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD says to fetch none';
  const why = await downloadChromium();
  if (!why) return '';
  const whyNot = await installSystemsChromium();
  return whyNot ? `${why}, and ${whyNot}` : '';
}

/** Playwright's own, to its cache. Resolves to why not, or to an empty text. */
export async function downloadChromium() {
  const trouble = await whyOutOfReach(process.env.PLAYWRIGHT_DOWNLOAD_HOST ?? 'https://cdn.playwright.dev');
  if (trouble) return trouble;
  console.log('fetching a browser for the tests, once …');
  const cli = join(projectRoot, 'node_modules/playwright-core/cli.js');
  const { code } = await runNode([cli, 'install', '--no-shell', 'chromium'], { show: true });
  if (code !== 0) return 'it could not be fetched: see above';
  const { chromium } = await import('playwright-core');
  // A system that lacks its libraries cannot start it.
  const started = await runCommand(chromium.executablePath(), ['--version']);
  return started.code === 0 ? '' : `what was fetched does not start: ${started.output.trim().split('\n')[0]}`;
}

async function whyOutOfReach(address) {
  const { host } = new URL(address);
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_MS) });
    return '';
  } catch {
    return `${host} does not answer`;
  }
}

/** The system's package. Resolves to why not, or to an empty text. */
async function installSystemsChromium() {
  if (process.getuid?.() !== 0) return 'only root may install it';
  if ((await runCommand('apt-get', ['--version'])).code !== 0) return 'there is no apt-get to install it';
  console.log('installing a browser for the tests, once …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('timeout', ['120', 'apt-get', 'update', '-qq'], { env });
  const install = ['600', 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  await runCommand('timeout', install, { env });
  return (await findChromium()) ? '' : 'apt-get has none';
}
