/**
 * Runs in the sandboxed page before its own code: offers `window.mixdownHost`, and hands the ports of a connection on.
 * It decides nothing: the app checks whatever comes (ipc.ts).
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer, webFrame, webUtils } from 'electron';
import { PORTS_MESSAGE, type WindowHost } from '../../src-shared/protocol/window-host.ts';
import type {
  WindowRequestArgs,
  WindowRequestName,
  WindowRequestResult,
} from '../../src-shared/protocol/window-requests.ts';
import type { ProtocolError } from '../../src-shared/protocol/wire.ts';
import { CONNECT_CHANNEL, MENU_CHANNEL, WINDOW_CHANNEL } from './channels.ts';

/** All of the page that this needs; the rest of src-main has no page. */
type Page = { postMessage(message: unknown, origin: string, ports: readonly unknown[]): void; origin: string };

type WindowAnswer<Name extends WindowRequestName> =
  | { readonly result: WindowRequestResult<Name> }
  | { readonly error: ProtocolError };

async function ask<Name extends WindowRequestName>(
  name: Name,
  args: WindowRequestArgs<Name>,
): Promise<WindowRequestResult<Name>> {
  const answer: WindowAnswer<Name> = await ipcRenderer.invoke(WINDOW_CHANNEL, { name, args });
  if ('error' in answer) throw new Error(answer.error.sentence);
  return answer.result;
}

const host: WindowHost = {
  connect: () => ipcRenderer.send(CONNECT_CHANNEL),
  chooseSoundFiles: () => ask('chooseSoundFiles', {}),
  chooseSessionFolder: () => ask('chooseSessionFolder', {}),
  chooseSaveFile: (suggestion) => ask('chooseSaveFile', { suggestion }),
  pathOf: (file) => pathOf(file as DroppedFile),
  reveal: (file) => ask('reveal', { file }),
  dragOut: (file) => ask('dragOut', { file }),
  setZoom: (factor) => webFrame.setZoomFactor(factor),
  setMenu: (actions) => void ask('setMenu', { actions }),
  onMenu: (listener) => void ipcRenderer.on(MENU_CHANNEL, (_event, actionId: string) => listener(actionId)),
};

/** A File of the page; before Electron 32 it knows its path. */
type DroppedFile = Parameters<typeof webUtils.getPathForFile>[0] & { readonly path?: string };

function pathOf(file: DroppedFile): string {
  // Electron before 29 has no webUtils.
  return (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ?? file.path ?? '';
}

ipcRenderer.on(PORTS_MESSAGE, (event: IpcRendererEvent) => {
  const page = globalThis as unknown as Page;
  page.postMessage(PORTS_MESSAGE, page.origin, event.ports);
});
contextBridge.exposeInMainWorld('mixdownHost', host);
