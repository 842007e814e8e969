import type { ActionScope } from './action.ts';

/** The scopes that hold where the focus is, the nearest first; `everywhere` is the last. */
export function scopesAt(element: Element | null): readonly ActionScope[] {
  const scopes: ActionScope[] = [];
  for (let at = element?.closest('[data-scope]'); at; at = at.parentElement?.closest('[data-scope]')) {
    scopes.push((at as HTMLElement).dataset['scope'] as ActionScope);
  }
  return [...scopes, 'everywhere'];
}

/** The strip that the focus is on (`data-strip-id`), or undefined. */
export function stripIdAt(element: Element | null): string | undefined {
  return (element?.closest('[data-strip-id]') as HTMLElement | null)?.dataset['stripId'];
}

/** The take whose lane has the focus, or undefined. */
export function takeIdAt(element: Element | null): string | undefined {
  return (element?.closest('[data-scope="take"]') as HTMLElement | null)?.dataset['head'];
}

/** The clip that the focus is on (`data-clip-id`), or undefined. */
export function clipIdAt(element: Element | null): string | undefined {
  return (element?.closest('[data-clip-id]') as HTMLElement | null)?.dataset['clipId'];
}

/** Whether what is pressed now is written into a text. */
export function isTextField(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !/^(checkbox|radio|range|button)$/.test(element.type);
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
}

/** Whether Space and Enter mean the element itself, as for a button. */
export function takesSpace(element: Element | null): boolean {
  return (
    element instanceof HTMLElement &&
    element.matches('button, select, a[href], summary, [role="button"], [role="checkbox"], [role="menuitem"]')
  );
}
