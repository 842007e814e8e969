import { Draft } from '../draft.ts';
import type { Diff, Session } from '../session.ts';

/** A pure change of the document: throws CommandError when the session does not allow it. */
export type Command<Args> = (session: Session, args: Args) => Diff;

/** A command that is written as edits of a draft. */
export function command<Args>(edit: (draft: Draft, args: Args) => void): Command<Args> {
  return (session, args) => {
    const draft = new Draft(session);
    edit(draft, args);
    return draft.diff();
  };
}
