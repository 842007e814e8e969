import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { App } from '../state/app.svelte.ts';
import { type Edit, sendEdit } from '../timeline/edit.ts';
import { chooseInput, monitorTrack, setDirect } from './input-edits.ts';
import { channelsText, channelsWithNames, inputChoices, inputOf, MONITOR_MODES } from './track-input.ts';

function send(app: App, change: Edit): void {
  void app.attempt(() => sendEdit(app, change));
}

/** Why no input is heard, whichever is chosen, and the way out. */
function howlItems({ audio }: App): MenuItem[] {
  if (audio.monitor?.isHowlMuted !== true) return [];
  return [{ text: 'A howl was muted: listen again', run: () => void audio.setMonitor({ muted: false }) }, 'separator'];
}

/** What a track can record, each with its level now: nothing, one channel, a pair. */
export function inputItems(app: App, trackId: string): MenuItem[] {
  const { session } = app.session;
  const { audio } = app;
  const now = inputOf(session, trackId)?.channels;
  const choices = inputChoices(audio.inputCount);
  // What was chosen on another interface can still be seen, and why it cannot be recorded here.
  const isThere = !now || choices.some((channels) => String(channels) === String(now));
  return [
    ...howlItems(app),
    { text: 'No input', checked: now === undefined, run: () => send(app, chooseInput(trackId, [])) },
    'separator',
    ...(isThere ? [] : [{ text: channelsText(now), checked: true, whyNot: 'not on this interface' }]),
    ...choices.map(
      (channels): MenuItem => ({
        text: channelsWithNames(channels, audio.channelNames),
        checked: String(channels) === String(now),
        level: () => audio.inputPeakDb(channels),
        // One asks for all of them.
        ...(channels === choices[0] && { watchLevel: () => audio.watchInputs() }),
        run: () => send(app, chooseInput(trackId, channels)),
      }),
    ),
    ...(choices.length === 0
      ? [
          {
            text: 'Choose an interface with inputs…',
            run: () => {
              app.overlay = 'settings';
            },
          } as const,
        ]
      : []),
  ];
}

/** When a track's input is heard, and by which way. */
export function monitorItems(app: App, trackId: string): MenuItem[] {
  const { session } = app.session;
  const input = inputOf(session, trackId);
  const direct = input?.direct === true;
  return [
    ...howlItems(app),
    ...MONITOR_MODES.map(
      ({ mode, text }): MenuItem => ({
        text,
        checked: (input?.monitor ?? 'off') === mode,
        run: () => send(app, monitorTrack(session, trackId, mode, app.audio.inputCount)),
      }),
    ),
    'separator',
    {
      text: 'Through the strip’s devices',
      checked: !direct,
      whyNot: input ? undefined : 'no input',
      run: () => send(app, setDirect(trackId, false)),
    },
    {
      text: 'Direct, as it comes in',
      checked: direct,
      whyNot: input ? undefined : 'no input',
      run: () => send(app, setDirect(trackId, true)),
    },
  ];
}
