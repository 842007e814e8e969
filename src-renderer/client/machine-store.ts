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
