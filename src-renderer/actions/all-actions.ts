import type { Action } from './action.ts';
import { clipActions } from './clip-actions.ts';
import { editActions } from './edit-actions.ts';
import { paneActions } from './pane-actions.ts';
import { sessionActions } from './session-actions.ts';
import { stripActions } from './strip-actions.ts';
import { transportActions } from './transport-actions.ts';
import { viewActions } from './view-actions.ts';

/** What can be done on every screen; a view adds its own while it is open. */
export const allActions: readonly Action[] = [
  ...transportActions,
  ...editActions,
  ...clipActions,
  ...stripActions,
  ...sessionActions,
  ...viewActions,
  ...paneActions,
];
