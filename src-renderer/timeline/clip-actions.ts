/** What can be done to clips: for keys, menus and the palette. */
import type { Action } from '../actions/action.ts';
import { clipIdAt } from '../actions/focus-scope.ts';
import { Gesture } from '../controls/gesture.ts';
import { endAudition } from '../recording/audition.ts';
import { playheadFrames } from '../state/playhead.ts';
import {
  clipsOf,
  crossfadeClips,
  duplicateClips,
  gainClips,
  joinClips,
  moveClips,
  muteClips,
  nudgeClips,
  removeClips,
  slipClips,
  splitClips,
  trimClipsTo,
} from './clip-edits.ts';
import { pasteClips } from './clipboard.ts';
import { type Edit, edit } from './edit.ts';
import { nextGridFrame, snapBeats } from './grid.ts';
import type { TimelineState } from './timeline-state.svelte.ts';

/** How long a crossfade that is asked for becomes, in seconds. */
const CROSSFADE_SECONDS = 0.2;
const NO_CLIP = 'Choose a clip first.';

/** Everything that acts on the chosen clips. */
export function clipActions(timeline: TimelineState): readonly Action[] {
  return [...changeActions(timeline), ...moveActions(timeline), ...clipboardActions(timeline)];
}

/** The chosen clips; where none is, the one that has the focus: letters act on it. */
function chosen({ app }: TimelineState): ReadonlySet<string> {
  const { clipIds } = app.selection;
  const focused = clipIds.size > 0 ? undefined : clipIdAt(document.activeElement);
  return focused === undefined ? clipIds : new Set([focused]);
}

type ClipAction = Pick<Action, 'id' | 'label' | 'keys'> & {
  readonly repeats?: boolean;
  readonly hand?: Gesture;
  readonly why?: string;
  edit(): Edit;
};

/** An action that edits the chosen clips; `why` is what stands there when it would change nothing. */
function clipAction(
  timeline: TimelineState,
  { id, label, keys, repeats = false, hand, why, edit }: ClipAction,
): Action {
  return {
    id,
    label,
    keys,
    repeats,
    group: 'Clip',
    scope: 'timeline',
    whyNot: () => {
      if (chosen(timeline).size === 0) return NO_CLIP;
      return why !== undefined && edit().steps.length === 0 ? why : undefined;
    },
    run: () => timeline.commit(edit(), hand?.key() ?? null),
  };
}

function changeActions(timeline: TimelineState): Action[] {
  const { app } = timeline;
  const hand = new Gesture();
  /** With what is on its way: a key that is held goes on from there. */
  const session = () => timeline.shown;
  const clips = () => chosen(timeline);
  const add = (action: ClipAction) => clipAction(timeline, action);
  return [
    add({
      id: 'clip.split',
      label: 'Split at the playhead',
      keys: ['KeyS', '$mod+KeyE'],
      why: 'The playhead is not inside a chosen clip.',
      edit: () => splitClips(session(), clips(), playheadFrames(app)),
    }),
    ...(['start', 'end'] as const).map((edge) =>
      add({
        id: edge === 'start' ? 'clip.trimStart' : 'clip.trimEnd',
        label: `Trim the ${edge} to the playhead`,
        keys: [edge === 'start' ? 'Comma' : 'Period'],
        why: 'The playhead is not inside a chosen clip, and none has more sound towards it.',
        edit: () => trimClipsTo(session(), clips(), edge, playheadFrames(app)),
      }),
    ),
    add({
      id: 'clip.crossfade',
      label: 'Crossfade with the next',
      keys: ['KeyX'],
      why: 'No clip follows it closely enough.',
      edit: () => crossfadeClips(session(), clips(), Math.round(CROSSFADE_SECONDS * timeline.sampleRateHz)),
    }),
    add({
      id: 'clip.join',
      label: 'Join',
      keys: ['$mod+KeyJ'],
      why: 'Joining takes two clips of a track.',
      edit: () => joinClips(session(), clips()),
    }),
    {
      ...add({
        id: 'clip.duplicate',
        label: 'Duplicate',
        keys: ['$mod+KeyD'],
        edit: () => duplicateClips(session(), clips()),
      }),
      run: () => timeline.commitSelecting(duplicateClips(session(), clips())),
    },
    add({ id: 'clip.mute', label: 'Mute clip', keys: ['KeyM'], edit: () => muteClips(session(), clips()) }),
    {
      ...add({
        id: 'clip.remove',
        label: 'Delete clip',
        keys: ['Delete', 'Backspace'],
        edit: () => removeClips(session(), clips(), timeline.ripple),
      }),
      whyNot: () => (clips().size === 0 && !timeline.point ? NO_CLIP : undefined),
      run: () => timeline.commit(removal(timeline)),
    },
    add({
      id: 'clip.rippleDelete',
      label: 'Delete and close the gap',
      keys: ['Shift+Delete', 'Shift+Backspace'],
      edit: () => removeClips(session(), clips(), true),
    }),
    {
      ...add({ id: 'clip.rename', label: 'Rename clip', keys: ['F2'], edit: () => ({ name: '', steps: [] }) }),
      run: () => {
        timeline.inspectorOpen = true;
        timeline.renamingClipId = [...clips()][0] ?? null;
      },
    },
    ...([-1, 1] as const).map((direction) =>
      add({
        id: direction < 0 ? 'clip.slipLeft' : 'clip.slipRight',
        label: `Slip the sound ${direction < 0 ? 'left' : 'right'} under the clip by a millisecond`,
        keys: [direction < 0 ? 'Shift+Alt+ArrowLeft' : 'Shift+Alt+ArrowRight'],
        repeats: true,
        hand,
        edit: () => slipClips(session(), clips(), (direction * timeline.sampleRateHz) / 1000),
      }),
    ),
    add({
      id: 'clip.gainUp',
      label: 'Clip gain up',
      keys: ['Alt+ArrowUp'],
      repeats: true,
      hand,
      edit: () => gainClips(session(), clips(), 0.5),
    }),
    add({
      id: 'clip.gainDown',
      label: 'Clip gain down',
      keys: ['Alt+ArrowDown'],
      repeats: true,
      hand,
      edit: () => gainClips(session(), clips(), -0.5),
    }),
  ];
}

/** What Delete takes away: the chosen clips, else the chosen automation point. */
function removal(timeline: TimelineState): Edit {
  const { point, shown, ripple } = timeline;
  const clips = chosen(timeline);
  if (clips.size > 0 || !point) return removeClips(shown, clips, ripple);
  timeline.point = null;
  return edit({ command: 'removePoint', args: { laneId: point.laneId, atFrames: point.atFrames } });
}

/** Nudges by the grid, and by a millisecond with Alt; without a clip the playhead goes. */
function moveActions(timeline: TimelineState): Action[] {
  const { app } = timeline;
  const hand = new Gesture();
  const nudge = (direction: 1 | -1, fine: boolean) => async () => {
    const session = timeline.shown;
    const clips = clipsOf(session, chosen(timeline));
    const from = clips[0]?.startFrames ?? playheadFrames(app);
    const { map, gridStep, view, sampleRateHz } = timeline;
    const grid = () => nextGridFrame(map, from, snapBeats(map, gridStep, from, view.framesPerPixel), direction);
    const to = Math.max(0, fine ? from + direction * Math.round(sampleRateHz / 1000) : grid());
    if (clips.length > 0) await timeline.commit(nudgeClips(session, chosen(timeline), to - from), hand.key());
    else await app.client.request('transport/locate', { atFrames: to });
  };
  const toTrack = (deltaTracks: 1 | -1) => async () => {
    const session = timeline.shown;
    const [first] = clipsOf(session, chosen(timeline));
    if (!first) return;
    const trackIds = timeline.rows.filter(({ kind }) => kind === 'track').map(({ stripId }) => stripId);
    const move = {
      clipIds: chosen(timeline),
      grabbedId: first.id,
      deltaFrames: 0,
      deltaTracks,
      copy: false,
      ripple: false,
    };
    await timeline.commit(
      moveClips(session, move, { snapping: timeline.snapping(0, { free: true }), trackIds }),
      hand.key(),
    );
  };
  const common = { group: 'Clip', scope: 'timeline', repeats: true } as const;
  const needsClip = () => (chosen(timeline).size === 0 ? NO_CLIP : undefined);
  return [
    { ...common, id: 'clip.nudgeLeft', label: 'Nudge left by the grid', keys: ['ArrowLeft'], run: nudge(-1, false) },
    { ...common, id: 'clip.nudgeRight', label: 'Nudge right by the grid', keys: ['ArrowRight'], run: nudge(1, false) },
    {
      ...common,
      id: 'clip.nudgeLeftFine',
      label: 'Nudge left by a millisecond',
      keys: ['Alt+ArrowLeft'],
      run: nudge(-1, true),
    },
    {
      ...common,
      id: 'clip.nudgeRightFine',
      label: 'Nudge right by a millisecond',
      keys: ['Alt+ArrowRight'],
      run: nudge(1, true),
    },
    {
      ...common,
      id: 'clip.toTrackAbove',
      label: 'Move to the track above',
      keys: ['Shift+ArrowUp'],
      whyNot: needsClip,
      run: toTrack(-1),
    },
    {
      ...common,
      id: 'clip.toTrackBelow',
      label: 'Move to the track below',
      keys: ['Shift+ArrowDown'],
      whyNot: needsClip,
      run: toTrack(1),
    },
  ];
}

function clipboardActions(timeline: TimelineState): Action[] {
  const { app } = timeline;
  const needsClip = () => (chosen(timeline).size === 0 ? NO_CLIP : undefined);
  const copy = () => {
    timeline.clipboard = { clips: clipsOf(app.session.session, chosen(timeline)) };
  };
  const common = { group: 'Edit', scope: 'timeline' } as const;
  return [
    { ...common, id: 'edit.copy', label: 'Copy', keys: ['$mod+KeyC'], whyNot: needsClip, run: copy },
    {
      ...common,
      id: 'edit.cut',
      label: 'Cut',
      keys: ['$mod+KeyX'],
      whyNot: needsClip,
      run: async () => {
        copy();
        const edit = removeClips(app.session.session, chosen(timeline), timeline.ripple);
        await timeline.commit({
          ...edit,
          name: edit.steps.length === 1 ? 'Cut clip' : `Cut ${edit.steps.length} clips`,
        });
      },
    },
    {
      ...common,
      id: 'edit.paste',
      label: 'Paste at the playhead',
      keys: ['$mod+KeyV'],
      whyNot: () => (timeline.clipboard ? undefined : 'Nothing was copied yet.'),
      run: async () => {
        const { session } = app.session;
        const place = { atFrames: playheadFrames(app), trackId: app.selection.stripId };
        await timeline.commitSelecting(pasteClips(session, timeline.clipboard?.clips ?? [], place));
      },
    },
    {
      ...common,
      id: 'edit.selectAll',
      label: 'Select all clips',
      keys: ['$mod+KeyA'],
      run: () => app.selection.selectClips(Object.keys(app.session.session.clips)),
    },
    {
      ...common,
      id: 'edit.selectNone',
      label: 'Select nothing',
      keys: ['Escape'],
      run: async () => {
        // One thing at a time: what is heard comes before what is chosen.
        if (app.engine.auditionedTakeId !== null) return endAudition(app);
        app.selection.clearClips();
        app.selection.range = null;
        timeline.point = null;
      },
    },
  ];
}
