import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { APP_SCHEME, type RendererFile, rendererFile } from './renderer-files.ts';

/** Gives the screens an origin of their own, with the rights of a secure page. Before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** What Electron before 25 has instead of `protocol.handle`. */
type OlderProtocol = {
  registerFileProtocol(
    scheme: string,
    handler: (request: { url: string }, answer: (file: RendererFile | { error: number }) => void) => void,
  ): void;
};

const ERR_FILE_NOT_FOUND = -6;

/** Serves the folder of the screens at `mixdown://app/`. */
export function serveRenderer(folder: string): void {
  if (typeof protocol.handle === 'function') {
    protocol.handle(APP_SCHEME, async ({ url }) => {
      const file = rendererFile(url, folder);
      const content = file && (await readFile(file.path).catch(() => undefined));
      if (!file || !content) return new Response('not found', { status: 404 });
      return new Response(new Uint8Array(content), { headers: { ...file.headers } });
    });
    return;
  }
  (protocol as unknown as OlderProtocol).registerFileProtocol(APP_SCHEME, ({ url }, answer) =>
    answer(rendererFile(url, folder) ?? { error: ERR_FILE_NOT_FOUND }),
  );
}
