export type MenuItem =
  | 'separator'
  | {
      readonly text: string;
      /** The key that does the same, as people read it. */
      readonly keys?: string | undefined;
      /** Why it cannot be chosen now: shown beside it. */
      readonly whyNot?: string | undefined;
      readonly checked?: boolean | undefined;
      /** A track colour 0…12 shown before it. */
      readonly colour?: number | undefined;
      /** A level in dBFS that lives while the menu is open, shown as a bar; undefined where nothing is measured. */
      readonly level?: () => number | undefined;
      /** Called while the level is shown; its answer when it no longer is. */
      readonly watchLevel?: () => () => void;
      readonly run?: () => void;
      /** Opens these beside it. */
      readonly items?: readonly MenuItem[];
    };

export type OpenMenu = {
  readonly items: readonly MenuItem[];
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly returnTo: HTMLElement | null;
};

/** The one menu that can be open, and where. */
export class MenuState {
  current: OpenMenu | null = $state.raw(null);

  /**
   * Opens at the pointer; below the element when it was asked for by keyboard (Shift+F10) or by a click on a button
   * that has it (`aria-haspopup`).
   */
  open(event: MouseEvent, items: readonly MenuItem[], label = 'Menu'): void {
    event.preventDefault();
    event.stopPropagation();
    const element = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
    const box = element?.getBoundingClientRect();
    const below = box && (event.detail === 0 || element?.getAttribute('aria-haspopup') === 'menu');
    const returnTo = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const byPointer = event.type === 'contextmenu' && (event.clientX !== 0 || event.clientY !== 0);
    const at = below && !byPointer ? { x: box.left, y: box.bottom + 2 } : { x: event.clientX, y: event.clientY };
    this.current = { items, label, returnTo, ...at };
  }

  close(): void {
    const returnTo = this.current?.returnTo;
    this.current = null;
    if (returnTo?.isConnected) returnTo.focus();
  }
}
