import { sameValue } from './same-value.ts';
import type { Diff, RecordChange } from './session.ts';

/** One diff that does what `first` and then `second` did; a record that came back to where it was drops out. */
export function mergeDiffs(first: Diff, second: Diff): Diff {
  const merged = new Map<string, RecordChange>();
  for (const change of [...first, ...second]) {
    const key = `${change.table} ${change.id}`;
    const earlier = merged.get(key);
    merged.set(key, earlier ? ({ ...change, before: earlier.before } as RecordChange) : change);
  }
  return [...merged.values()].filter((change) => !sameValue(change.before, change.after));
}
