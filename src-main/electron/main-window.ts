import { join } from 'node:path';
import { app, BrowserWindow, dialog, screen } from 'electron';
import { CrashCount } from './crash-count.ts';
import { APP_ORIGIN } from './renderer-files.ts';
import {
  LEAST_HEIGHT,
  LEAST_WIDTH,
  placeWindow,
  readWindowState,
  type WindowState,
  writeWindowState,
} from './window-state.ts';

/** What the window shows until the page is drawn: the dark canvas (theme/tokens.css, --ink-1). */
const CANVAS = '#111313';
const SAVE_AFTER_MS = 500;

export type MainWindowOptions = {
  /** The page went and was loaded again: what to tell the musician. */
  readonly onReload: (sentence: string) => void;
};

/** Opens the window where it stood last. */
export function openMainWindow({ onReload }: MainWindowOptions): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json');
  const place = placeWindow(readWindowState(stateFile), workAreas());
  const window = new BrowserWindow({
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    minWidth: LEAST_WIDTH,
    minHeight: LEAST_HEIGHT,
    show: false,
    title: 'Mixdown',
    backgroundColor: CANVAS,
    icon: join(__dirname, 'icon.png'),
    webPreferences: {
      preload: join(__dirname, 'preload.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (place.maximized) window.maximize();
  if (place.fullScreen) window.setFullScreen(true);
  window.once('ready-to-show', () => window.show());
  keepState(window, stateFile);
  survivePage(window, onReload);
  load(window);
  return window;
}

function load(window: BrowserWindow): void {
  // A failure to load shows as a page that crashed does: survivePage.
  window.loadURL(`${APP_ORIGIN}/index.html`).catch(() => undefined);
}

function workAreas() {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return [main, ...others].map(({ workArea }) => workArea);
}

function keepState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    if (!window.isDestroyed()) writeWindowState(file, stateOf(window));
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('close', save);
}

function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds();
  return { x, y, width, height, maximized: window.isMaximized(), fullScreen: window.isFullScreen() };
}

/** A page that crashed is loaded again: the session is not in it. One that goes on crashing is a question. */
function survivePage(window: BrowserWindow, onReload: (sentence: string) => void): void {
  const crashes = new CrashCount();
  window.webContents.on('render-process-gone', async (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    if (crashes.another(performance.now()) || (await wantsAnotherTry(window))) {
      onReload('The window crashed and was opened again. Your session is complete: nothing was lost.');
      window.webContents.reload();
    } else app.quit();
  });
  window.on('unresponsive', async () => {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window does not answer.',
      detail: 'Your session is safe. You can wait, or have the window loaded again.',
      buttons: ['Wait', 'Load again'],
      defaultId: 0,
      cancelId: 0,
    });
    // Ends the page's process; what follows is the crash above.
    if (response === 1 && !window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
  });
}

async function wantsAnotherTry(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window keeps crashing.',
    detail: 'Your session is complete on the disk. You can try once more, or quit and start Mixdown again.',
    buttons: ['Try again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}
