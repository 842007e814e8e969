/** What the window does for its page. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, nativeImage, shell } from 'electron';
import { StudioRefusal } from '../studio/studio-error.ts';
import { MENU_CHANNEL } from './channels.ts';
import { menuTemplate } from './menu-template.ts';
import { sessionFolderOf } from './start-arguments.ts';
import type { WindowHandlers } from './window-requests.ts';

const SOUND_FILES = [{ name: 'Sound files', extensions: ['wav', 'wave', 'aif', 'aiff', 'flac', 'mp3', 'ogg', 'opus'] }];

/** Where the last dialog ended: the next begins there. */
let lastFolder: string | undefined;

/** @param onMenu called when the page has told its actions: it is drawn and listens. */
export function windowHandlers(window: BrowserWindow, dragIcon: string, onMenu: () => void): WindowHandlers {
  return {
    chooseSoundFiles: async () => {
      const chosen = await dialog.showOpenDialog(window, {
        title: 'Bring in sound files',
        defaultPath: startFolder(),
        filters: SOUND_FILES,
        properties: ['openFile', 'multiSelections'],
      });
      return remember(chosen.filePaths);
    },
    chooseSessionFolder: async () => {
      const chosen = await dialog.showOpenDialog(window, {
        title: 'Open a session',
        defaultPath: startFolder(),
        // A Mac shows a session as one file, others as a folder.
        ...(process.platform === 'darwin' ? { filters: [{ name: 'Mixdown sessions', extensions: ['mixdown'] }] } : {}),
        properties: process.platform === 'darwin' ? ['openFile', 'openDirectory'] : ['openDirectory'],
      });
      const [path] = remember(chosen.filePaths) ?? [];
      return path === undefined ? null : (sessionFolderOf(path) ?? path);
    },
    chooseSaveFile: async ({ suggestion }) => {
      const { filePath } = await dialog.showSaveDialog(window, { defaultPath: join(startFolder(), suggestion) });
      return remember(filePath ? [filePath] : [])?.[0] ?? null;
    },
    reveal: async ({ file }) => {
      await requireFile(file);
      shell.showItemInFolder(file);
      return null;
    },
    dragOut: async ({ file }) => {
      await requireFile(file);
      window.webContents.startDrag({ file, icon: nativeImage.createFromPath(dragIcon) });
      return null;
    },
    setMenu: ({ actions }) => {
      const template = menuTemplate(actions, {
        isMac: process.platform === 'darwin',
        isDevelopment: !app.isPackaged,
        choose: (actionId) => window.webContents.send(MENU_CHANNEL, actionId),
      });
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
      onMenu();
      return null;
    },
  };
}

async function requireFile(file: string): Promise<void> {
  if ((await stat(file).catch(() => undefined))?.isFile()) return;
  throw new StudioRefusal(`“${basename(file)}” is no longer in ${dirname(file)}: it was moved or deleted.`);
}

function startFolder(): string {
  return lastFolder ?? app.getPath('music') ?? homedir();
}

function remember(paths: readonly string[]): readonly string[] | null {
  const [first] = paths;
  if (first === undefined) return null;
  lastFolder = dirname(first);
  return paths;
}
