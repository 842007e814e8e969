import { formatDb } from '../../src-shared/units/format.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { App } from '../state/app.svelte.ts';

const LEVELS_DB = [0, -6, -12, -18, -24];

/** How loud the click is, for the key of the metronome; what else there is of it stands in the settings. */
export function clickMenu(app: App): MenuItem[] {
  const { transport, client } = app;
  return [
    ...LEVELS_DB.map((metronomeGainDb) => ({
      text: `Click at ${formatDb(metronomeGainDb)} dB`,
      checked: transport.metronomeGainDb === metronomeGainDb,
      run: () => void app.attempt(() => client.request('transport/set', { metronomeGainDb })),
    })),
    'separator',
    {
      text: 'More of the click…',
      run: () => {
        app.overlay = 'settings';
      },
    },
  ];
}
