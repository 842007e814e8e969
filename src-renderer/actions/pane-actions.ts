import type { Action } from './action.ts';
import type { PaneFocus } from './pane-focus.ts';

/** From pane to pane by key. */
export function paneActions(panes: PaneFocus): readonly Action[] {
  const common = { group: 'View', scope: 'everywhere' } as const;
  return [
    { ...common, id: 'focus.nextPane', label: 'Next pane', keys: ['F6'], run: () => panes.move(document, 1) },
    {
      ...common,
      id: 'focus.previousPane',
      label: 'Previous pane',
      keys: ['Shift+F6'],
      run: () => panes.move(document, -1),
    },
  ];
}
