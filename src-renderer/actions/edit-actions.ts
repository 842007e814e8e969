import type { Action } from './action.ts';

export const editActions: readonly Action[] = [
  {
    id: 'edit.undo',
    label: 'Undo',
    group: 'Edit',
    scope: 'everywhere',
    keys: ['$mod+KeyZ'],
    repeats: true,
    whyNot: ({ session: { history } }) => (history.position > 0 ? undefined : 'Nothing to undo.'),
    async run({ client }) {
      await client.request('session/undo', {});
    },
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    group: 'Edit',
    scope: 'everywhere',
    keys: ['$mod+Shift+KeyZ', '$mod+KeyY'],
    repeats: true,
    whyNot: ({ session: { history } }) => (history.position < history.names.length ? undefined : 'Nothing to redo.'),
    async run({ client }) {
      await client.request('session/redo', {});
    },
  },
  {
    id: 'edit.history',
    label: 'Undo history',
    group: 'Edit',
    scope: 'everywhere',
    keys: ['$mod+Shift+KeyH'],
    run(app) {
      app.overlay = app.overlay === 'history' ? 'none' : 'history';
    },
  },
];
