const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex]';

/**
 * Goes from pane to pane: whatever has `data-pane="Name"`, in the order of the page. A pane is come back to at the element
 * that had the focus last in it; one that is new, at the first that Tab would stop at, which of tracks and strips is the
 * chosen one.
 */
export class PaneFocus {
  /** By the name of the pane: it is made anew with each screen. */
  readonly #last = new Map<string, HTMLElement>();

  /** Remembers what has the focus from now on; returns what ends it. */
  listen(page: Document): () => void {
    const remember = ({ target }: FocusEvent) => {
      const name = target instanceof HTMLElement && target.closest<HTMLElement>('[data-pane]')?.dataset['pane'];
      if (name) this.#last.set(name, target as HTMLElement);
    };
    page.addEventListener('focusin', remember);
    return () => page.removeEventListener('focusin', remember);
  }

  move(page: Document, step: 1 | -1): void {
    const panes = panesOf(page);
    const next = panes[nextPane(panes, page.activeElement, step)];
    if (next) (this.#lastOf(next) ?? firstStop(next) ?? next).focus();
  }

  #lastOf(pane: HTMLElement): HTMLElement | undefined {
    const last = this.#last.get(pane.dataset['pane'] ?? '');
    return last && pane.contains(last) && isThere(last) ? last : undefined;
  }
}

/** Those that one can see; one that holds others is reached through them. */
function panesOf(page: Document): HTMLElement[] {
  const all = [...page.querySelectorAll<HTMLElement>('[data-pane]')].filter(isThere);
  return all.filter((pane) => !pane.querySelector('[data-pane]'));
}

/** From between two panes it goes to the one or the other; from nowhere to the first of the screen. */
function nextPane(panes: readonly HTMLElement[], from: Element | null, step: 1 | -1): number {
  const inside = panes.findIndex((pane) => pane.contains(from));
  const before = panes.filter(
    (pane) => from && from !== from.ownerDocument.body && pane.compareDocumentPosition(from) & 4,
  ).length;
  const at = inside >= 0 ? inside : step > 0 ? Math.max(0, before - 1) : before;
  return (at + step + panes.length) % panes.length;
}

function firstStop(pane: HTMLElement): HTMLElement | undefined {
  const stops = [...pane.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && isThere(element),
  );
  // The chosen track or strip, also where it stands behind what adds another.
  return stops.find((element) => element.matches('[data-strip-id]:not([data-clip-id])')) ?? stops[0];
}

function isThere(element: HTMLElement): boolean {
  return element.offsetParent !== null && !element.hasAttribute('disabled');
}
