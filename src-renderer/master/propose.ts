import type { App } from '../state/app.svelte.ts';
import { songEndFrames } from '../state/playhead.ts';
import type { MasterState } from './master-state.svelte.ts';

/** Whether the studio listens to the mix just now. */
export function isProposing({ jobs }: App): boolean {
  return jobs.some(({ job }) => job.kind === 'propose');
}

export function whyNoProposal(app: App): string | undefined {
  if (isProposing(app)) return 'It listens to the mix.';
  return songEndFrames(app.session.session) > 0
    ? undefined
    : 'There is no sound to listen to: the session has no clip.';
}

/** Has a master proposed from the mix, under the target's true-peak cap; keeps the reasons for the cards. */
export async function propose(master: MasterState): Promise<void> {
  const { client } = master.app;
  const { devices } = await client.request('master/propose', { ceilingDbtp: master.target.truePeakDbtp });
  master.reasons = new Map(devices.map(({ deviceId, reasons }) => [deviceId, reasons]));
}
