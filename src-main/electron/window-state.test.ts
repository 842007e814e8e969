import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts';

const laptop = { x: 0, y: 25, width: 1512, height: 950 };
const beside = { x: 1512, y: 0, width: 2560, height: 1440 };
const stood = { x: 1600, y: 100, width: 1800, height: 1000, maximized: false, fullScreen: false };
const folder = mkdtempSync(join(tmpdir(), 'mixdown-window-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the place of the window', () => {
  test('it comes back where it stood', () => {
    expect(placeWindow(stood, [laptop, beside])).toEqual(stood);
  });

  test('a screen that was unplugged leaves no window behind', () => {
    expect(placeWindow(stood, [laptop])).toEqual({
      x: 36,
      y: 50,
      width: 1440,
      height: 900,
      maximized: false,
      fullScreen: false,
    });
  });

  test('its title stays within reach of the hand', () => {
    expect(placeWindow({ ...stood, y: -40 }, [laptop, beside]).y).toBeGreaterThanOrEqual(25);
    expect(placeWindow({ ...stood, x: 4060 }, [laptop, beside]).x).toBeLessThan(1512);
  });

  test('on a small screen it is as large as the screens can be drawn', () => {
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 800, height: 600 }])).toMatchObject({
      width: 1024,
      height: 680,
    });
  });

  test('what was kept is read back, and nonsense is nothing', () => {
    const file = join(folder, 'deep', 'window.json');
    writeWindowState(file, stood);
    expect(readWindowState(file)).toEqual(stood);
    writeFileSync(file, '{"x": "left"}');
    expect(readWindowState(file)).toBeUndefined();
    expect(readWindowState(join(folder, 'absent.json'))).toBeUndefined();
  });
});
