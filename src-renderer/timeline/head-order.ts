/** The order of heads: where one is dropped, and where an arrow takes the keyboard. */
import type { Session } from '../../src-shared/session/session.ts';
import { type Edit, previewEdit, type Step } from './edit.ts';
import { isStripRow, type Row, rowAt, stripsInOrder } from './track-rows.ts';

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
  ) {
    const [first, second] = heads.slice(heads.indexOf(row) + 1);
    const isFirst = first?.stripId === stripId;
    if (isFirst && moved?.groupId === row.stripId) return undefined;
    const beforeId = (isFirst ? second : first)?.stripId ?? null;
    return { beforeId, groupId: row.stripId, top: row.top + row.height, into: row.stripId };
  }
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

/**
 * Moves the strip to its new place, and in or out of a group, as one step. A group takes its members along, and what goes
 * before a group goes before the first of its members: there the group stands.
 */
export function dropIndex(session: Session, stripId: string, { beforeId, groupId }: Drop): Edit {
  const steps: Step[] = [];
  const strip = session.strips[stripId];
  if (strip && strip.groupId !== groupId) steps.push({ command: 'setGroup', args: { stripId, groupId } });
  const order = session.settings.session.stripIds.filter((id) => id !== 'master');
  const block = order.filter((id) => liesIn(session, id, stripId));
  const others = order.filter((id) => !block.includes(id));
  const before =
    beforeId === null || beforeId === 'master' ? -1 : others.findIndex((id) => liesIn(session, id, beforeId));
  const at = before < 0 ? others.length : before;
  const wanted = [...others.slice(0, at), ...block, ...others.slice(at)];
  const ways = [movesTo(order, wanted, [...wanted.keys()]), movesTo(order, wanted, [...wanted.keys()].reverse())];
  const shortest = ways.sort((a, b) => a.length - b.length)[0] ?? [];
  return { name: 'Move strip', steps: [...steps, ...shortest] };
}

/** What brings strips into an order, place by place: from the first on where something goes up, from the last where it goes down. */
function movesTo(order: readonly string[], wanted: readonly string[], places: readonly number[]): Step[] {
  const now = [...order];
  return places.flatMap((index): Step[] => {
    const stripId = wanted[index] as string;
    if (now[index] === stripId) return [];
    now.splice(now.indexOf(stripId), 1);
    now.splice(index, 0, stripId);
    return [{ command: 'moveStrip', args: { stripId, index } }];
  });
}

/** The next place up (−1) or down (1) that a strip can go to, in or out of a group; undefined at the end. */
export function nextDrop(
  rows: readonly Row[],
  session: Session,
  stripId: string,
  direction: 1 | -1,
): { drop: Drop; row: Row } | undefined {
  const heads = rows.filter(isStripRow);
  const own = heads.find((row) => row.stripId === stripId);
  if (!own || own.kind === 'master') return undefined;
  const middle = own.top + own.height / 2;
  // Where a hand on the mouse would let go of it: on the upper part of each head, and on the lower.
  const places = heads
    .flatMap((row) =>
      [0.1, row.kind === 'group' ? 0.6 : 0.9].map((share) => ({ row, y: row.top + row.height * share })),
    )
    .filter(({ y }) => (y - middle) * direction > 0)
    .sort((a, b) => (a.y - b.y) * direction);
  for (const { row, y } of places) {
    const drop = dropTarget(rows, session, stripId, y);
    const moved = drop && previewEdit(session, dropIndex(session, stripId, drop));
    if (drop && moved && orderText(moved) !== orderText(session)) return { drop, row };
  }
  return undefined;
}

/** The strips as they stand on screen: in which order, and in which group. */
function orderText(session: Session): string {
  return stripsInOrder(session)
    .map(({ strip }) => `${strip.id} in ${strip.groupId}`)
    .join();
}

/** The name of a head for the keyboard. */
export function headId({ takeId, laneId, stripId, pass }: Row): string {
  return takeId ?? laneId ?? (pass === undefined ? stripId : `${stripId}/${pass}`);
}

/** The head that ↑ ↓ Home End go to. */
export function headFocus(rows: readonly Row[], id: string, key: string): { id: string; row: Row } | undefined {
  const at = rows.findIndex((row) => headId(row) === id);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[key];
  const row = to === undefined ? undefined : rows[to];
  return row && { id: headId(row), row };
}
