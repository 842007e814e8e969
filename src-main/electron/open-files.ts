/** All of Electron's app that this needs. */
type FileOpener = {
  on(event: 'open-file', listener: (event: { preventDefault(): void }, path: string) => void): unknown;
};

/**
 * Files that a Mac names to the app: also the one that started it, before the app is ready. They wait until somebody
 * takes them.
 */
export class OpenFiles {
  #waiting: string[] = [];
  #take: ((path: string) => void) | undefined;

  /** Listens from now on: make it before anything is waited for. */
  constructor(app: FileOpener) {
    app.on('open-file', (event, path) => {
      event.preventDefault();
      if (this.#take) this.#take(path);
      else this.#waiting.push(path);
    });
  }

  take(open: (path: string) => void): void {
    this.#take = open;
    for (const path of this.#waiting.splice(0)) open(path);
  }
}
