import { formatDb } from '../../src-shared/units/format.ts';
import type { App, View } from '../state/app.svelte.ts';
import { headField, stripField } from '../state/playhead.ts';
import type { Action } from './action.ts';

export const VIEWS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'arrange', label: 'Arrange' },
  { view: 'mix', label: 'Mix' },
  { view: 'master', label: 'Master' },
];

/** What a meter shows, in words: of the selected strip, and of the master. */
function levelsSentence(app: App): string {
  const strips = [...new Set([app.selection.stripId, 'master'])].flatMap(
    (id) => (id && app.session.session.strips[id]) || [],
  );
  const peaks = strips.map(({ id, name }) => {
    const peakDb = Math.max(
      stripField(app, id, 'peakLeftDb') ?? -Infinity,
      stripField(app, id, 'peakRightDb') ?? -Infinity,
    );
    return `${name} ${peakDb > -70 ? `${formatDb(peakDb)} dBFS` : 'silent'}`;
  });
  const lufs = headField(app, 'shortTermLufs') ?? Number.NEGATIVE_INFINITY;
  return [...peaks, lufs > -70 ? `${formatDb(lufs)} LUFS short-term` : 'no loudness yet'].join(', ');
}

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
    id: 'view.settings',
    label: 'Settings…',
    group: 'View',
    scope: 'everywhere',
    keys: ['$mod+Comma'],
    run(app) {
      app.overlay = 'settings';
    },
  },
  {
    id: 'view.share',
    label: 'Mix from a tablet…',
    group: 'View',
    scope: 'everywhere',
    keys: [],
    run(app) {
      app.overlay = 'share';
    },
  },
  {
    id: 'view.speakLevels',
    label: 'Speak the levels',
    group: 'View',
    scope: 'everywhere',
    keys: ['Alt+F9'],
    run(app) {
      app.say(levelsSentence(app));
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
    whyNot: ({ info }) => (info.host === 'web' ? 'The browser enlarges the page: Ctrl and +.' : undefined),
    run(app) {
      app.larger = !app.larger;
    },
  },
];
