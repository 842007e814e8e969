import type { Diff, RecordChange } from './session.ts';

/** The diff that takes `diff` back. */
export function reverseDiff(diff: Diff): Diff {
  return diff.map((change) => ({ ...change, before: change.after, after: change.before }) as RecordChange).reverse();
}
