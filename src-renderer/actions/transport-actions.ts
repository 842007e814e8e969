import { songEndFrames } from '../state/playhead.ts';
import type { Action } from './action.ts';
import { markedStretch, stretchAtPlayhead } from './default-stretch.ts';

export const transportActions: readonly Action[] = [
  {
    id: 'transport.playStop',
    label: 'Play or stop',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['Space'],
    async run({ client, transport }) {
      await client.request(transport.playing ? 'transport/stop' : 'transport/play', {});
    },
  },
  {
    id: 'transport.stop',
    label: 'Stop',
    group: 'Transport',
    scope: 'everywhere',
    keys: [],
    async run({ client, transport }) {
      // Stopped already: back to the start, as everywhere.
      if (transport.playing) await client.request('transport/stop', {});
      else await client.request('transport/locate', { atFrames: 0 });
    },
  },
  {
    id: 'transport.toStart',
    label: 'Go to the start',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['Home'],
    async run({ client }) {
      await client.request('transport/locate', { atFrames: 0 });
    },
  },
  {
    id: 'transport.toEnd',
    label: 'Go to the end',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['End'],
    async run({ client, session }) {
      await client.request('transport/locate', { atFrames: songEndFrames(session.session) });
    },
  },
  {
    id: 'transport.loop',
    label: 'Loop',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['KeyL'],
    async run(app) {
      const { client, transport } = app;
      const known = transport.loop ?? markedStretch(app);
      const { name, ...here } = stretchAtPlayhead(app);
      await client.request('transport/set', { loop: known ?? here, loopOn: !transport.loopOn });
      if (!known) app.notify(`Loop of ${name}, at the playhead. Its ends are dragged in the ruler`);
    },
  },
  {
    id: 'transport.loopSelection',
    label: 'Loop what is selected',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['Shift+KeyL'],
    whyNot: (app) => (markedStretch(app) ? undefined : 'Nothing is selected.'),
    async run(app) {
      await app.client.request('transport/set', { loop: markedStretch(app) ?? null, loopOn: true });
    },
  },
  {
    id: 'transport.metronome',
    label: 'Metronome',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['KeyC'],
    async run({ client, transport }) {
      await client.request('transport/set', { metronomeOn: !transport.metronomeOn });
    },
  },
  {
    id: 'transport.countIn',
    label: 'Count-in',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['Shift+KeyC'],
    async run({ client, transport }) {
      await client.request('transport/set', { countInBars: transport.countInBars > 0 ? 0 : 1 });
    },
  },
];
