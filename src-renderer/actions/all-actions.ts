import type { Action } from './action.ts';
import { editActions } from './edit-actions.ts';
import { heardActions } from './heard-actions.ts';
import { monitorActions } from './monitor-actions.ts';
import { punchActions } from './punch-actions.ts';
import { recordActions } from './record-actions.ts';
import { sessionActions } from './session-actions.ts';
import { stripActions } from './strip-actions.ts';
import { takeActions } from './take-actions.ts';
import { transportActions } from './transport-actions.ts';
import { viewActions } from './view-actions.ts';

/** What can be done on every screen; the window adds the way from pane to pane, and a view its own while it is open. */
export const allActions: readonly Action[] = [
  ...transportActions,
  ...recordActions,
  ...punchActions,
  ...monitorActions,
  ...editActions,
  ...stripActions,
  ...takeActions,
  ...sessionActions,
  ...heardActions,
  ...viewActions,
];
