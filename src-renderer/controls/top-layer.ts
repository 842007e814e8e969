const LAYERS = '[data-layer]';

/**
 * A modal dialog is above everything, and what is not in it is neither clear to see nor spoken. So what belongs over it, as
 * tooltips and notices (`data-layer`), is in the newest dialog while one is open, and on the page again afterwards. A dialog
 * calls this when it opens and when it closes.
 * @param left the dialog that closes: it may have left the page already, with the layers in it.
 */
export function liftLayers(page: Document, left?: HTMLElement): void {
  const dialogs = page.querySelectorAll<HTMLElement>('dialog[open]');
  const place = dialogs[dialogs.length - 1] ?? page.body;
  const layers = [...page.querySelectorAll(LAYERS), ...(left?.querySelectorAll(LAYERS) ?? [])];
  for (const layer of layers) if (layer.parentElement !== place) place.append(layer);
}
