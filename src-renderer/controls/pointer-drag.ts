/** Pixels from where the drag began, and the event that says which keys are held. */
export type DragMove = { readonly dx: number; readonly dy: number; readonly event: PointerEvent };

export type DragHandlers = {
  move(move: DragMove): void;
  /** @param cancelled by Esc, or because the pointer was taken away: what was dragged goes back. */
  end(cancelled: boolean): void;
};

/** Before what is below hears it. */
const CAPTURE = { capture: true };

/**
 * Follows the pointer from a pointerdown on until it is released, wherever it goes; Esc cancels, and so does the end of
 * what is dragged: another screen, or a strip that somebody else removed.
 */
export function dragPointer(down: PointerEvent, { move, end }: DragHandlers): void {
  const target = down.currentTarget as HTMLElement;
  target.setPointerCapture(down.pointerId);
  const onMove = (event: PointerEvent) => {
    if (event.pointerId === down.pointerId)
      move({ dx: event.clientX - down.clientX, dy: event.clientY - down.clientY, event });
  };
  const finish = (cancelled: boolean) => {
    target.removeEventListener('pointermove', onMove);
    target.removeEventListener('pointerup', onUp);
    target.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('lostpointercapture', onCancel, CAPTURE);
    window.removeEventListener('keydown', onKey, CAPTURE);
    if (target.hasPointerCapture(down.pointerId)) target.releasePointerCapture(down.pointerId);
    end(cancelled);
  };
  const onUp = (event: PointerEvent) => event.pointerId === down.pointerId && finish(false);
  const onCancel = (event: PointerEvent) => event.pointerId === down.pointerId && finish(true);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    finish(true);
  };
  target.addEventListener('pointermove', onMove);
  target.addEventListener('pointerup', onUp);
  target.addEventListener('pointercancel', onCancel);
  // Told to the document where the element is no longer on the page.
  window.addEventListener('lostpointercapture', onCancel, CAPTURE);
  window.addEventListener('keydown', onKey, CAPTURE);
}
