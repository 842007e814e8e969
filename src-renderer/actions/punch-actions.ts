/** Where recording begins and ends by itself: the punch in and the punch out, each on its own, and the range between them. */
import { punchRange } from '../../src-shared/protocol/punch.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import type { App } from '../state/app.svelte.ts';
import { playheadFrames } from '../state/playhead.ts';
import { stretchWithEdge } from '../timeline/stretch-edge.ts';
import type { Action } from './action.ts';
import { markedStretch, stretchAtPlayhead } from './default-stretch.ts';

const common = { group: 'Transport', scope: 'everywhere' } as const;

/** The punch range with one end at a frame; undefined where nothing lies before it. */
export function punchWithEdge({ session, transport }: App, edge: 'from' | 'to', atFrames: number) {
  return stretchWithEdge(new TempoMap(session.session), transport.punch, edge, atFrames);
}

/** Why a recording that begins at a place leaves no take; undefined where it does. */
export function whyNothingFallsIn(transport: App['transport'], atFrames: number): string | undefined {
  const { loop, loopOn, playing, preRollSeconds } = transport;
  const range = punchRange(transport);
  if (!range || range.toFrames === null) return undefined;
  const goesBack = !playing && preRollSeconds > 0 && range.fromFrames !== null;
  if (goesBack || atFrames < range.toFrames) return undefined;
  if (loopOn && loop && atFrames < loop.toFrames && loop.fromFrames < range.toFrames) return undefined;
  return 'The playhead is behind the punch out: no take begins there.';
}

/** Switches one end; where there is no range yet, it is put at what is marked, else at the playhead. */
function switchEnd(edge: 'from' | 'to') {
  return async (app: App) => {
    const { client, transport } = app;
    const { punchInOn, punchOutOn } = transport;
    const punch = transport.punch ?? markedStretch(app) ?? punchWithEdge(app, edge, playheadFrames(app)) ?? null;
    const on = edge === 'from' ? { punchInOn: !punchInOn } : { punchOutOn: !punchOutOn };
    await client.request('transport/set', { punch, ...on });
  };
}

/** Puts one end at the playhead, and switches it on. */
function placeEnd(edge: 'from' | 'to') {
  return async (app: App) => {
    const punch = punchWithEdge(app, edge, playheadFrames(app));
    const on = edge === 'from' ? { punchInOn: true } : { punchOutOn: true };
    if (punch) await app.client.request('transport/set', { punch, ...on });
  };
}

/** Nothing can end where nothing lies before. */
function whyNotOut(app: App): string | undefined {
  return playheadFrames(app) > 0 ? undefined : 'Nothing lies before the playhead.';
}

export const punchActions: readonly Action[] = [
  {
    ...common,
    id: 'transport.punch',
    label: 'Punch in and out',
    keys: ['KeyP'],
    async run(app) {
      const { client, transport } = app;
      const known = transport.punch ?? markedStretch(app);
      const { name, ...here } = stretchAtPlayhead(app);
      const on = !(transport.punchInOn || transport.punchOutOn);
      await client.request('transport/set', { punch: known ?? here, punchInOn: on, punchOutOn: on });
      if (!known) app.notify(`Punch around ${name}, at the playhead. Its ends are dragged in the ruler`);
    },
  },
  {
    ...common,
    id: 'transport.punchInOn',
    label: 'Punch in',
    keys: ['Alt+KeyI'],
    run: switchEnd('from'),
  },
  {
    ...common,
    id: 'transport.punchOutOn',
    label: 'Punch out',
    keys: ['Alt+KeyO'],
    whyNot: (app) => (app.transport.punch || markedStretch(app) ? undefined : whyNotOut(app)),
    run: switchEnd('to'),
  },
  {
    ...common,
    id: 'transport.punchSelection',
    label: 'Punch into what is selected',
    keys: ['Shift+KeyP'],
    whyNot: (app) => (markedStretch(app) ? undefined : 'Nothing is selected.'),
    async run(app) {
      await app.client.request('transport/set', {
        punch: markedStretch(app) ?? null,
        punchInOn: true,
        punchOutOn: true,
      });
    },
  },
  {
    ...common,
    id: 'transport.punchIn',
    label: 'Punch in at the playhead',
    keys: ['Alt+BracketLeft'],
    run: placeEnd('from'),
  },
  {
    ...common,
    id: 'transport.punchOut',
    label: 'Punch out at the playhead',
    keys: ['Alt+BracketRight'],
    whyNot: whyNotOut,
    run: placeEnd('to'),
  },
];
