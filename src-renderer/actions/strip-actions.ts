import type { App } from '../state/app.svelte.ts';
import type { Action } from './action.ts';
import { stripIdAt } from './focus-scope.ts';
import { notifyUndoable } from './notify-undoable.ts';

/** The strip that letters act on: the one with the focus, else the one that is selected. */
function focusedStripId(app: App): string | undefined {
  return stripIdAt(document.activeElement) ?? app.selection.stripId ?? undefined;
}

const needsStrip = (app: App) => (focusedStripId(app) ? undefined : 'Choose a track first.');

async function toggleMute(app: App): Promise<void> {
  const stripId = focusedStripId(app);
  const strip = stripId && app.session.session.strips[stripId];
  if (strip) await app.session.run('setChannelValue', { stripId, key: 'mute', value: strip.channel['mute'] !== true });
}

async function toggleSolo(app: App): Promise<void> {
  const stripId = focusedStripId(app);
  const strip = stripId && app.session.session.strips[stripId];
  if (strip) await app.session.run('setSolo', { stripId, solo: !strip.solo });
}

/** M and S on a track head and on a strip of the console. */
function letters(scope: 'track' | 'mixer'): readonly Action[] {
  const common = { group: 'Track', scope, whyNot: needsStrip } as const;
  return [
    { ...common, id: `${scope}.mute`, label: 'Mute', keys: ['KeyM'], run: toggleMute },
    { ...common, id: `${scope}.solo`, label: 'Solo', keys: ['KeyS'], run: toggleSolo },
  ];
}

async function addStrip(app: App, kind: 'track' | 'bus' | 'group', name: string): Promise<void> {
  await app.session.run('addStrip', { kind, name });
}

export const stripActions: readonly Action[] = [
  ...letters('track'),
  ...letters('mixer'),
  {
    id: 'track.add',
    label: 'Add track',
    group: 'Track',
    scope: 'everywhere',
    keys: ['$mod+Alt+KeyT'],
    run: (app) => addStrip(app, 'track', 'Track'),
  },
  {
    id: 'track.addBus',
    label: 'Add bus',
    group: 'Track',
    scope: 'everywhere',
    keys: [],
    run: (app) => addStrip(app, 'bus', 'Bus'),
  },
  {
    id: 'track.addGroup',
    label: 'Add group',
    group: 'Track',
    scope: 'everywhere',
    keys: [],
    run: (app) => addStrip(app, 'group', 'Group'),
  },
  {
    id: 'track.remove',
    label: 'Remove track',
    group: 'Track',
    scope: 'everywhere',
    keys: ['$mod+Shift+Backspace'],
    whyNot: (app) => (focusedStripId(app) === 'master' ? 'The master stays.' : needsStrip(app)),
    async run(app) {
      const stripId = focusedStripId(app);
      const strip = stripId && app.session.session.strips[stripId];
      if (!strip) return;
      await app.session.run('removeStrip', { stripId });
      notifyUndoable(app, `${strip.name} removed, with its clips`);
      if (app.selection.stripId === stripId) app.selection.stripId = null;
    },
  },
  {
    id: 'track.unsoloAll',
    label: 'Clear all solos',
    group: 'Track',
    scope: 'everywhere',
    keys: ['$mod+Alt+KeyS'],
    whyNot: ({ session: { session } }) =>
      Object.values(session.strips).some(({ solo }) => solo) ? undefined : 'No track is soloed.',
    async run({ client, session: { session } }) {
      const commands = Object.values(session.strips)
        .filter(({ solo }) => solo)
        .map(({ id }) => ({ command: 'setSolo', args: { stripId: id, solo: false } }));
      await client.request('session/runAll', { name: 'Clear solos', commands });
    },
  },
];
