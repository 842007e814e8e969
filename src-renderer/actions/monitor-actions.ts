/** What the ears hear: dim, mono and mute, on whichever screen; and how late it is measured to be. */
import type { MonitorSettings } from '../../src-shared/protocol/monitoring.ts';
import type { App } from '../state/app.svelte.ts';
import type { Action } from './action.ts';

type Switch = 'dim' | 'mono' | 'muted';

const common = {
  group: 'Mixer',
  scope: 'everywhere',
  whyNot: ({ audio }: App) => (audio.monitor ? undefined : 'The engine does not answer.'),
} as const;

async function turn({ audio }: App, key: Switch): Promise<void> {
  const now: MonitorSettings | null = audio.monitor;
  if (now) await audio.setMonitor({ [key]: !now[key] });
}

export const monitorActions: readonly Action[] = [
  {
    ...common,
    id: 'monitor.dim',
    label: 'Dim what is heard',
    keys: ['$mod+Alt+KeyD'],
    run: (app) => turn(app, 'dim'),
  },
  {
    ...common,
    id: 'monitor.mono',
    label: 'Hear in mono',
    keys: ['$mod+Alt+KeyM'],
    run: (app) => turn(app, 'mono'),
  },
  {
    ...common,
    id: 'monitor.mute',
    label: 'Mute what is heard',
    keys: ['$mod+Alt+KeyH'],
    run: (app) => turn(app, 'muted'),
  },
  {
    ...common,
    id: 'monitor.calibrate',
    label: 'Measure the round trip of the interface…',
    keys: [],
    run(app) {
      app.overlay = 'calibrate';
    },
  },
];
