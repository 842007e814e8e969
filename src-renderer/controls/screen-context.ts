import { createContext } from 'svelte';
import type { ThemeColours } from '../theme/theme-colours.ts';
import type { FrameLoop } from './frame-loop.ts';

/** What everything that is drawn on a canvas needs; the shell provides it. */
export type Screen = {
  /** Where moving things are drawn: `$effect(() => screen.frames.add(draw))`. */
  readonly frames: FrameLoop;
  readonly colours: ThemeColours;
  /** Changes with the theme: read it where a canvas must be drawn anew. */
  readonly theme: 'dark' | 'light';
  /** Device pixels of a CSS pixel. */
  readonly ratio: number;
};

const [screen, provideScreen] = createContext<Screen>();

/** The screen that a component is on. Call it while the component is made. */
export { provideScreen, screen };
