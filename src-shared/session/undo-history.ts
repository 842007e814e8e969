import { mergeDiffs } from './merge-diffs.ts';
import { reverseDiff } from './reverse-diff.ts';
import type { Diff } from './session.ts';

/** One step of undo: everything between two marks. */
export type Mark = {
  /** What the menu says, such as `Move clip`. */
  readonly name: string;
  /** Commits in a row with the same key are one step, such as the moves of one drag; null never joins. */
  readonly key: string | null;
  readonly diff: Diff;
};

/** What can be undone and redone, oldest first; a value that is never changed in place. */
export type UndoHistory = { readonly done: readonly Mark[]; readonly undone: readonly Mark[] };

export const emptyHistory: UndoHistory = { done: [], undone: [] };

/** Steps that are kept; the oldest go. */
export const MAXIMUM_MARKS = 1000;

/** The history after a change by hand: what was undone is gone. */
export function pushMark({ done }: UndoHistory, mark: Mark): UndoHistory {
  const last = done[done.length - 1];
  const joins = last !== undefined && mark.key !== null && last.key === mark.key;
  if (!joins) return { done: [...done, mark].slice(-MAXIMUM_MARKS), undone: [] };
  const diff = mergeDiffs(last.diff, mark.diff);
  const earlier = done.slice(0, -1);
  return { done: diff.length === 0 ? earlier : [...earlier, { ...last, diff }], undone: [] };
}

/** The history after one undo and the diff that does it; undefined when nothing can be undone. */
export function undoMark({
  done,
  undone,
}: UndoHistory): { readonly history: UndoHistory; readonly diff: Diff } | undefined {
  const mark = done[done.length - 1];
  return (
    mark && { history: { done: sealed(done.slice(0, -1)), undone: [...undone, mark] }, diff: reverseDiff(mark.diff) }
  );
}

/** The marks with the last one closed: after an undo nothing joins it any more. */
function sealed(marks: readonly Mark[]): readonly Mark[] {
  const last = marks[marks.length - 1];
  return last === undefined ? marks : [...marks.slice(0, -1), { ...last, key: null }];
}

/** The history after one redo and the diff that does it; undefined when nothing can be redone. */
export function redoMark({
  done,
  undone,
}: UndoHistory): { readonly history: UndoHistory; readonly diff: Diff } | undefined {
  const mark = undone[undone.length - 1];
  return mark && { history: { done: [...done, { ...mark, key: null }], undone: undone.slice(0, -1) }, diff: mark.diff };
}
