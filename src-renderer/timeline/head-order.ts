/** The order of heads: where one is dropped, and where an arrow takes the keyboard. */
import type { Session } from '../../src-shared/session/session.ts';
import type { Edit, Step } from './edit.ts';
import { isStripRow, type Row, rowAt } from './track-rows.ts';

/** Where a strip would be put: before another (null: last), and into which group. */
export type Drop = {
  readonly beforeId: string | null;
  readonly groupId: string | null;
  readonly top: number;
  readonly into: string | null;
};

/** The place that a height names for a dragged strip; undefined where it cannot go. */
export function dropTarget(rows: readonly Row[], session: Session, stripId: string, y: number): Drop | undefined {
  const heads = rows.filter(isStripRow);
  const over = rowAt(rows, y);
  const row = heads.find((head) => head.stripId === over?.stripId);
  if (!row || row.kind === 'master')
    return before(
      session,
      heads,
      stripId,
      heads.find(({ kind }) => kind === 'master'),
    );
  const part = (y - row.top) / row.height;
  const moved = session.strips[stripId];
  if (
    row.kind === 'group' &&
    part > 0.25 &&
    row.stripId !== stripId &&
    !liesIn(session, row.stripId, stripId) &&
    moved?.kind !== 'bus'
  )
    return {
      beforeId: heads[heads.indexOf(row) + 1]?.stripId ?? null,
      groupId: row.stripId,
      top: row.top + row.height,
      into: row.stripId,
    };
  const next = part > 0.5 ? heads[heads.indexOf(row) + 1] : row;
  return before(session, heads, stripId, next);
}

function before(session: Session, heads: readonly Row[], stripId: string, next: Row | undefined): Drop | undefined {
  const last = heads[heads.length - 1];
  const top = next?.top ?? (last ? last.top + last.height : 0);
  const previous = next ? heads[heads.indexOf(next) - 1] : last;
  // Between two members of a group is in the group; after the last of it is outside.
  const groupId = (next && session.strips[next.stripId]?.groupId) ?? null;
  if (groupId !== null && liesIn(session, groupId, stripId)) return undefined;
  if (
    next?.stripId === stripId ||
    (previous?.stripId === stripId && groupId === (session.strips[stripId]?.groupId ?? null))
  )
    return undefined;
  return { beforeId: next?.stripId ?? null, groupId, top, into: null };
}

/** Whether a strip is a group or lies in it. */
function liesIn(session: Session, stripId: string, groupId: string): boolean {
  if (stripId === groupId) return true;
  const parent = session.strips[stripId]?.groupId ?? null;
  return parent !== null && liesIn(session, parent, groupId);
}

/** Moves the strip to its new place, and in or out of a group, as one step. */
export function dropIndex(session: Session, stripId: string, { beforeId, groupId }: Drop): Edit {
  const steps: Step[] = [];
  const strip = session.strips[stripId];
  if (strip && strip.groupId !== groupId) steps.push({ command: 'setGroup', args: { stripId, groupId } });
  const others = session.settings.session.stripIds.filter((id) => id !== stripId && id !== 'master');
  const at = beforeId === null || beforeId === 'master' ? others.length : others.indexOf(beforeId);
  const now = session.settings.session.stripIds.indexOf(stripId);
  if (at !== now) steps.push({ command: 'moveStrip', args: { stripId, index: at } });
  return { name: 'Move strip', steps };
}

/** The name of a head for the keyboard. */
export function headId({ takeId, laneId, stripId }: Row): string {
  return takeId ?? laneId ?? stripId;
}

/** The head that ↑ ↓ Home End go to. */
export function headFocus(rows: readonly Row[], id: string, key: string): { id: string; row: Row } | undefined {
  const at = rows.findIndex((row) => headId(row) === id);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[key];
  const row = to === undefined ? undefined : rows[to];
  return row && { id: headId(row), row };
}
