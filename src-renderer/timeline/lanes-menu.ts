/** The context menus of the lanes: what can be done to a clip, to a point, and where nothing lies. */

import type { Clip, FadeShape } from '../../src-shared/session/records/clip.ts';
import type { AutomationPoint, Lane } from '../../src-shared/session/records/lane.ts';
import { actionItem } from '../actions/action-item.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuItem, MenuState } from '../controls/menu-state.svelte.ts';
import { fadeClip } from './clip-edits.ts';
import { edit } from './edit.ts';
import { laneMenuItems } from './lane-menu-items.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import type { Row } from './track-rows.ts';

export type MenuPlace = {
  readonly event: MouseEvent;
  readonly timeline: TimelineState;
  readonly actions: ActionRegistry;
  readonly menu: MenuState;
};

export const FADE_SHAPES: readonly { readonly shape: FadeShape; readonly text: string }[] = [
  { shape: 'linear', text: 'Linear' },
  { shape: 'equalPower', text: 'Equal power' },
  { shape: 'slow', text: 'Slow' },
  { shape: 'fast', text: 'Fast' },
  { shape: 'sCurve', text: 'S-curve' },
];

export function clipMenu(place: MenuPlace, clip: Clip): void {
  const { timeline, menu, event } = place;
  const { selection } = timeline.app;
  if (!selection.clipIds.has(clip.id)) selection.selectClip(clip.id);
  const action = (id: string) => actionItem(place.actions, timeline.app, id);
  const fades = (edge: 'fadeIn' | 'fadeOut', text: string): MenuItem => ({
    text,
    items: FADE_SHAPES.map(({ shape, text: name }) => ({
      text: name,
      checked: clip[edge].shape === shape,
      run: () => void timeline.commit(fadeClip(timeline.app.session.session, clip.id, { edge, shape })),
    })),
  });
  menu.open(
    event,
    [
      ...(timeline.missing.has(clip.mediaId) ? [...action('session.missing'), 'separator' as const] : []),
      ...action('clip.split'),
      ...action('clip.crossfade'),
      ...action('clip.join'),
      ...action('clip.duplicate'),
      ...action('clip.mute'),
      'separator',
      ...action('edit.cut'),
      ...action('edit.copy'),
      ...action('edit.paste'),
      ...action('clip.remove'),
      ...action('clip.rippleDelete'),
      'separator',
      ...action('clip.rename'),
      fades('fadeIn', 'Fade-in shape'),
      fades('fadeOut', 'Fade-out shape'),
      ...action('transport.loopSelection'),
      ...action('timeline.zoomSelection'),
    ],
    `Clip ${clip.name}`,
  );
}

const POINT_SHAPES = [
  { shape: 'hold', text: 'Hold until the next point' },
  { shape: 'linear', text: 'Straight to the next point' },
  { shape: 'curve', text: 'Curve to the next point' },
] as const;

export function laneMenu(place: MenuPlace, row: Row, found: { lane: Lane; point: AutomationPoint } | undefined): void {
  const { timeline, menu, event } = place;
  if (!found) {
    menu.open(event, laneMenuItems(timeline, row), 'Automation');
    return;
  }
  const { lane, point } = found;
  timeline.point = { laneId: lane.id, atFrames: point.atFrames };
  const reshape = (shape: AutomationPoint['shape']) => {
    const points = lane.points.map((other) => {
      if (other !== point) return other;
      return { ...other, shape, bend: shape === 'curve' && other.bend === 0 ? 0.4 : other.bend };
    });
    void timeline.commit({
      name: 'Shape automation',
      steps: [{ command: 'setPoints', args: { laneId: lane.id, points } }],
    });
  };
  menu.open(
    event,
    [
      ...POINT_SHAPES.map(
        ({ shape, text }): MenuItem => ({ text, checked: point.shape === shape, run: () => reshape(shape) }),
      ),
      'separator',
      {
        text: 'Remove point',
        run: () =>
          void timeline.commit(edit({ command: 'removePoint', args: { laneId: lane.id, atFrames: point.atFrames } })),
      },
    ],
    'Automation point',
  );
}

export function emptyMenu(place: MenuPlace, row: Row | undefined): void {
  const { timeline, menu, event } = place;
  const action = (id: string) => actionItem(place.actions, timeline.app, id);
  const lane: MenuItem[] = row
    ? [
        {
          text: timeline.opened.has(row.stripId) ? 'Hide automation' : 'Show automation',
          run: () => timeline.toggleOpened(row.stripId),
        },
      ]
    : [];
  menu.open(
    event,
    [
      ...action('edit.paste'),
      ...action('edit.selectAll'),
      'separator',
      ...action('session.marker'),
      ...action('session.import'),
      ...action('track.add'),
      ...lane,
      'separator',
      ...action('timeline.fit'),
      ...action('timeline.zoomSelection'),
    ],
    'Lanes',
  );
}
