import { actionItem } from '../actions/action-item.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { App } from '../state/app.svelte.ts';

const COUNT_IN_BARS = [0, 1, 2, 4];
const PRE_ROLL_SECONDS = [0, 1, 2, 5, 10];

/** How recording begins and what becomes of takes: the menu of the keys that record. */
export function recordMenu(app: App, actions: ActionRegistry): MenuItem[] {
  const { transport, client, recording } = app;
  const set = (change: { countInBars?: number; preRollSeconds?: number }) => () =>
    void app.attempt(() => client.request('transport/set', change));
  const action = (id: string) => actionItem(actions, app, id);
  const depth = (bitDepth: '32f' | '24', text: string): MenuItem => ({
    text,
    checked: recording.now.bitDepth === bitDepth,
    run: () => void app.attempt(() => client.request('record/set', { bitDepth })),
  });
  return [
    ...action('transport.recordAtOnce'),
    ...action('transport.punchAndRoll'),
    ...action('transport.discard'),
    ...action('transport.retake'),
    'separator',
    {
      text: 'Count-in',
      items: COUNT_IN_BARS.map((countInBars) => ({
        text: countInBars === 0 ? 'None' : `${countInBars} bar${countInBars > 1 ? 's' : ''}`,
        checked: transport.countInBars === countInBars,
        run: set({ countInBars }),
      })),
    },
    {
      text: 'Pre-roll',
      items: PRE_ROLL_SECONDS.map((preRollSeconds) => ({
        text: preRollSeconds === 0 ? 'None' : `${preRollSeconds} s`,
        checked: transport.preRollSeconds === preRollSeconds,
        run: set({ preRollSeconds }),
      })),
    },
    { text: 'Takes are written as', items: [depth('32f', '32-bit float'), depth('24', '24 bits')] },
    'separator',
    ...action('track.armAll'),
    ...action('track.armNone'),
    'separator',
    {
      text: 'Sound interface…',
      run: () => {
        app.overlay = 'settings';
      },
    },
  ];
}
