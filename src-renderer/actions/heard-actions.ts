import type { Action } from './action.ts';

export const heardActions: readonly Action[] = [
  {
    id: 'session.compareHeard',
    label: 'Compare what is heard with what is bounced',
    group: 'Session',
    scope: 'everywhere',
    keys: [],
    whyNot: ({ heard }) => heard.whyNot,
    run: ({ heard }) => heard.compare(),
  },
];
