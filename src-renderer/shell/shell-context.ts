import { createContext } from 'svelte';
import type { WindowHost } from '../../src-shared/protocol/window-host.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuState } from '../controls/menu-state.svelte.ts';

/** What the shell offers to every screen. */
export type Shell = {
  readonly actions: ActionRegistry;
  /** The one menu that can be open: `shell().menu.open(event, items)`. */
  readonly menu: MenuState;
  /** The window's own dialogs; undefined in a browser. */
  readonly host: WindowHost | undefined;
};

const [shell, provideShell] = createContext<Shell>();

/** The shell that a component is in. Call it while the component is made. */
export { provideShell, shell };
