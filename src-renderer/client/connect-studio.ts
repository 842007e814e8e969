import { connectToWindow, windowHost } from './electron-transport.ts';
import { StudioClient } from './studio-client.ts';
import { connectToWeb, type WebTransport } from './web-transport.ts';

export type StudioConnection = {
  readonly client: StudioClient;
  /** In a browser: what carries the sound as well. */
  readonly web: WebTransport | undefined;
};

/** The studio of the desktop window that the page is in, or of the host that served it to a browser. Rejects with a sentence. */
export async function connectStudio(page: Window): Promise<StudioConnection> {
  const host = windowHost(page);
  if (host) return { client: new StudioClient(await connectToWindow(host, page)), web: undefined };
  const web = await connectToWeb(page);
  return { client: new StudioClient(web), web };
}
