/** The context menus of the lanes: what can be done to a clip, to a point, and where nothing lies. */

import type { Clip, FadeShape } from '../../src-shared/session/records/clip.ts';
import type { AutomationPoint, Lane } from '../../src-shared/session/records/lane.ts';
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

/** The track colours of the look, with their names. */
export const TRACK_COLOURS = [
  'Neutral',
  'Brick',
  'Shell',
  'Ochre',
  'Straw',
  'Olive',
  'Lichen',
  'Jade',
  'Foam',
  'Harbour',
  'Haze',
  'Iris',
  'Heather',
] as const;

/** An action as a line of a menu, with its key or why it cannot be done. */
export function actionItem({ actions, timeline }: Pick<MenuPlace, 'actions' | 'timeline'>, id: string): MenuItem[] {
  const action = actions.byId(id);
  if (!action) return [];
  return [
    {
      text: action.label,
      keys: actions.keyText(id),
      whyNot: action.whyNot?.(timeline.app),
      run: () => actions.run(id),
    },
  ];
}

export function clipMenu(place: MenuPlace, clip: Clip): void {
  const { timeline, menu, event } = place;
  const { selection } = timeline.app;
  if (!selection.clipIds.has(clip.id)) selection.selectClip(clip.id);
  const action = (id: string) => actionItem(place, id);
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
  const action = (id: string) => actionItem(place, id);
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
