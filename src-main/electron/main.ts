/**
 * The desktop app. The window opens first, and while its page is on its way the studio is loaded and starts, which serves
 * it as it would a browser's. Only this folder knows Electron.
 */
import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { rendererFolder } from '../program/app-files.ts';
import type { Studio } from '../studio/studio.ts';
import { registerAppScheme, serveRenderer } from './app-scheme.ts';
import { InsideClient } from './inside-client.ts';
import { listenToPages } from './ipc.ts';
import { lockDown } from './lock-down.ts';
import { openMainWindow } from './main-window.ts';
import { OpenFiles } from './open-files.ts';
import { OpenRequests } from './open-requests.ts';
import { runSmoke, smokeFolder } from './smoke.ts';
import { type StartArguments, startArguments } from './start-arguments.ts';
import { StudioPages } from './studio-pages.ts';
import { windowHandlers } from './window-handlers.ts';

const given = process.argv.slice(1);
const args = startArguments(given, process.cwd());
/** What a second start tells the first. */
type SecondStart = { readonly given: readonly string[]; readonly folder: string };

const dataFolder = args.smoke ? smokeFolder() : process.env.MIXDOWN_DATA;
// Tests keep all they leave in one folder, which is also what makes this the only instance.
if (dataFolder) app.setPath('userData', join(dataFolder, 'window'));

registerAppScheme();
const openFiles = new OpenFiles(app);
// A machine that has no sandbox, such as a container, is told so by hand and only for the tests.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
if (app.requestSingleInstanceLock({ given, folder: process.cwd() } satisfies SecondStart)) {
  void app.whenReady().then(setUp).catch(endWith);
} else {
  app.quit();
}

function setUp(): void {
  lockDown();
  serveRenderer(rendererFolder());
  const studio = setUpStudio(args, () => pages.listening());
  const pages = new StudioPages(studio);
  setUpPages(pages);
  const window = setUpWindow(pages);
  setUpOpening(studio, pages, window);
  setUpEnd(studio);
  if (args.smoke) void setUpSmoke(studio, pages);
}

/** @param drawn resolves when the window shows the session: until then the engine would be in its way. */
async function setUpStudio({ sessionFolder }: StartArguments, drawn: () => Promise<void>): Promise<Studio> {
  const { startStudio } = await import('./start-studio.ts');
  const start = (folder?: string) => startStudio({ dataFolder, folder, engineMayStart: drawn() });
  if (sessionFolder === undefined) return start();
  try {
    return await start(sessionFolder);
  } catch (error) {
    dialog.showErrorBox('The session was not opened', (error as Error).message);
    return start();
  }
}

function setUpPages(pages: StudioPages): void {
  const icon = join(__dirname, 'drag.png');
  listenToPages({
    onConnect: (ports) => void pages.connect(ports).catch(endWith),
    windowHandlers: ({ sender }) => {
      const window = BrowserWindow.fromWebContents(sender);
      if (!window) throw new Error('a page without a window');
      return windowHandlers(window, icon, () => pages.listens());
    },
  });
}

function setUpWindow(pages: StudioPages): BrowserWindow {
  app.on('window-all-closed', () => app.quit());
  return openMainWindow({
    onReload: (sentence) => {
      pages.lost();
      pages.notify('warning', sentence);
    },
  });
}

function setUpOpening(studio: Promise<Studio>, pages: StudioPages, window: BrowserWindow): void {
  const requests = studio.then((started) => new OpenRequests(new InsideClient(started), pages));
  app.on('second-instance', (_event, _argv, _folder, told) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    const { given, folder } = told as SecondStart;
    void requests.then((open) => open.openArguments(given, folder));
  });
  openFiles.take((path) => void requests.then((open) => open.openPath(path)));
  if (args.soundFiles.length > 0) void requests.then((open) => open.openArguments(args.soundFiles, process.cwd()));
}

/** The session is saved and closed before the program ends; a second wish to quit ends it at once. */
function setUpEnd(studio: Promise<Studio>): void {
  let isEnding = false;
  app.on('before-quit', (event) => {
    if (isEnding) return;
    isEnding = true;
    event.preventDefault();
    void studio
      .then((started) => started.close())
      .then(() => app.exit(process.exitCode as number | undefined), endWith);
  });
}

async function setUpSmoke(studio: Promise<Studio>, pages: StudioPages): Promise<void> {
  try {
    console.log(`smoke: ${await runSmoke(new InsideClient(await studio), pages, dataFolder as string)}`);
  } catch (error) {
    console.error(`smoke failed: ${(error as Error).message}`);
    process.exitCode = 1;
  }
  app.quit();
}

/** A fault that leaves nothing to go on with. */
function endWith(error: Error): void {
  console.error(error);
  if (!args.smoke) dialog.showErrorBox('Mixdown cannot go on', error.message);
  app.exit(1);
}
