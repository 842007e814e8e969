/** Takes by keys that can be given others: what is heard of them. */
import { endAudition, toggleAudition } from '../recording/audition.ts';
import type { App } from '../state/app.svelte.ts';
import type { Action } from './action.ts';
import { takeIdAt } from './focus-scope.ts';

/** The take whose head has the focus, else the one that is heard alone. */
function focusedTakeId({ engine }: App): string | null {
  return takeIdAt(document.activeElement) ?? engine.auditionedTakeId;
}

export const takeActions: readonly Action[] = [
  {
    id: 'take.audition',
    label: 'Hear the take alone, or the comp again',
    group: 'Track',
    scope: 'take',
    keys: ['KeyS'],
    whyNot: (app) => (focusedTakeId(app) === null ? 'Go to the lane of a take first.' : undefined),
    async run(app) {
      const takeId = focusedTakeId(app);
      if (takeId !== null) await toggleAudition(app, takeId);
    },
  },
];

/** There while a take is heard alone. */
export const endAuditionAction: Action = {
  id: 'take.endAudition',
  label: 'Hear the comp again',
  group: 'Track',
  scope: 'everywhere',
  keys: ['Escape'],
  run: endAudition,
};
