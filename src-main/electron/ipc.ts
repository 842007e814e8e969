/**
 * The one file that names ipcMain: whatever a page says arrives here. Only the app's own page in the main frame of a
 * window is heard; what it says afterwards goes through the studio's dispatch, or through answerWindowRequest.
 */
import {
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  MessageChannelMain,
  type MessagePortMain,
} from 'electron';
import { PORTS_MESSAGE } from '../../src-shared/protocol/window-host.ts';
import { CONNECT_CHANNEL, WINDOW_CHANNEL } from './channels.ts';
import { isAppAddress } from './renderer-files.ts';
import type { WindowAnswer, WindowHandlers } from './window-requests.ts';

/** The app's ends of a page's two ports. */
export type PagePorts = { readonly messages: MessagePortMain; readonly telemetry: MessagePortMain };

export type PageListener = {
  /** A page, new or loaded again, wants a connection; the page before it is gone. */
  onConnect(ports: PagePorts): void;
  /** What the window of this page can do for it. */
  windowHandlers(event: IpcMainInvokeEvent): WindowHandlers;
};

const NOT_ALLOWED: WindowAnswer = {
  error: { code: 'not-allowed', sentence: 'Only Mixdown’s own window may ask that.' },
};

export function listenToPages(listener: PageListener): void {
  ipcMain.on(CONNECT_CHANNEL, (event) => {
    if (!isOwnPage(event)) return;
    const messages = new MessageChannelMain();
    const telemetry = new MessageChannelMain();
    event.senderFrame?.postMessage(PORTS_MESSAGE, null, [messages.port2, telemetry.port2]);
    listener.onConnect({ messages: messages.port1, telemetry: telemetry.port1 });
  });
  ipcMain.handle(WINDOW_CHANNEL, async (event, message: unknown) => {
    if (!isOwnPage(event)) return NOT_ALLOWED;
    const { answerWindowRequest } = await import('./window-requests.ts');
    return answerWindowRequest(listener.windowHandlers(event), message);
  });
}

/** A frame within the page, and a page that is not the app's, are strangers. */
function isOwnPage({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isAppAddress(senderFrame.url);
}
