/**
 * What the window around the screens can do that a page cannot. Electron's preload offers it as `window.mixdownHost`;
 * a browser has none of it, and the screens ask for paths in words instead.
 */
export type Host = {
  /** The system's dialogs; each answers null when it was closed without a choice. Paths are the studio's. */
  chooseSoundFiles(): Promise<readonly string[] | null>;
  chooseSessionFolder(): Promise<string | null>;
  /** @param suggestion a name with its ending, such as `Harbour Lights.mixdown`. */
  chooseSaveFile(suggestion: string): Promise<string | null>;
  /** The path of a file that was dropped on the window. */
  pathOf(file: File): string;
  /** Shows a file in the system's file manager. */
  reveal(file: string): void;
};

/** What is remembered on this machine, not in the session: keys, theme, sizes. */
export type MachineStore = {
  get(key: string): string | null;
  set(key: string, value: string): void;
};

/** localStorage, and nothing where the browser keeps none. */
export const machineStore: MachineStore = {
  get(key) {
    try {
      return localStorage.getItem(`mixdown.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`mixdown.${key}`, value);
    } catch {
      // A private window keeps nothing: the choice holds until it is closed.
    }
  },
};
