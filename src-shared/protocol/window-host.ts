/** What the desktop window offers its page, beside the studio: no library is needed to know it. */

/** An action of the page as the native menu shows it. */
export type MenuAction = {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** In tinykeys' writing: `$mod+Shift+KeyZ`. */
  readonly keys: readonly string[];
};

/** `window.mixdownHost`: what the preload script offers the page. */
export type WindowHost = {
  /** Asks for a connection: its ports come as a message of the window (`isPortsMessage`). */
  connect(): void;
  chooseSoundFiles(): Promise<readonly string[] | null>;
  chooseSessionFolder(): Promise<string | null>;
  chooseSaveFile(suggestion: string): Promise<string | null>;
  /** The path of a file that was dropped on the window; empty when it has none. */
  pathOf(file: object): string;
  /** Rejects with a sentence where the file is no longer there; so does `dragOut`. */
  reveal(file: string): Promise<unknown>;
  dragOut(file: string): Promise<unknown>;
  /** Shows everything so many times larger: as the zoom of a browser, so that the page knows no difference. */
  setZoom(factor: number): void;
  setMenu(actions: readonly MenuAction[]): void;
  /** The musician chose an action in the native menu. */
  onMenu(listener: (actionId: string) => void): void;
};

/** The window's message that carries the two ports of a connection: requests, answers and events; telemetry. */
export const PORTS_MESSAGE = 'mixdown:ports';
