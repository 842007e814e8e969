/** Where the window stood, so that it comes back there. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type WindowState = Rectangle & { readonly maximized: boolean; readonly fullScreen: boolean };

export const LEAST_WIDTH = 1024;
export const LEAST_HEIGHT = 680;
const WIDTH = 1440;
const HEIGHT = 900;
/** So much of the title must be on a screen for the hand to reach it, in pixels. */
const REACHABLE = 80;

/**
 * Where the window opens: where it stood, when that is still on a screen, else in the middle of the first, no larger
 * than it.
 *
 * @param areas the usable parts of the screens, the main one first.
 */
export function placeWindow(stood: WindowState | undefined, areas: readonly Rectangle[]): WindowState {
  if (stood && areas.some((area) => isReachable(stood, area))) {
    return { ...stood, width: Math.max(LEAST_WIDTH, stood.width), height: Math.max(LEAST_HEIGHT, stood.height) };
  }
  const area = areas[0] ?? { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  const width = Math.max(LEAST_WIDTH, Math.min(WIDTH, area.width));
  const height = Math.max(LEAST_HEIGHT, Math.min(HEIGHT, area.height));
  return {
    x: Math.round(area.x + Math.max(0, area.width - width) / 2),
    y: Math.round(area.y + Math.max(0, area.height - height) / 2),
    width,
    height,
    maximized: stood?.maximized ?? false,
    fullScreen: false,
  };
}

function isReachable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return shown >= REACHABLE && y >= area.y && y <= area.y + area.height - REACHABLE;
}

/** Undefined when nothing readable was kept. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isWindowState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** By hand: a schema would keep the window waiting for all that schemas need. */
function isWindowState(value: unknown): value is WindowState {
  const { x, y, width, height, maximized, fullScreen } = (value ?? {}) as Record<string, unknown>;
  return (
    [x, y, width, height].every(Number.isInteger) && [maximized, fullScreen].every((is) => typeof is === 'boolean')
  );
}

/** Losing it costs the musician a drag: a failure is let go. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    // A full or read-only disk: the window opens in the middle next time.
  }
}
