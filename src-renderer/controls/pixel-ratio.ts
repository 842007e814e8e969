/** Tells when a pixel is of another size: the window went to another display, or was zoomed. Returns what ends it. */
export function watchPixelRatio(tell: (ratio: number) => void): () => void {
  let query: MediaQueryList;
  const listen = () => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', changed, { once: true });
  };
  const changed = () => {
    tell(devicePixelRatio);
    listen();
  };
  listen();
  return () => query.removeEventListener('change', changed);
}
