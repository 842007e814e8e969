/** What the desktop window is and is not, tried from within its page and from outside. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WindowHost } from '../src-shared/protocol/window-host.ts';
import { makeSessionByProgram } from './judges.ts';
import { electronArguments, electronFile, type OpenApp, openApp } from './open-app.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
  await app.page.getByRole('banner', { name: 'Transport' }).waitFor();
});
afterAll(() => app?.close());

const inApp: NonNullable<OpenApp['electronApp']>['evaluate'] = ((script: never, argument: never) =>
  (app.electronApp as NonNullable<OpenApp['electronApp']>).evaluate(script, argument)) as never;
const windowCount = () => inApp(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/**
 * Runs code in the page without Playwright's page, which does not come back from a crash; undefined when there is no
 * answer within a second, as from a page that is being loaded.
 */
const inPage = (script: string) =>
  inApp(({ BrowserWindow }, code) => {
    const answer = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as Promise<unknown>;
    return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 1000))]);
  }, script).catch(() => undefined);

/** The time in the counter, minutes and seconds. */
const COUNTER = `document.querySelector('.counter .time').innerText`;

test('the page has nothing of Node or Electron', async () => {
  const names = await app.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', '__dirname'].filter((name) => name in window),
  );
  expect(names).toEqual([]);
  expect(
    await app.page.evaluate(() => Object.keys((window as never as { mixdownHost: object }).mixdownHost)),
  ).not.toContain('ipcRenderer');
});

test('the page runs apart and in a sandbox', async () => {
  const preferences = await inApp(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ contextIsolation: true, nodeIntegration: false, sandbox: true });
});

test('no script but the app’s own runs', async () => {
  const ran = await app.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.intruded = true';
    document.head.append(script);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return 'intruded' in window;
  });
  expect(ran).toBe(false);
});

test.each(['https://example.org/', 'http://127.0.0.1:1/', 'file:///etc/hostname', 'mixdown://elsewhere/'])(
  'nothing is loaded from %s',
  async (address) => {
    expect(
      await app.page.evaluate(
        (url) =>
          fetch(url).then(
            () => 'loaded',
            () => 'refused',
          ),
        address,
      ),
    ).toBe('refused');
  },
);

test.skipIf(process.platform !== 'linux')(
  'the engine’s process has the small young heap that it asks for',
  async () => {
    const pid = await inApp(({ app: electron }) => {
      const engine = electron.getAppMetrics().find(({ name }) => name === 'Mixdown engine');
      return engine?.pid;
    });
    // Chromium writes a line in place of the arguments.
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const [nursery = ''] = /--js-flags=--max-semi-space-size=\d+/.exec(line) ?? [];
    expect(nursery, line).not.toBe('');
    expect(line).toContain('--no-parallel-scavenge');
    // What they come to in a process of the same kind: V8 counts the young heap within the limit of the whole.
    const script = join(app.folder, 'limit.cjs');
    const limit = "require('v8').getHeapStatistics().heap_size_limit";
    writeFileSync(script, `process.parentPort.postMessage(${limit}); setInterval(() => {}, 1000);`);
    const limitWith = (execArgv: string[]) =>
      inApp(
        ({ utilityProcess }, asked) =>
          new Promise<number>((resolve) => {
            const child = utilityProcess.fork(asked.script, [], { execArgv: asked.execArgv });
            child.once('message', (bytes: number) => {
              child.kill();
              resolve(bytes);
            });
          }),
        { script, execArgv },
      );
    const spared = (await limitWith([])) - (await limitWith([nursery]));
    console.log(`the engine's young heap is ${spared / 2 ** 20} MB smaller than Electron's own`);
    expect(spared).toBeGreaterThan(10 * 2 ** 20);
  },
);

test('a permission is refused, save for MIDI', async () => {
  const { page } = app;
  const ask = () =>
    page.evaluate(async () => ({
      microphone: await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'refused',
      ),
      notifications: await Notification.requestPermission(),
      midi: await navigator.requestMIDIAccess().then(
        () => 'granted',
        (error: Error) => error.name,
      ),
    }));
  const answers = await ask();
  expect(answers.microphone).toBe('refused');
  expect(answers.notifications).toBe('denied');
  expect(answers.midi).not.toBe('NotAllowedError');
});

test('no file outside the screens has an address', async () => {
  const answers = await app.page.evaluate(() =>
    Promise.all(
      ['/../electron/main.js', '/%2e%2e/electron/main.js', '/..%2felectron%2fmain.js', '/package.json'].map((path) =>
        fetch(`mixdown://app${path}`).then(
          (answer) => answer.ok,
          () => false,
        ),
      ),
    ),
  );
  expect(answers).toEqual([false, false, false, false]);
});

test('the native menu holds the actions of the page, and runs them', async () => {
  const { page } = app;
  const labels = await inApp(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
  expect(labels).toEqual(expect.arrayContaining(['File', 'Edit', 'Transport', 'View']));
  await inApp(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('view.palette')?.click());
  await page.getByRole('combobox', { name: 'Find an action' }).waitFor();
  await page.keyboard.press('Escape');
});

test('larger controls are the zoom of the window, and nothing of the page is cut off', async () => {
  const { page } = app;
  const width = () => page.evaluate(() => window.innerWidth);
  const dense = await width();
  const choose = async () => {
    await page.keyboard.press('Control+KeyK');
    await page.getByRole('combobox', { name: 'Find an action' }).fill('larger controls');
    await page.keyboard.press('Enter');
  };
  await choose();
  await expect.poll(width).toBe(Math.round(dense / 1.2));
  const last = page.getByRole('tab', { name: 'Master' });
  expect(await last.evaluate((tab) => tab.getBoundingClientRect().right <= window.innerWidth)).toBe(true);
  await choose();
  await expect.poll(width).toBe(dense);
});

test('the system’s dialog answers the page', async () => {
  await inApp(({ dialog }) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: '/music/Song.wav' });
  });
  const path = await app.page.evaluate(() =>
    (window as never as { mixdownHost: WindowHost }).mixdownHost.chooseSaveFile('Song.wav'),
  );
  expect(path).toBe('/music/Song.wav');
});

// Playwright waits for the refused navigation from here on: the page is asked through the app.
test('the page stays where it is, and opens nothing beside it', async () => {
  const { page } = app;
  const before = page.url();
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.org/';
    document.body.append(link);
    link.click();
    link.remove();
  });
  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await inPage('location.href')).toBe(before);
  expect(await windowCount()).toBe(1);
});

/** Presses a key of the head of the bass, through the app. */
const pressOnBass = (label: string) =>
  inPage(`document.querySelector('[aria-label=Tracks] [aria-label="${label}"]').click()`);
const shows = (label: string) => inPage(`Boolean(document.querySelector('[aria-label="${label}"]'))`);

test.each([
  { how: 'crashes', muted: true },
  { how: 'is killed', muted: false },
])('a page that $how comes back with the session, and a sentence', async ({ how, muted }) => {
  const head = muted ? 'Bass, track, muted' : 'Bass, track';
  await inPage('window.isTheOldPage = true');
  await pressOnBass('Mute Bass');
  await expect.poll(() => shows(head)).toBe(true);
  await inApp(({ BrowserWindow }, kills) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (kills) process.kill(contents?.getOSProcessId() ?? 0, 'SIGKILL');
    else contents?.forcefullyCrashRenderer();
  }, how === 'is killed');
  await expect.poll(() => inPage('"isTheOldPage" in window'), { timeout: 20_000 }).toBe(false);
  const text = () => inPage('document.body.innerText');
  await expect.poll(text, { timeout: 20_000 }).toMatch(/crashed and was opened again/);
  await expect.poll(() => shows(head)).toBe(true);
});

test('an engine that is killed while it plays comes back and plays on, and says so', async () => {
  const seconds = async () => Number(/(\d+\.\d+)/.exec(String(await inPage(COUNTER)))?.[1]);
  await inPage('document.querySelector(\'button[aria-label="Play"]\').click()');
  await expect.poll(seconds, { timeout: 10_000 }).toBeGreaterThan(0.5);
  const killed = await inApp(({ app: program }) => {
    const engine = program.getAppMetrics().find(({ type, name }) => type === 'Utility' && name === 'Mixdown engine');
    if (engine) process.kill(engine.pid, 'SIGKILL');
    return engine !== undefined;
  });
  expect(killed).toBe(true);
  const at = await seconds();
  await expect.poll(() => inPage('document.body.innerText'), { timeout: 10_000 }).toMatch(/sound engine/i);
  await expect.poll(seconds, { timeout: 20_000 }).toBeGreaterThan(at + 0.5);
  await inPage('document.querySelector(\'button[aria-label="Stop"]\').click()');
});

test('a second start hands over the session that a file manager names, and ends', async () => {
  const session = join(app.folder, 'My Harbour.mixdown');
  makeSessionByProgram(session);
  // As a Linux desktop names it (Desktop Entry Specification, `%U`).
  const { status } = spawnSync(electronFile, [...electronArguments, pathToFileURL(session).href], {
    env: { ...process.env, MIXDOWN_DATA: join(app.folder, 'data'), HOME: app.folder },
    timeout: 20_000,
  });
  expect(status).toBe(0);
  expect(await windowCount()).toBe(1);
  await expect.poll(() => inPage('document.title'), { timeout: 10_000 }).toMatch(/^My Harbour/);
});

test('the window comes back where it stood', async () => {
  await inApp(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1200, height: 800 }),
  );
  const file = join(app.folder, 'data/window/window.json');
  await expect
    .poll(() => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')))
    .toMatchObject({
      width: 1200,
      height: 800,
    });
});

test('--smoke plays, bounces, ends well, and leaves nothing behind', async () => {
  const temporary = join(app.folder, 'temporary');
  mkdirSync(temporary);
  const told = execFileSync(electronFile, [...electronArguments, '--smoke'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 50_000,
    env: { ...process.env, HOME: app.folder, TMPDIR: temporary },
  });
  expect(told).toMatch(/smoke: the window is open, \d\.\d s played, 4\.\d s bounced at −\d+\.\d LUFS/);
  const left = () => readdirSync(temporary).filter((name) => name.startsWith('mixdown-'));
  await expect.poll(left, { timeout: 5000 }).toEqual([]);
});
