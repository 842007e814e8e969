/** What can be done on the timeline: for keys, menus and the palette. */

import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import type { Action } from '../actions/action.ts';
import { playheadFrames } from '../state/playhead.ts';
import { clipActions } from './clip-actions.ts';
import { clipsOf } from './clip-edits.ts';
import { clipEnd } from './clip-geometry.ts';
import { edit } from './edit.ts';
import { SNAP_MODES } from './snap.ts';
import { stretchWithEdge } from './stretch-edge.ts';
import { takesOf } from './take-pieces.ts';
import type { TimelineState } from './timeline-state.svelte.ts';

const ZOOM = 1.5;
const MOST_WAVE_SCALE = 8;

export function arrangeActions(timeline: TimelineState): readonly Action[] {
  return [
    ...clipActions(timeline),
    ...viewActions(timeline),
    ...rowActions(timeline),
    ...markActions(timeline),
    ...toolActions(timeline),
  ];
}

/** The stretch that `Zoom to the selection` shows. */
function selectedStretch(timeline: TimelineState): { from: number; to: number } | undefined {
  const { selection, session } = timeline.app;
  const clips = clipsOf(session.session, selection.clipIds);
  if (clips.length > 0)
    return { from: Math.min(...clips.map((clip) => clip.startFrames)), to: Math.max(...clips.map(clipEnd)) };
  return selection.range ? { from: selection.range.fromFrames, to: selection.range.toFrames } : undefined;
}

function viewActions(timeline: TimelineState): Action[] {
  const { app } = timeline;
  /** Zooms about the playhead when it is on screen. */
  const zoom = (factor: number) => () => {
    const x = (playheadFrames(app) - timeline.view.fromFrames) / timeline.view.framesPerPixel;
    timeline.zoom(factor, x >= 0 && x <= timeline.view.width ? x : undefined);
  };
  const common = { group: 'Timeline', scope: 'everywhere' } as const;
  return [
    {
      ...common,
      id: 'timeline.zoomIn',
      label: 'Zoom in',
      keys: ['Equal', 'Shift+Equal', 'NumpadAdd'],
      repeats: true,
      run: zoom(ZOOM),
    },
    {
      ...common,
      id: 'timeline.zoomOut',
      label: 'Zoom out',
      keys: ['Minus', 'NumpadSubtract'],
      repeats: true,
      run: zoom(1 / ZOOM),
    },
    {
      ...common,
      id: 'timeline.zoomSelection',
      label: 'Zoom to the selection',
      keys: ['KeyZ'],
      whyNot: () => (selectedStretch(timeline) ? undefined : 'Nothing is selected.'),
      run: () => {
        const stretch = selectedStretch(timeline);
        if (stretch) timeline.fitStretch(stretch.from, stretch.to);
      },
    },
    { ...common, id: 'timeline.fit', label: 'Fit the song', keys: ['$mod+KeyF'], run: () => timeline.fit() },
    {
      ...common,
      id: 'timeline.taller',
      label: 'Higher tracks',
      keys: ['$mod+ArrowUp'],
      repeats: true,
      run: () => timeline.scaleHeights(1.25),
    },
    {
      ...common,
      id: 'timeline.shorter',
      label: 'Lower tracks',
      keys: ['$mod+ArrowDown'],
      repeats: true,
      run: () => timeline.scaleHeights(0.8),
    },
    {
      ...common,
      id: 'timeline.wavesHigher',
      label: 'Waves twice as high',
      keys: ['$mod+Shift+ArrowUp'],
      whyNot: () => (timeline.waveScale >= MOST_WAVE_SCALE ? 'They are drawn as high as they go.' : undefined),
      run: () => {
        timeline.waveScale *= 2;
      },
    },
    {
      ...common,
      id: 'timeline.wavesLower',
      label: 'Waves half as high',
      keys: ['$mod+Shift+ArrowDown'],
      whyNot: () => (timeline.waveScale <= 1 ? 'They are drawn as they are.' : undefined),
      run: () => {
        timeline.waveScale /= 2;
      },
    },
    {
      ...common,
      id: 'timeline.follow',
      label: 'Follow the playhead',
      keys: ['KeyF'],
      run: () => {
        timeline.follow = !timeline.follow;
      },
    },
    {
      ...common,
      id: 'timeline.inspector',
      label: 'Show or hide the inspector',
      keys: ['BracketRight'],
      run: () => {
        timeline.inspectorOpen = !timeline.inspectorOpen;
      },
    },
  ];
}

/** What lies under a track: its takes and its automation. */
function rowActions(timeline: TimelineState): Action[] {
  const { app } = timeline;
  const common = { group: 'Timeline', scope: 'everywhere' } as const;
  return [
    {
      ...common,
      id: 'timeline.takes',
      label: 'Show or hide takes',
      keys: ['KeyT'],
      whyNot: () => {
        const { stripId } = app.selection;
        if (stripId === null) return 'Choose a track first.';
        return takesOf(app.session.session.takes, stripId).length > 0 ? undefined : 'The track has no takes yet.';
      },
      run: () => {
        if (app.selection.stripId !== null) timeline.toggleTakes(app.selection.stripId);
      },
    },
    {
      ...common,
      id: 'timeline.automation',
      label: 'Show or hide automation',
      keys: ['KeyA'],
      whyNot: () => (app.selection.stripId === null ? 'Choose a track first.' : undefined),
      run: () => {
        const { stripId } = app.selection;
        if (stripId === null) return undefined;
        const hasLane = Object.values(app.session.session.lanes).some((lane) => lane.stripId === stripId);
        if (hasLane) return timeline.toggleOpened(stripId);
        // The first lane of a track is that of its level.
        timeline.open(stripId);
        const lane = { stripId, target: { kind: 'channel' }, key: 'gainDb' } as const;
        return timeline.commit(edit({ command: 'addLane', args: lane }));
      },
    },
  ];
}

/** A stretch is marked without a mouse: for the loop, the punch range, a comp or a bounce. */
function markActions({ app }: TimelineState): Action[] {
  const common = { group: 'Timeline', scope: 'everywhere' } as const;
  const mark = (edge: 'from' | 'to') => () => {
    const map = new TempoMap(app.session.session);
    app.selection.range = stretchWithEdge(map, app.selection.range, edge, playheadFrames(app)) ?? null;
  };
  return [
    {
      ...common,
      id: 'timeline.markFrom',
      label: 'Mark from the playhead on',
      keys: ['Shift+BracketLeft'],
      run: mark('from'),
    },
    {
      ...common,
      id: 'timeline.markTo',
      label: 'Mark up to the playhead',
      keys: ['Shift+BracketRight'],
      run: mark('to'),
    },
  ];
}

function toolActions(timeline: TimelineState): Action[] {
  const common = { group: 'Timeline', scope: 'timeline' } as const;
  return [
    {
      ...common,
      id: 'timeline.tool.select',
      label: 'Select and move',
      keys: ['KeyV'],
      run: () => {
        timeline.tool = 'select';
      },
    },
    {
      ...common,
      id: 'timeline.tool.split',
      label: 'Split where you click',
      keys: ['KeyB'],
      run: () => {
        timeline.tool = 'split';
      },
    },
    {
      ...common,
      id: 'timeline.snap',
      label: 'Snap: grid, events or off',
      keys: ['KeyN'],
      run: () => {
        timeline.snapMode = SNAP_MODES[(SNAP_MODES.indexOf(timeline.snapMode) + 1) % SNAP_MODES.length] ?? 'grid';
      },
    },
    {
      ...common,
      id: 'timeline.ripple',
      label: 'Ripple',
      keys: ['Shift+KeyI'],
      run: () => {
        timeline.ripple = !timeline.ripple;
      },
    },
  ];
}
