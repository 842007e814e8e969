import type { Session } from '../../src-shared/session/session.ts';
import { armAll, armTrack, monitorTrack, toggleMonitor } from '../recording/input-edits.ts';
import { MONITOR_MODES } from '../recording/track-input.ts';
import type { App } from '../state/app.svelte.ts';
import { type Edit, sendEdit } from '../timeline/edit.ts';
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

/** The track that letters record and monitor; undefined where a bus or nothing is chosen. */
function focusedTrackId(app: App): string | undefined {
  const stripId = focusedStripId(app);
  return stripId && app.session.session.strips[stripId]?.kind === 'track' ? stripId : undefined;
}

const needsTrack = (app: App) => (focusedTrackId(app) ? undefined : 'Only a track has an input.');

/** An edit of the input of the focused track. */
function onInput(change: (session: Session, trackId: string, channelCount: number) => Edit) {
  return async (app: App) => {
    const trackId = focusedTrackId(app);
    if (trackId) await sendEdit(app, change(app.session.session, trackId, app.audio.inputCount));
  };
}

/** R and I on a track head and on a strip of the console. */
function inputLetters(scope: 'track' | 'mixer'): readonly Action[] {
  const common = { group: 'Track', scope, whyNot: needsTrack } as const;
  return [
    { ...common, id: `${scope}.arm`, label: 'Arm for recording', keys: ['KeyR'], run: onInput(armTrack) },
    { ...common, id: `${scope}.monitor`, label: 'Monitor the input', keys: ['KeyI'], run: onInput(toggleMonitor) },
  ];
}

const monitorActions: readonly Action[] = MONITOR_MODES.map(({ mode, text }) => ({
  id: `track.monitor.${mode}`,
  label: text,
  group: 'Track',
  scope: 'everywhere',
  keys: [],
  whyNot: needsTrack,
  run: onInput((session, trackId, count) => monitorTrack(session, trackId, mode, count)),
}));

/** Arms all or none; it says so where nothing would change. */
function armAllAction(armed: boolean): Action {
  const change = ({ session }: App) => armAll(session.session, armed);
  return {
    id: armed ? 'track.armAll' : 'track.armNone',
    label: armed ? 'Arm all tracks that have an input' : 'Arm no track',
    group: 'Track',
    scope: 'everywhere',
    keys: armed ? ['$mod+Alt+KeyR'] : ['$mod+Alt+Shift+KeyR'],
    whyNot: (app) => {
      if (change(app).steps.length > 0) return undefined;
      return armed ? 'No track has an input that is not armed yet.' : 'No track is armed.';
    },
    run: (app) => sendEdit(app, change(app)),
  };
}

async function addStrip(app: App, kind: 'track' | 'bus' | 'group', name: string): Promise<void> {
  await app.session.run('addStrip', { kind, name });
}

export const stripActions: readonly Action[] = [
  ...letters('track'),
  ...letters('mixer'),
  ...inputLetters('track'),
  ...inputLetters('mixer'),
  armAllAction(true),
  armAllAction(false),
  ...monitorActions,
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
