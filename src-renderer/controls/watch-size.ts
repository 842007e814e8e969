type Tell = (width: number, height: number) => void;

const listeners = new WeakMap<Element, Tell>();
let observer: ResizeObserver | undefined;

/**
 * Svelte attachment: tells the size of an element's content in whole CSS pixels, at first and whenever it is another. It
 * waits for the browser's own layout: to ask an element for its size makes one at once, for each that asks.
 * `<canvas {@attach watchSize((width, height) => …)}>`
 */
export function watchSize(tell: Tell): (element: Element) => () => void {
  return (element) => {
    observer ??= new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries)
        listeners.get(target)?.(Math.round(contentRect.width), Math.round(contentRect.height));
    });
    listeners.set(element, tell);
    observer.observe(element);
    return () => {
      listeners.delete(element);
      observer?.unobserve(element);
    };
  };
}
