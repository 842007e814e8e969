import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import type { App } from '../state/app.svelte.ts';
import { playheadFrames } from '../state/playhead.ts';
import type { Action } from './action.ts';
import { notifyUndoable } from './notify-undoable.ts';

type Command = { readonly command: string; readonly args: unknown };

/** Quarter notes that an arrow moves a clip by, and with Alt. */
const NUDGE_BEATS = 0.25;
const FINE_NUDGE_BEATS = 1 / 64;

function selectedClips(app: App) {
  return [...app.selection.clipIds].flatMap((id) => app.session.session.clips[id] ?? []);
}

const needsClip = (app: App) => (selectedClips(app).length > 0 ? undefined : 'Choose a clip first.');

/** Runs one command for each selected clip as one undo step. */
async function forEach(
  app: App,
  name: string,
  commandsOf: (clip: ReturnType<typeof selectedClips>[number]) => Command[],
) {
  const commands = selectedClips(app).flatMap(commandsOf);
  if (commands.length > 0) await app.client.request('session/runAll', { name, commands });
}

async function nudge(app: App, beats: number): Promise<void> {
  const map = new TempoMap(app.session.session);
  const clips = selectedClips(app);
  const first = Math.min(...clips.map(({ startFrames }) => startFrames));
  const target = Math.max(0, Math.round(map.framesAt(map.beatsAt(first) + beats)));
  await forEach(app, 'Nudge', ({ id, startFrames }) => [
    { command: 'moveClip', args: { clipId: id, startFrames: startFrames + target - first } },
  ]);
}

function nudgeAction(id: string, label: string, key: string, beats: number): Action {
  const common = { group: 'Clip', scope: 'clip', repeats: true, whyNot: needsClip } as const;
  return { ...common, id, label, keys: [key], run: (app) => nudge(app, beats) };
}

async function split(app: App): Promise<void> {
  const atFrames = playheadFrames(app);
  await forEach(app, 'Split', ({ id, startFrames, lengthFrames }) =>
    startFrames < atFrames && atFrames < startFrames + lengthFrames
      ? [{ command: 'splitClip', args: { clipId: id, atFrames } }]
      : [],
  );
}

/** Why nothing can be split: the playhead lies in none of the clips. */
function whyNoSplit(app: App): string | undefined {
  const atFrames = playheadFrames(app);
  const under = selectedClips(app).some(
    ({ startFrames, lengthFrames }) => startFrames < atFrames && atFrames < startFrames + lengthFrames,
  );
  return needsClip(app) ?? (under ? undefined : 'The playhead is in none of the chosen clips.');
}

export const clipActions: readonly Action[] = [
  {
    id: 'clip.split',
    label: 'Split at the playhead',
    group: 'Clip',
    scope: 'clip',
    keys: ['KeyS', '$mod+KeyE'],
    whyNot: whyNoSplit,
    run: split,
  },
  {
    id: 'clip.duplicate',
    label: 'Duplicate',
    group: 'Clip',
    scope: 'everywhere',
    keys: ['$mod+KeyD'],
    whyNot: needsClip,
    run: (app) => forEach(app, 'Duplicate', ({ id }) => [{ command: 'duplicateClip', args: { clipId: id } }]),
  },
  {
    id: 'clip.join',
    label: 'Join',
    group: 'Clip',
    scope: 'everywhere',
    keys: ['$mod+KeyJ'],
    whyNot: (app) => (selectedClips(app).length > 1 ? undefined : 'Choose two or more clips first.'),
    run: (app) => app.session.run('joinClips', { clipIds: [...app.selection.clipIds] }),
  },
  {
    id: 'clip.mute',
    label: 'Mute clip',
    group: 'Clip',
    scope: 'clip',
    keys: ['KeyM'],
    whyNot: needsClip,
    async run(app) {
      const muted = !selectedClips(app).every((clip) => clip.muted);
      await forEach(app, 'Mute', ({ id }) => [{ command: 'muteClip', args: { clipId: id, muted } }]);
    },
  },
  {
    id: 'clip.remove',
    label: 'Remove clip',
    group: 'Clip',
    scope: 'clip',
    keys: ['Delete', 'Backspace'],
    whyNot: needsClip,
    async run(app) {
      const clips = selectedClips(app);
      await forEach(app, 'Remove', ({ id }) => [{ command: 'removeClip', args: { clipId: id } }]);
      app.selection.clearClips();
      notifyUndoable(app, clips.length === 1 ? `${clips[0]?.name ?? 'Clip'} removed` : `${clips.length} clips removed`);
    },
  },
  {
    id: 'clip.rippleDelete',
    label: 'Remove clip and close the gap',
    group: 'Clip',
    scope: 'clip',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    whyNot: needsClip,
    async run(app) {
      await app.session.run('rippleDelete', { clipIds: [...app.selection.clipIds] });
      app.selection.clearClips();
    },
  },
  nudgeAction('clip.nudgeLeft', 'Nudge left', 'ArrowLeft', -NUDGE_BEATS),
  nudgeAction('clip.nudgeRight', 'Nudge right', 'ArrowRight', NUDGE_BEATS),
  nudgeAction('clip.nudgeLeftFine', 'Nudge left, fine', 'Alt+ArrowLeft', -FINE_NUDGE_BEATS),
  nudgeAction('clip.nudgeRightFine', 'Nudge right, fine', 'Alt+ArrowRight', FINE_NUDGE_BEATS),
];
