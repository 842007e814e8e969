/** A page that nobody sees draws nothing: it is waited for no longer. */
const LONGEST_MS = 2_000;

/** Resolves when what was put on the page a moment ago is drawn, and the page answers. */
export function firstPicture(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, LONGEST_MS);
  });
}
