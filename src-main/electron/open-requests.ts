import { resolve } from 'node:path';
import type { InsideClient } from './inside-client.ts';
import { sessionFolderOf, startArguments } from './start-arguments.ts';
import type { StudioPages } from './studio-pages.ts';

/** Sessions and sound files that the system asks the running app to open. */
export class OpenRequests {
  readonly #client: InsideClient;
  readonly #pages: StudioPages;

  constructor(client: InsideClient, pages: StudioPages) {
    this.#client = client;
    this.#pages = pages;
  }

  /** What a second start of the app was given. */
  openArguments(args: readonly string[], folder: string): Promise<void> {
    const { sessionFolder, soundFiles } = startArguments(args, folder);
    return this.#open(sessionFolder, soundFiles);
  }

  /** A file from the system's file manager. */
  openPath(path: string): Promise<void> {
    const sessionFolder = sessionFolderOf(path);
    return this.#open(sessionFolder, sessionFolder === undefined ? [resolve(path)] : []);
  }

  async #open(sessionFolder: string | undefined, soundFiles: readonly string[]): Promise<void> {
    try {
      if (sessionFolder !== undefined) await this.#client.request('session/open', { folder: sessionFolder });
      if (soundFiles.length === 0) return;
      const { refused } = await this.#client.request('media/import', {
        files: [...soundFiles],
        atFrames: 0,
        trackId: null,
      });
      for (const { reason } of refused) this.#pages.notify('warning', reason);
    } catch (error) {
      this.#pages.notify('warning', (error as Error).message);
    }
  }
}
