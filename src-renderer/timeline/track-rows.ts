/** The rows of the timeline from top to bottom: groups over their members, automation under its track. */
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { Session } from '../../src-shared/session/session.ts';

export const ROW_HEIGHT = { group: 24, compact: 36, normal: 48, automation: 56 } as const;
export const TRACK_HEIGHTS = { least: 28, most: 320 } as const;
/** Under this height a clip has a thin edge in place of its name. */
export const NAME_FROM_HEIGHT = 44;

export type Row = {
  readonly kind: 'track' | 'group' | 'bus' | 'master' | 'lane';
  readonly stripId: string;
  /** Of a lane's row. */
  readonly laneId: string | null;
  readonly top: number;
  readonly height: number;
  /** How many groups it lies in. */
  readonly depth: number;
  /** Of a track, counted from 1 over the whole session; 0 for all else. */
  readonly number: number;
};

export type RowOptions = {
  /** Heights set by hand, by strip. */
  readonly heights: ReadonlyMap<string, number>;
  readonly defaultHeight: number;
  /** Groups whose members are hidden. */
  readonly collapsed: ReadonlySet<string>;
  /** Strips whose automation is shown. */
  readonly opened: ReadonlySet<string>;
};

/** Strips in the order of the screen, each with its depth: a group stands where the first of it stands. */
export function stripsInOrder(session: Session): { readonly strip: Strip; readonly depth: number }[] {
  const strips = session.settings.session.stripIds.map((id) => session.strips[id] as Strip);
  const members = new Map<string | null, Strip[]>();
  for (const strip of strips) members.set(strip.groupId, [...(members.get(strip.groupId) ?? []), strip]);
  const placed = new Set<string>();
  const found: { strip: Strip; depth: number }[] = [];
  const place = (strip: Strip, depth: number) => {
    if (placed.has(strip.id)) return;
    placed.add(strip.id);
    found.push({ strip, depth });
    for (const member of members.get(strip.id) ?? []) place(member, depth + 1);
  };
  const top = (strip: Strip): Strip => {
    const group = strip.groupId === null ? undefined : session.strips[strip.groupId];
    return group ? top(group) : strip;
  };
  for (const strip of strips) place(top(strip), 0);
  return found;
}

export function layoutRows(session: Session, options: RowOptions): Row[] {
  const lanes = lanesByStrip(session);
  const rows: Row[] = [];
  let top = 0;
  let number = 0;
  const add = (row: Omit<Row, 'top'>) => {
    rows.push({ ...row, top });
    top += row.height;
  };
  const hidden = new Set<string>();
  for (const { strip, depth } of stripsInOrder(session)) {
    if (strip.kind === 'track') number++;
    if (strip.groupId !== null && (options.collapsed.has(strip.groupId) || hidden.has(strip.groupId))) {
      hidden.add(strip.id);
      continue;
    }
    const { kind, id } = strip;
    const height = kind === 'track' ? (options.heights.get(id) ?? options.defaultHeight) : ROW_HEIGHT.group;
    add({ kind, stripId: id, laneId: null, height, depth, number: kind === 'track' ? number : 0 });
    if (!options.opened.has(id)) continue;
    for (const laneId of lanes.get(id) ?? [])
      add({ kind: 'lane', stripId: id, laneId, height: ROW_HEIGHT.automation, depth, number: 0 });
  }
  return rows;
}

function lanesByStrip(session: Session): Map<string, string[]> {
  const lanes = new Map<string, string[]>();
  for (const { id, stripId } of Object.values(session.lanes)) lanes.set(stripId, [...(lanes.get(stripId) ?? []), id]);
  return lanes;
}

export function rowsHeight(rows: readonly Row[]): number {
  const last = rows[rows.length - 1];
  return last ? last.top + last.height : 0;
}

/** The row at a height; undefined above the first and below the last. */
export function rowAt(rows: readonly Row[], y: number): Row | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle] as Row;
    if (row.top + row.height <= y) low = middle + 1;
    else high = middle;
  }
  const row = rows[low];
  return row && y >= row.top ? row : undefined;
}

/** Rows of which anything lies between two heights. */
export function rowsBetween(rows: readonly Row[], top: number, bottom: number): Row[] {
  return rows.filter((row) => row.top < bottom && row.top + row.height > top);
}
