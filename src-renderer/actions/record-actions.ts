/** What records, and how: the key of the transport, takes that go, the punch range, count-in and pre-roll. */
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { armTrack } from '../recording/input-edits.ts';
import { armedTrackIds } from '../recording/track-input.ts';
import type { App } from '../state/app.svelte.ts';
import { playheadFrames } from '../state/playhead.ts';
import { sendEdit } from '../timeline/edit.ts';
import { stretchWithEdge } from '../timeline/stretch-edge.ts';
import type { Action } from './action.ts';

const common = { group: 'Transport', scope: 'everywhere' } as const;
/** What is played before the place where recording begins, when pre-roll is switched on. */
const PRE_ROLL_SECONDS = 2;

/** Why nothing can be recorded; undefined when it can. */
function whyNotRecord({ transport, session }: App): string | undefined {
  if (transport.recording || armedTrackIds(session.session).length > 0) return undefined;
  return 'No track is armed: choose a track and press R on its head, or its red key.';
}

/** Records without the count-in, which stays as it was for the next time. */
async function recordAtOnce({ client, transport }: App): Promise<void> {
  const { countInBars } = transport;
  await client.request('transport/set', { countInBars: 0 });
  await client.request('transport/record', { on: true });
  await client.request('transport/set', { countInBars });
}

/** The marked stretch, else what the chosen clips span. */
function markedStretch({ selection, session: { session } }: App) {
  if (selection.range) return selection.range;
  const clips = [...selection.clipIds].flatMap((id) => session.clips[id] ?? []);
  if (clips.length === 0) return undefined;
  return {
    fromFrames: Math.min(...clips.map((clip) => clip.startFrames)),
    toFrames: Math.max(...clips.map((clip) => clip.startFrames + clip.lengthFrames)),
  };
}

/** Puts one edge of the punch range at the playhead. */
function punchEdge(edge: 'from' | 'to') {
  return async (app: App) => {
    const { client, transport, session } = app;
    const punch = stretchWithEdge(new TempoMap(session.session), transport.punch, edge, playheadFrames(app));
    if (punch) await client.request('transport/set', { punch, punchOn: true });
  };
}

/** A new track that hears the first free input, armed and rolling. */
async function recordOnNewTrack(app: App): Promise<void> {
  const before = new Set(Object.keys(app.session.session.strips));
  await app.session.run('addStrip', { kind: 'track', name: 'Track' });
  const { session } = app.session;
  const trackId = Object.keys(session.strips).find((id) => !before.has(id));
  if (!trackId) return;
  await sendEdit(app, armTrack(session, trackId, app.audio.inputCount));
  app.selection.selectStrip(trackId);
  await app.client.request('transport/record', { on: true });
}

export const recordActions: readonly Action[] = [
  {
    ...common,
    id: 'transport.record',
    label: 'Record',
    keys: ['KeyR'],
    whyNot: whyNotRecord,
    async run({ client, transport }) {
      await client.request('transport/record', { on: !transport.recording });
    },
  },
  {
    ...common,
    id: 'transport.recordAtOnce',
    label: 'Record without count-in',
    keys: ['Shift+KeyR'],
    whyNot: (app) => (app.transport.recording ? 'It records already.' : whyNotRecord(app)),
    run: recordAtOnce,
  },
  {
    ...common,
    id: 'track.recordNew',
    label: 'Record on a new track',
    keys: ['$mod+Alt+KeyI'],
    whyNot: ({ audio, transport }) => {
      if (transport.recording) return 'It records already.';
      return audio.inputCount > 0 ? undefined : 'No input is in use: choose an interface in the settings.';
    },
    run: recordOnNewTrack,
  },
  {
    ...common,
    id: 'transport.discard',
    label: 'Discard the take',
    keys: ['$mod+Space'],
    whyNot: ({ transport, recording }) =>
      transport.recording || recording.canDiscard ? undefined : 'Nothing was recorded last.',
    async run(app) {
      await app.recording.discard();
      app.notify('Take discarded. Redo brings it back', 'info', {
        text: 'Redo',
        run: () => void app.attempt(() => app.client.request('session/redo', {})),
      });
    },
  },
  {
    ...common,
    id: 'transport.retake',
    label: 'Discard the take and record again',
    keys: ['$mod+Shift+KeyR'],
    whyNot: ({ transport, recording }) =>
      transport.recording || recording.canDiscard ? undefined : 'Nothing was recorded last.',
    run: ({ recording }) => recording.retake(),
  },
  {
    ...common,
    id: 'transport.punch',
    label: 'Punch',
    keys: ['KeyP'],
    whyNot: (app) =>
      app.transport.punch || markedStretch(app)
        ? undefined
        : 'Mark a stretch of the ruler first, or drag there with Alt.',
    async run(app) {
      const { client, transport } = app;
      const punch = transport.punch ?? markedStretch(app) ?? null;
      await client.request('transport/set', { punch, punchOn: !transport.punchOn });
    },
  },
  {
    ...common,
    id: 'transport.punchSelection',
    label: 'Punch into what is selected',
    keys: ['Shift+KeyP'],
    whyNot: (app) => (markedStretch(app) ? undefined : 'Nothing is selected.'),
    async run(app) {
      await app.client.request('transport/set', { punch: markedStretch(app) ?? null, punchOn: true });
    },
  },
  {
    ...common,
    id: 'transport.punchIn',
    label: 'Punch in at the playhead',
    keys: ['Alt+BracketLeft'],
    run: punchEdge('from'),
  },
  {
    ...common,
    id: 'transport.punchOut',
    label: 'Punch out at the playhead',
    keys: ['Alt+BracketRight'],
    run: punchEdge('to'),
  },
  {
    ...common,
    id: 'transport.preRoll',
    label: 'Pre-roll',
    keys: ['Alt+KeyC'],
    async run({ client, transport }) {
      await client.request('transport/set', { preRollSeconds: transport.preRollSeconds > 0 ? 0 : PRE_ROLL_SECONDS });
    },
  },
  {
    ...common,
    id: 'transport.punchAndRoll',
    label: 'Punch and roll: play up to here, then record on',
    keys: ['Shift+KeyD'],
    whyNot: (app) => (app.transport.recording ? 'It records already.' : whyNotRecord(app)),
    async run(app) {
      const { client, transport } = app;
      const atFrames = playheadFrames(app);
      if (transport.playing) await client.request('transport/stop', {});
      await client.request('transport/locate', { atFrames });
      if (transport.preRollSeconds === 0) await client.request('transport/set', { preRollSeconds: PRE_ROLL_SECONDS });
      await client.request('transport/record', { on: true });
    },
  },
];
