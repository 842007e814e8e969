import type { App } from '../state/app.svelte.ts';

/**
 * Where the keyboard is: letters act on what has the focus (a clip's S splits, a track head's S solos). An element says
 * it with `data-scope="clip"`; it and everything around it count, the nearest first.
 */
export type ActionScope = 'everywhere' | 'timeline' | 'track' | 'take' | 'clip' | 'mixer' | 'master';

/** The shelves of the palette and of the shortcut sheet. */
export type ActionGroup =
  | 'Transport'
  | 'Edit'
  | 'Clip'
  | 'Track'
  | 'Timeline'
  | 'Session'
  | 'View'
  | 'Mixer'
  | 'Master';

/** One thing a musician can do, shared by menu, key, palette and button. */
export type Action = {
  /** Stable for ever: rebound keys name it. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  readonly scope: ActionScope;
  /** The keys it has until they are rebound, in tinykeys' writing: `$mod+KeyZ`. */
  readonly keys: readonly string[];
  /** True where holding the key repeats it, such as a nudge. */
  readonly repeats?: boolean;
  /** Why it cannot be done now, for the tooltip; undefined when it can. */
  whyNot?(app: App): string | undefined;
  run(app: App): void | Promise<void>;
};
