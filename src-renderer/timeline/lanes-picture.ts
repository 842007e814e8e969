/** Draws all that the lanes show, from what the timeline's state holds. */
import { type PunchRange, punchRange } from '../../src-shared/protocol/punch.ts';
import { laneSpec } from '../../src-shared/session/lane-spec.ts';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Lane } from '../../src-shared/session/records/lane.ts';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { Take } from '../../src-shared/session/records/take.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { dbToGain } from '../../src-shared/units/decibel.ts';
import { type RolledTrack, takeOf } from '../recording/rolled-track.ts';
import type { ThemeColours } from '../theme/theme-colours.ts';
import type { CanvasSize } from './canvas-size.ts';
import { drawFlag, drawLane } from './draw-automation.ts';
import type { ClipPaint } from './draw-clip.ts';
import { type Canvas, drawGround, drawGroup, drawTrack, type MemberClip } from './draw-lanes.ts';
import { drawDropouts, drawTake } from './draw-takes.ts';
import type { GridLine } from './grid.ts';
import { laneValueText } from './lane-name.ts';
import { barText } from './place-text.ts';
import type { Stretch } from './stretch-hand.ts';
import { takePieces, takesOf } from './take-pieces.ts';
import type { Flag, TimelineState } from './timeline-state.svelte.ts';
import { type Row, rowsBetween } from './track-rows.ts';
import { devicePixels, endFrames, type Viewport } from './viewport.ts';

/** How much of a comp that is not heard is covered. */
const UNHEARD_WASH = 0.6;

export type LanesPicture = {
  readonly timeline: TimelineState;
  readonly session: Session;
  readonly view: Viewport;
  /** CSS pixels that the rows are scrolled. */
  readonly top: number;
  /** Rows on screen, their top in pixels of the canvas. */
  readonly rows: readonly Row[];
  readonly grid: readonly GridLine[];
  readonly selectedClipIds: ReadonlySet<string>;
  readonly selectedStripId: string | null;
  readonly hoveredClipId: string | null;
  readonly focusedClipId: string | null;
  readonly point: { readonly laneId: string; readonly atFrames: number } | null;
  readonly band: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  } | null;
  readonly loop: Stretch | null;
  readonly punch: PunchRange | null;
  readonly flag: Flag | null;
  readonly waveScale: number;
  /** How many waves came, and how often the faders of groups came to rest. */
  readonly arrived: string;
  readonly allRows: readonly Row[];
  readonly missing: ReadonlySet<string>;
  /** Tracks that are being recorded. */
  readonly rolled: ReadonlyMap<string, RolledTrack>;
  /** The take that is heard alone, in place of its track's comp. */
  readonly aloneTakeId: string | null;
};

/** Everything that the picture depends on, read at once. @param faders counts how often those of groups came to rest. */
export function lanesPicture(timeline: TimelineState, faders: number): LanesPicture {
  const { view, top, height, app } = timeline;
  const rows = rowsBetween(timeline.rows, top, top + height).map((row) => ({ ...row, top: row.top - top }));
  const { transport, selection } = app;
  void timeline.segments;
  void timeline.clipsByTrack;
  return {
    timeline,
    session: timeline.drawn,
    view,
    top,
    rows,
    grid: timeline.grid,
    selectedClipIds: selection.clipIds,
    selectedStripId: selection.stripId,
    hoveredClipId: timeline.hover?.clipId ?? null,
    focusedClipId: timeline.focusedClipId,
    point: timeline.point,
    band: timeline.band,
    loop: transport.loopOn ? transport.loop : null,
    punch: shownPunch(timeline),
    flag: timeline.flag,
    waveScale: timeline.waveScale,
    arrived: `${timeline.arrivals} ${faders}`,
    allRows: timeline.rows,
    missing: timeline.missing,
    rolled: timeline.rolled,
    aloneTakeId: app.engine.auditionedTakeId,
  };
}

/** What would be recorded: as a drag would leave it. */
function shownPunch({ app, stretchPreview }: TimelineState): PunchRange | null {
  if (stretchPreview?.kind !== 'punch') return punchRange(app.transport);
  const { on } = stretchPreview;
  return punchRange({ punch: stretchPreview, punchInOn: on.from, punchOutOn: on.to });
}

export function drawLanes(size: CanvasSize, colours: ThemeColours, light: boolean, picture: LanesPicture): void {
  const { context, ratio, width, height } = size;
  const { view, rows, timeline } = picture;
  const xOf = devicePixels(view, ratio);
  const canvas: Canvas = { context, colours, light, ratio, width, height, xOf };
  const framesPerColumn = view.framesPerPixel / ratio;
  const paint: ClipPaint = { ...canvas, tiles: timeline.laneTiles, framesPerColumn, waveScale: picture.waveScale };
  drawGround(canvas, { rows, grid: picture.grid, selectedStripId: picture.selectedStripId });
  for (const row of rows) {
    if (row.kind === 'lane') drawLaneRow(canvas, row, picture);
    else if (row.kind === 'take') drawTakeRow(paint, row, picture);
    else if (row.kind === 'pass') drawPassRow(paint, row, picture);
    else if (row.kind === 'group') drawGroupRow(paint, row, picture);
    else if (row.kind === 'track') drawTrackRow(paint, row, picture);
  }
  drawOver(canvas, picture);
}

function drawTrackRow(paint: ClipPaint, row: Row, { timeline, session, view, ...picture }: LanesPicture): void {
  const rolled = picture.rolled.get(row.stripId);
  const all = rolled?.clips ?? timeline.clipsByTrack.get(row.stripId) ?? [];
  const from = view.fromFrames;
  const to = endFrames(view);
  const clips = all.filter((clip) => clip.startFrames <= to && clip.startFrames + clip.lengthFrames >= from);
  drawTrack(
    paint,
    { row, clips, segments: rolled?.segments ?? timeline.segments },
    {
      session: rolled?.session ?? session,
      stateOf: (clip: Clip) => ({
        selected: picture.selectedClipIds.has(clip.id),
        hovered: picture.hoveredClipId === clip.id,
        focused: picture.focusedClipId === clip.id,
        missing: timeline.missing.has(clip.mediaId),
      }),
    },
  );
  drawClipDropouts(paint, row, clips, [...takesOf(session.takes, row.stripId), ...(rolled?.heard ?? [])]);
  if (session.takes[picture.aloneTakeId ?? '']?.trackId === row.stripId) drawUnheard(paint, row);
}

/** A comp in whose place one of its takes is heard. */
function drawUnheard({ context, colours, ratio, width }: ClipPaint, { top, height }: Row): void {
  context.fillStyle = colours.get('--ink-1');
  context.globalAlpha = UNHEARD_WASH;
  context.fillRect(0, Math.round(top * ratio), width, Math.round((height - 1) * ratio));
  context.globalAlpha = 1;
}

function drawTakeRow(paint: ClipPaint, row: Row, { session, timeline, rolled, aloneTakeId }: LanesPicture): void {
  const take = session.takes[row.takeId ?? ''];
  if (!take) return;
  // What the comp plays of it changes while its track is recorded: that is drawn with what grows.
  const isRolling = rolled.has(row.stripId);
  drawTake(paint, {
    row,
    take,
    pieces: isRolling ? [] : takePieces(take, timeline.clipsByTrack.get(row.stripId) ?? []),
    colour: session.strips[row.stripId]?.colour ?? 0,
    alone: take.id === aloneTakeId,
    missing: timeline.missing.has(take.mediaId),
  });
}

/** A pass that is over; the one that goes on is drawn with what grows. */
function drawPassRow(paint: ClipPaint, row: Row, { session, rolled }: LanesPicture): void {
  const lane = rolled.get(row.stripId)?.lane(row.pass ?? 0);
  if (!lane?.stretch) return;
  const colour = session.strips[row.stripId]?.colour ?? 0;
  drawTake(paint, { row, take: takeOf(lane, lane.stretch), pieces: [], colour, alone: false, missing: false });
}

/** Where the sound of a recorded file was lost, on every clip that plays it. */
function drawClipDropouts(paint: ClipPaint, row: Row, clips: readonly Clip[], takes: readonly Take[]): void {
  for (const take of takes) {
    if (take.dropouts.length === 0) continue;
    for (const { mediaId, startFrames, offsetFrames, lengthFrames } of clips) {
      if (mediaId !== take.mediaId) continue;
      const shown = { left: paint.xOf(startFrames), right: paint.xOf(startFrames + lengthFrames) };
      drawDropouts(paint, row, { dropouts: take.dropouts, zeroFrames: startFrames - offsetFrames, shown });
    }
  }
}

function drawGroupRow(paint: ClipPaint, row: Row, { session, timeline, view }: LanesPicture): void {
  const colour = session.strips[row.stripId]?.colour ?? 0;
  const to = endFrames(view);
  const members: MemberClip[] = [];
  for (const [trackId, clips] of timeline.clipsByTrack) {
    if (!liesIn(session, trackId, row.stripId)) continue;
    // Faders as they stand now: a picture is not drawn anew for each of their moves.
    const { channel } = (timeline.shown.strips[trackId] ?? session.strips[trackId]) as Strip;
    if (channel['mute'] === true) continue;
    const gain = dbToGain((channel['gainDb'] as number | undefined) ?? 0);
    for (const clip of clips) {
      const segment = timeline.segments.get(clip.id);
      if (segment && clip.startFrames <= to && segment.endFrames >= view.fromFrames)
        members.push({ clip, segment, gain });
    }
  }
  drawGroup(paint, row, { stretches: stretchesOf(session, timeline, row.stripId), members, colour });
}

/** When anything of a group plays: stretches that do not touch. */
function stretchesOf(session: Session, timeline: TimelineState, groupId: string): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const [trackId, clips] of timeline.clipsByTrack) {
    if (!liesIn(session, trackId, groupId)) continue;
    for (const clip of clips) spans.push({ from: clip.startFrames, to: clip.startFrames + clip.lengthFrames });
  }
  spans.sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = joined[joined.length - 1];
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

function liesIn(session: Session, stripId: string, groupId: string): boolean {
  const parent = session.strips[stripId]?.groupId ?? null;
  return parent !== null && (parent === groupId || liesIn(session, parent, groupId));
}

function drawLaneRow(canvas: Canvas, row: Row, { session, view, timeline, point }: LanesPicture): void {
  const lane: Lane | undefined = session.lanes[row.laneId ?? ''];
  const spec = lane && laneSpec(session, lane);
  if (!lane || !spec) return;
  const chosen =
    point?.laneId === lane.id ? lane.points.find(({ atFrames }) => atFrames === point.atFrames) : undefined;
  const framesPerColumn = view.framesPerPixel / canvas.ratio;
  drawLane(canvas, {
    row,
    lane,
    spec,
    colour: session.strips[row.stripId]?.colour ?? 0,
    flag: chosen
      ? {
          atFrames: chosen.atFrames,
          value: laneValueText(spec, lane.key, chosen.value),
          place: barText(timeline.map, chosen.atFrames),
        }
      : null,
    fromFrames: Math.round(view.fromFrames / framesPerColumn) * framesPerColumn,
    framesPerColumn,
  });
}

/** How much red lies over what would be recorded. */
const PUNCH_WASH = 0.05;

/** The loop, the punch range, the rubber band and the flag of what is dragged. */
function drawOver(canvas: Canvas, { loop, punch, band, flag }: LanesPicture): void {
  const { context, colours, ratio, width, height, xOf } = canvas;
  const line = Math.max(1, Math.round(ratio));
  if (punch) {
    const { fromFrames, toFrames } = punch;
    const [x, right] = [xOf(fromFrames ?? 0), toFrames === null ? width : xOf(toFrames)];
    context.fillStyle = colours.withAlpha('--rec', PUNCH_WASH);
    context.fillRect(x, 0, Math.max(0, right - x), height);
    context.fillStyle = colours.withAlpha('--rec', 0.7);
    if (fromFrames !== null) context.fillRect(x, 0, line, height);
    if (toFrames !== null) context.fillRect(right, 0, line, height);
  }
  if (loop) {
    context.fillStyle = colours.withAlpha('--bone', 0.35);
    context.fillRect(xOf(loop.fromFrames), 0, line, height);
    context.fillRect(xOf(loop.toFrames), 0, line, height);
  }
  if (band) {
    const [x, y] = [Math.round(band.left * ratio), Math.round(band.top * ratio)];
    const [w, h] = [Math.round((band.right - band.left) * ratio), Math.round((band.bottom - band.top) * ratio)];
    context.fillStyle = colours.withAlpha('--bone', 0.1);
    context.fillRect(x, y, w, h);
    context.strokeStyle = colours.withAlpha('--bone', 0.7);
    context.lineWidth = line;
    context.strokeRect(x + line / 2, y + line / 2, Math.max(0, w - line), Math.max(0, h - line));
  }
  if (flag) drawFlag(canvas, { x: flag.x * ratio, y: flag.y * ratio, value: flag.value, place: flag.place });
}
