/** The rows of the timeline from top to bottom: groups over their members, takes and automation under their track. */
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { takesOf } from './take-pieces.ts';

export const ROW_HEIGHT = { group: 24, compact: 36, normal: 48, opened: 60, take: 32, automation: 56 } as const;
export const TRACK_HEIGHTS = { least: 28, most: 320 } as const;
/** Tracks are made no higher than this to fill the screen. */
const MOST_FILLING = 96;
/** Under this height a clip has a thin edge in place of its name. */
export const NAME_FROM_HEIGHT = 44;

export type Row = {
  readonly kind: 'track' | 'group' | 'bus' | 'master' | 'lane' | 'take' | 'pass';
  readonly stripId: string;
  /** Of a lane's row. */
  readonly laneId: string | null;
  /** Of a take's row. */
  readonly takeId?: string;
  /** Of a pass that is being recorded: its lane, counted from 0. */
  readonly pass?: number;
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
  /** Tracks whose takes are shown. */
  readonly takesOpened: ReadonlySet<string>;
  /** How many passes of a track that is being recorded are lanes; the one that goes on is the last. */
  readonly passes?: ReadonlyMap<string, number>;
};

/** The height at which all tracks fill the room that others leave them, from the normal one to twice that. */
export function fillingHeight(rows: readonly Row[], room: number): number {
  const tracks = rows.filter(({ kind }) => kind === 'track').length;
  const others = rows.filter(({ kind }) => kind !== 'track').reduce((sum, { height }) => sum + height, 0);
  const height = Math.floor((room - others) / Math.max(1, tracks) / 4) * 4;
  return tracks === 0 ? ROW_HEIGHT.normal : Math.min(MOST_FILLING, Math.max(ROW_HEIGHT.normal, height));
}

/** Whether it stands for a strip itself, not for automation, a take or a pass of one. */
export function isStripRow({ kind }: Row): boolean {
  return kind !== 'lane' && kind !== 'take' && kind !== 'pass';
}

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
    const takes = takeRows(session, id, options);
    // Over its lanes a track says how many there are.
    const height = Math.max(heightOf(strip, options), takes.length > 0 ? ROW_HEIGHT.opened : 0);
    add({ kind, stripId: id, laneId: null, height, depth, number: kind === 'track' ? number : 0 });
    for (const take of takes) add({ ...take, stripId: id, laneId: null, height: ROW_HEIGHT.take, depth, number: 0 });
    if (!options.opened.has(id)) continue;
    for (const laneId of lanes.get(id) ?? [])
      add({ kind: 'lane', stripId: id, laneId, height: ROW_HEIGHT.automation, depth, number: 0 });
  }
  return rows;
}

/** The takes of a track that are shown, and the passes that are being recorded behind them, as they will come. */
function takeRows(
  session: Session,
  trackId: string,
  { takesOpened, passes }: RowOptions,
): readonly (Pick<Row, 'kind' | 'takeId'> | Pick<Row, 'kind' | 'pass'>)[] {
  if (!takesOpened.has(trackId)) return [];
  const takes = takesOf(session.takes, trackId).map(({ id }) => ({ kind: 'take', takeId: id }) as const);
  const rolling = Array.from({ length: passes?.get(trackId) ?? 0 }, (_, pass) => ({ kind: 'pass', pass }) as const);
  return [...takes, ...rolling];
}

/** `before` itself where the rows are still the same, so that what shows them has nothing to do. */
export function keptRows(before: readonly Row[], next: readonly Row[]): readonly Row[] {
  const isSame = before.length === next.length && next.every((row, index) => alike(before[index] as Row, row));
  return isSame ? before : next;
}

function alike(a: Row, b: Row): boolean {
  return (Object.keys(b) as (keyof Row)[]).every((field) => a[field] === b[field]);
}

function heightOf({ kind, id }: Strip, { heights, defaultHeight }: RowOptions): number {
  return kind === 'track' ? (heights.get(id) ?? defaultHeight) : ROW_HEIGHT.group;
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
