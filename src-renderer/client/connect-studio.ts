import { connectToWindow, windowHost } from './electron-transport.ts';
import { StudioClient } from './studio-client.ts';
import { connectToWeb } from './web-transport.ts';

/** The studio of the desktop window that the page is in, or of the host that served it to a browser. Rejects with a sentence. */
export async function connectStudio(page: Window): Promise<StudioClient> {
  const host = windowHost(page);
  return new StudioClient(host ? await connectToWindow(host, page) : await connectToWeb(page));
}
