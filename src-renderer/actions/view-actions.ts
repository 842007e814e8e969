import type { View } from '../state/app.svelte.ts';
import type { Action } from './action.ts';

export const VIEWS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'arrange', label: 'Arrange' },
  { view: 'mix', label: 'Mix' },
  { view: 'master', label: 'Master' },
];

export const viewActions: readonly Action[] = [
  ...VIEWS.map(
    ({ view, label }, index): Action => ({
      id: `view.${view}`,
      label,
      group: 'View',
      scope: 'everywhere',
      keys: [`Digit${index + 1}`],
      run(app) {
        app.view = view;
      },
    }),
  ),
  {
    id: 'view.next',
    label: 'Next screen',
    group: 'View',
    scope: 'everywhere',
    keys: ['Tab'],
    run(app) {
      const index = VIEWS.findIndex(({ view }) => view === app.view);
      app.view = VIEWS[(index + 1) % VIEWS.length]!.view;
    },
  },
  {
    id: 'view.palette',
    label: 'Find an action',
    group: 'View',
    scope: 'everywhere',
    keys: ['$mod+KeyK'],
    run(app) {
      app.overlay = 'palette';
    },
  },
  {
    id: 'view.shortcuts',
    label: 'Keyboard shortcuts',
    group: 'View',
    scope: 'everywhere',
    keys: ['Shift+Slash', 'F1'],
    run(app) {
      app.overlay = 'shortcuts';
    },
  },
  {
    id: 'view.theme',
    label: 'Light or dark',
    group: 'View',
    scope: 'everywhere',
    keys: [],
    run(app) {
      app.theme = app.theme === 'dark' ? 'light' : 'dark';
    },
  },
  {
    id: 'view.larger',
    label: 'Larger controls',
    group: 'View',
    scope: 'everywhere',
    keys: [],
    run(app) {
      app.larger = !app.larger;
    },
  },
];
