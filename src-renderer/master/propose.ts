import type { App } from '../state/app.svelte.ts';
import type { RunningJob } from '../state/jobs-state.svelte.ts';
import { songEndFrames } from '../state/playhead.ts';
import type { MasterState } from './master-state.svelte.ts';

/** How it goes while the studio listens to the mix; undefined while it does not. */
export function proposing({ jobs }: App): RunningJob | undefined {
  return jobs.find(({ job }) => job.kind === 'propose');
}

export function whyNoProposal(app: App): string | undefined {
  if (proposing(app)) return 'It listens to the mix.';
  return songEndFrames(app.session.session) > 0
    ? undefined
    : 'There is no sound to listen to: the session has no clip.';
}

/** Has a master proposed from the mix, for the target that is aimed at; keeps the reasons for the cards. */
export async function propose(master: MasterState): Promise<void> {
  const { client } = master.app;
  master.explain(await client.request('master/propose', { target: master.target.name }));
}
