import { playheadFrames } from '../state/playhead.ts';
import type { Action } from './action.ts';

export const sessionActions: readonly Action[] = [
  {
    id: 'session.save',
    label: 'Save',
    group: 'Session',
    scope: 'everywhere',
    keys: ['$mod+KeyS'],
    async run(app) {
      if (app.session.file.neverSaved) {
        app.overlay = 'saveAs';
        return;
      }
      await app.client.request('session/save', {});
      app.notify('Saved.');
    },
  },
  {
    id: 'session.saveAs',
    label: 'Save as…',
    group: 'Session',
    scope: 'everywhere',
    keys: ['$mod+Shift+KeyS'],
    run(app) {
      app.overlay = 'saveAs';
    },
  },
  {
    id: 'session.open',
    label: 'Open…',
    group: 'Session',
    scope: 'everywhere',
    keys: ['$mod+KeyO'],
    run(app) {
      app.overlay = 'open';
    },
  },
  {
    id: 'session.new',
    label: 'New session',
    group: 'Session',
    scope: 'everywhere',
    keys: ['$mod+Alt+KeyN'],
    async run({ client, newRateHz: sampleRateHz }) {
      await client.request('session/new', { name: 'Untitled', sampleRateHz, tempoBpm: 120 });
    },
  },
  {
    id: 'session.openDemo',
    label: 'Open the demo song',
    group: 'Session',
    scope: 'everywhere',
    keys: [],
    async run({ client }) {
      await client.request('session/openDemo', {});
    },
  },
  {
    id: 'session.import',
    label: 'Bring in sound files…',
    group: 'Session',
    scope: 'everywhere',
    keys: ['$mod+KeyI'],
    run(app) {
      app.overlay = 'import';
    },
  },
  {
    id: 'session.archive',
    label: 'Archive as zip…',
    group: 'Session',
    scope: 'everywhere',
    keys: [],
    run(app) {
      app.overlay = 'archive';
    },
  },
  {
    id: 'session.missing',
    label: 'Find missing files…',
    group: 'Session',
    scope: 'everywhere',
    keys: [],
    whyNot: ({ session: { file } }) => (file.missingMediaIds.length > 0 ? undefined : 'Every sound file is on disk.'),
    run(app) {
      app.overlay = 'missing';
    },
  },
  {
    id: 'session.bounce',
    label: 'Bounce…',
    group: 'Session',
    scope: 'everywhere',
    keys: ['$mod+Shift+KeyE'],
    run(app) {
      app.view = 'master';
      app.overlay = 'bounce';
    },
  },
  {
    id: 'session.marker',
    label: 'Add marker',
    group: 'Timeline',
    scope: 'everywhere',
    keys: ['$mod+KeyM'],
    async run(app) {
      const count = Object.keys(app.session.session.markers).length + 1;
      await app.session.run('addMarker', { name: `Marker ${count}`, atFrames: playheadFrames(app) });
    },
  },
];
