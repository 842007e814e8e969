import { songEndFrames } from '../state/playhead.ts';
import type { Action } from './action.ts';

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
    whyNot: ({ transport, selection }) =>
      transport.loop || selection.range
        ? undefined
        : 'Mark a stretch of the ruler first, or choose a clip and loop it.',
    async run({ client, transport, selection }) {
      const loop = transport.loop ?? selection.range;
      await client.request('transport/set', { loop, loopOn: !transport.loopOn });
    },
  },
  {
    id: 'transport.loopSelection',
    label: 'Loop what is selected',
    group: 'Transport',
    scope: 'everywhere',
    keys: ['Shift+KeyL'],
    whyNot: ({ selection }) => (selection.range || selection.clipIds.size > 0 ? undefined : 'Nothing is selected.'),
    async run({ client, selection, session: { session } }) {
      const clips = [...selection.clipIds].flatMap((id) => session.clips[id] ?? []);
      const loop = selection.range ?? {
        fromFrames: Math.min(...clips.map((clip) => clip.startFrames)),
        toFrames: Math.max(...clips.map((clip) => clip.startFrames + clip.lengthFrames)),
      };
      await client.request('transport/set', { loop, loopOn: true });
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
