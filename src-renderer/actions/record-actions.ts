/** What records, and how: the key of the transport, takes that go, count-in and pre-roll. */
import { commands } from '../../src-shared/session/commands/index.ts';
import { armTrack } from '../recording/input-edits.ts';
import { armedTrackIds } from '../recording/track-input.ts';
import type { App } from '../state/app.svelte.ts';
import { playheadFrames } from '../state/playhead.ts';
import { sendEdit } from '../timeline/edit.ts';
import type { Action } from './action.ts';
import { punchWithEdge, whyNothingFallsIn } from './punch-actions.ts';

const common = { group: 'Transport', scope: 'everywhere' } as const;
/** What is played before the place where recording begins, when pre-roll is switched on. */
const PRE_ROLL_SECONDS = 2;

/** Why nothing can be recorded; undefined when it can. */
function whyNotRecord({ transport, session }: App): string | undefined {
  if (transport.recording || armedTrackIds(session.session).length > 0) return undefined;
  return 'No track is armed: choose a track and press R on its head, or its red key.';
}

/** Records, and says so where nothing of it will be a take. */
async function startRecording(app: App): Promise<void> {
  const why = whyNothingFallsIn(app.transport, playheadFrames(app));
  await app.client.request('transport/record', { on: true });
  if (why) app.notify(why, 'warning');
}

/** Records without the count-in, which stays as it was for the next time. */
async function recordAtOnce(app: App): Promise<void> {
  const { client, transport } = app;
  const { countInBars } = transport;
  await client.request('transport/set', { countInBars: 0 });
  try {
    await startRecording(app);
  } finally {
    await client.request('transport/set', { countInBars });
  }
}

/** A new track that hears some channels, without them the first free input, armed and rolling. */
export async function recordOnNewTrack(app: App, channels?: readonly number[]): Promise<void> {
  const before = new Set(Object.keys(app.session.session.strips));
  await app.session.run('addStrip', { kind: 'track', name: 'Track' });
  const { session } = app.session;
  const trackId = Object.keys(session.strips).find((id) => !before.has(id));
  if (!trackId) return;
  await sendEdit(app, armTrack(session, trackId, app.audio.inputCount, channels));
  app.selection.selectStrip(trackId);
  await app.client.request('transport/record', { on: true });
}

export const recordActions: readonly Action[] = [
  {
    ...common,
    id: 'transport.record',
    label: 'Record',
    // On the head of a track R arms it: the other key records from there too.
    keys: ['KeyR', 'Shift+Space'],
    whyNot: whyNotRecord,
    async run(app) {
      if (app.transport.recording) await app.client.request('transport/record', { on: false });
      else await startRecording(app);
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
    run: (app) => recordOnNewTrack(app),
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
      const { names, position } = app.session.history;
      // Ended before anything came of it, it leaves nothing that could be brought back.
      if (names[position] !== commands.addTakes.label) return;
      app.notify('Take discarded. Redo brings it back', 'info', {
        text: 'Redo',
        ofStep: true,
        run: () => void app.attempt(() => app.client.request('session/redo', {})),
      });
    },
  },
  {
    ...common,
    id: 'transport.retake',
    label: 'Record again from the same place: the take stays in its lane',
    keys: ['$mod+Shift+KeyR'],
    whyNot: ({ transport, recording }) =>
      transport.recording || recording.canDiscard ? undefined : 'Nothing was recorded last.',
    run: ({ recording }) => recording.retake(),
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
      // A pre-roll leads to the punch in: it goes to where one wants to go on.
      if (transport.punch && transport.punchInOn)
        await client.request('transport/set', { punch: punchWithEdge(app, 'from', atFrames) });
      await startRecording(app);
    },
  },
];
