import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { App } from '../state/app.svelte.ts';
import type { ActionRegistry } from './action-registry-state.svelte.ts';

/** An action as a line of a menu, with its key or why it cannot be done; none where no such action is there. */
export function actionItem(actions: ActionRegistry, app: App, id: string): MenuItem[] {
  const action = actions.byId(id);
  if (!action) return [];
  return [
    { text: action.label, keys: actions.keyText(id), whyNot: action.whyNot?.(app), run: () => void actions.run(id) },
  ];
}
