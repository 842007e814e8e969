import { app, session, type WebContents } from 'electron';
import { isAppAddress } from './renderer-files.ts';

/** What a page of the app may ask the system for: its MIDI keyboards and knobs. */
const PERMISSIONS: ReadonlySet<string> = new Set(['midi']);

/** Nothing leaves the app's own pages, nothing comes from a network, nothing is opened beside it. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, decide) =>
    decide(isAppAddress(contents.getURL()) && PERMISSIONS.has(permission)),
  );
  defaultSession.setPermissionCheckHandler(
    (contents, permission) =>
      contents !== null && isAppAddress(contents.getURL()) && PERMISSIONS.has(permission as string),
  );
  defaultSession.setDevicePermissionHandler?.(() => false);
  defaultSession.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !isAppAddress(url) && !url.startsWith('devtools:') }),
  );
  defaultSession.on('will-download', (event) => event.preventDefault());
}

function lockContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void }, address: string) => {
    if (!isAppAddress(address)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
