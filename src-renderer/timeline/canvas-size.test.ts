import { afterEach, expect, test, vi } from 'vitest';
import { type CanvasSize, sized } from './canvas-size.ts';

afterEach(() => vi.unstubAllGlobals());

test('a canvas has the pixels of the display that it is moved to, though its place is as large as before', () => {
  const page = { devicePixelRatio: 1 };
  let toldOfPixels: () => void = () => undefined;
  let toldOfSize: (entries: readonly unknown[]) => void = () => undefined;
  vi.stubGlobal('window', page);
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('matchMedia', () => ({
    addEventListener: (_name: string, listener: () => void) => {
      toldOfPixels = listener;
    },
    removeEventListener: () => {
      toldOfPixels = () => undefined;
    },
  }));
  class Observer {
    constructor(listener: typeof toldOfSize) {
      toldOfSize = listener;
    }
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal('ResizeObserver', Observer);
  const canvas = { clientWidth: 300, clientHeight: 100, width: 0, height: 0, getContext: () => ({}) };
  const sizes: (readonly number[])[] = [];
  const stop = sized(({ width, height, ratio }: CanvasSize) => sizes.push([width, height, ratio]))(canvas as never);
  toldOfSize([{ devicePixelContentBoxSize: [{ inlineSize: 300, blockSize: 100 }] }]);
  page.devicePixelRatio = 1.5;
  toldOfPixels();
  expect(sizes).toEqual([
    [300, 100, 1],
    [450, 150, 1.5],
  ]);
  expect([canvas.width, canvas.height]).toEqual([450, 150]);
  stop();
  page.devicePixelRatio = 2;
  toldOfPixels();
  expect(sizes).toHaveLength(2);
});
