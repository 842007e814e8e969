import type { ActionRegistry } from './action-registry-state.svelte.ts';
import { isTextField, scopesAt, takesSpace } from './focus-scope.ts';
import { isTyping } from './key-names.ts';

/**
 * The hand that was last at work. For one on the mouse, Tab changes the screen and Space plays, whatever was clicked; for
 * one on the keys, Tab moves the focus and Space presses the button that has it.
 */
export type Hand = 'pointer' | 'keyboard';

/** Listens to the keyboard for all actions; returns what ends it. */
export function listenToKeys(actions: ActionRegistry, target: Window): () => void {
  let hand: Hand = 'keyboard';
  const onPointer = () => {
    hand = 'pointer';
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const focused = target.document.activeElement;
    // Also where the focus has left what lies over the screen, as with a button that goes once it is pressed.
    if (target.document.querySelector('dialog[open], [role="menu"]')) return;
    const found = actions.forKey(event, scopesAt(focused));
    if (/^(F6|Arrow.*)$/.test(event.key)) hand = 'keyboard';
    if (!found || (event.repeat && !found.action.repeats)) return;
    if (isTextField(focused) && isTyping(found.keys)) return;
    if (/^(Space|Enter)$/.test(event.code) && hand === 'keyboard' && takesSpace(focused)) return;
    if (event.code === 'Tab' && hand === 'keyboard') return;
    event.preventDefault();
    actions.run(found.action.id);
  };
  target.addEventListener('pointerdown', onPointer, true);
  target.addEventListener('keydown', onKey);
  return () => {
    target.removeEventListener('pointerdown', onPointer, true);
    target.removeEventListener('keydown', onKey);
  };
}
