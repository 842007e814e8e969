/** Opens the real program on the host under test, with a data folder of its own, and gives its page to a journey. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type ElectronApplication, _electron as electron, type Page } from 'playwright-core';

export const host = process.env.MIXDOWN_E2E_HOST as 'electron' | 'chromium' | 'packaged';
const projectRoot = join(import.meta.dirname, '..');
const isRoot = process.getuid?.() === 0;
/** In a container root has no sandbox: the only place where the app is started without one. */
const sandboxArgs = isRoot ? ['--no-sandbox'] : [];
const START_MS = 30_000;
const LAUNCH_MS = 12_000;

/** How the app is started by hand. */
export const electronFile = process.env.MIXDOWN_E2E_ELECTRON ?? '';
export const electronArguments: readonly string[] = [
  ...sandboxArgs,
  // A packaged app is its own program.
  ...(host === 'packaged' ? [] : [join(projectRoot, 'out/electron')]),
];

export type OpenApp = {
  readonly page: Page;
  /** Holds all that this run leaves on the disk. */
  readonly folder: string;
  /** What the page and its host complained of. */
  readonly complaints: readonly string[];
  /** A page of the network, where that was asked for and this machine has an address there. */
  readonly guest?: Page | undefined;
  /** Only on the electron host. */
  readonly electronApp: ElectronApplication | undefined;
  close(): Promise<void>;
  /** Ends the whole program at once, as a power cut would; its folder stays for the next. */
  kill(): Promise<void>;
};

export type OpenOptions = {
  /** What the null device hears (src-main/engine/devices/null-input.ts). */
  readonly nullInput?: string;
  /** What an earlier run left. */
  readonly folder?: string;
  /** A browser on this machine, and one of the network: `guest` is its page, where this machine has an address there. */
  readonly share?: boolean;
};

/** @param size the page's, in CSS pixels. */
export async function openApp(size = { width: 1440, height: 900 }, options: OpenOptions = {}): Promise<OpenApp> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'mixdown-e2e-'));
  const heard = options.nullInput === undefined ? {} : { MIXDOWN_NULL_INPUT: options.nullInput };
  const env = { ...process.env, ...heard, MIXDOWN_DATA: join(folder, 'data'), HOME: folder } as Record<string, string>;
  const opened =
    host === 'chromium' ? await openBrowser(env, size, options.share === true) : await openWindow(env, size);
  const complaints: string[] = [];
  opened.page.on('pageerror', (error) => complaints.push(error.message));
  opened.page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return {
    ...opened,
    folder,
    complaints,
    close: async () => {
      await opened.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

type Opened = Pick<OpenApp, 'page' | 'guest' | 'electronApp' | 'kill'> & { end(): Promise<void> };
type Size = { readonly width: number; readonly height: number };

async function openWindow(env: Record<string, string>, size: Size): Promise<Opened> {
  const electronApp = await launchWindow(env);
  const page = await electronApp.firstWindow({ timeout: START_MS });
  await electronApp.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  const kill = async () => {
    const ended = new Promise((resolve) => electronApp.process().once('exit', resolve));
    electronApp.process().kill('SIGKILL');
    await ended;
  };
  return { page, electronApp, kill, end: () => electronApp.close() };
}

/**
 * Playwright meets Electron 22 without the script that it would load into newer ones, and now and then misses the moment
 * at which the app becomes ready: then it is started again.
 */
async function launchWindow(env: Record<string, string>, tries = 3): Promise<ElectronApplication> {
  try {
    return await electron.launch({
      executablePath: electronFile,
      args: [...electronArguments],
      env,
      timeout: LAUNCH_MS,
    });
  } catch (error) {
    if (tries <= 1 || (error as Error).name !== 'TimeoutError') throw error;
    console.log('Playwright did not reach the app: started once more');
    return launchWindow(env, tries - 1);
  }
}

async function openBrowser(env: Record<string, string>, viewport: Size, share: boolean): Promise<Opened> {
  const args = [join(projectRoot, 'out/app/web.js'), '--port', '0', ...(share ? ['--share'] : [])];
  const server = spawn(process.execPath, args, {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const links = linesWithLink(server);
  const link = await nextLink(links, server);
  const browser: Browser = await chromium.launch({
    executablePath: process.env.MIXDOWN_E2E_CHROMIUM ?? '',
    args: [...sandboxArgs, '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport });
  await page.goto(link);
  const guest = share && hasNetwork() ? await browser.newPage({ viewport }) : undefined;
  await guest?.goto(await nextLink(links, server));
  const endWith = (signal: 'SIGTERM' | 'SIGKILL') => async () => {
    await browser.close();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  };
  return { page, guest, electronApp: undefined, kill: endWith('SIGKILL'), end: endWith('SIGTERM') };
}

/** The links that the web host prints, each of which works once. */
async function* linesWithLink(server: ChildProcess): AsyncGenerator<string, undefined> {
  for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
    const link = /http:\/\/\d+\.\S+/.exec(line)?.[0];
    if (link !== undefined) yield link;
  }
  return undefined;
}

async function nextLink(links: AsyncGenerator<string, undefined>, server: ChildProcess): Promise<string> {
  const late = setTimeout(() => server.kill(), START_MS);
  const { value } = await links.next();
  clearTimeout(late);
  if (value === undefined) throw new Error('the web host ended without a link');
  return value;
}

function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((list) =>
    list?.some(({ family, internal }) => family === 'IPv4' && !internal),
  );
}
