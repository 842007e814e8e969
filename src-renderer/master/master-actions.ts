import type { Action } from '../actions/action.ts';
import { compareChain, otherSide } from './chain-compare.ts';
import type { MasterState } from './master-state.svelte.ts';
import { propose, whyNoProposal } from './propose.ts';

/** What the Master screen adds to the palette while it is open. */
export function masterActions(master: MasterState): readonly Action[] {
  const common = { group: 'Master', scope: 'master', keys: [] } as const;
  return [
    {
      ...common,
      id: 'master.compare',
      label: 'Before or after the chain, level-matched',
      keys: ['KeyB'],
      whyNot: () => (master.devices.length === 0 ? 'The chain has no device.' : undefined),
      run: (app) => compareChain(app, otherSide(app)),
    },
    {
      ...common,
      id: 'master.endComparison',
      label: 'Hear the master as it is bounced',
      whyNot: ({ engine }) => (engine.comparing === null ? 'It is heard as it is bounced.' : undefined),
      run: (app) => compareChain(app, null),
    },
    {
      ...common,
      id: 'master.bypassChain',
      label: 'Bypass the chain, as a step of the session',
      whyNot: () => (master.devices.length === 0 ? 'The chain has no device.' : undefined),
      run: () => master.bypassChain(),
    },
    { ...common, id: 'master.propose', label: 'Propose a master', whyNot: whyNoProposal, run: () => propose(master) },
    {
      ...common,
      id: 'master.resetMaximum',
      label: 'Forget the highest short-term loudness',
      run: () => master.history.resetMaximum(),
    },
    {
      ...common,
      id: 'master.clearMeasures',
      label: 'Forget what was heard: history and average spectrum',
      run() {
        master.history.clear();
        master.spectrum.clear();
      },
    },
  ];
}
