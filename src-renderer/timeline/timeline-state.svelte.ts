import { type Segment, segmentsByTrack } from '../../src-shared/session/clip-envelope.ts';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { Gesture } from '../controls/gesture.ts';
import { RolledTrack } from '../recording/rolled-track.ts';
import type { App } from '../state/app.svelte.ts';
import { playheadFrames, songEndFrames } from '../state/playhead.ts';
import { type ClipPart, clipEnd } from './clip-geometry.ts';
import { type Edit, previewEdit, sendEdit } from './edit.ts';
import { type GridLine, type GridStep, gridLines, snapBeats } from './grid.ts';
import { LaneTiles } from './lane-tiles.ts';
import { groupFaders, looksAlike } from './lanes-look.ts';
import { PeakTiles } from './peak-tiles.ts';
import type { SnapMode, Snapping } from './snap.ts';
import type { EndsOn } from './stretch-ends.ts';
import type { Stretch, StretchKind } from './stretch-hand.ts';
import { fillingHeight, keptRows, layoutRows, ROW_HEIGHT, type Row, rowsHeight, TRACK_HEIGHTS } from './track-rows.ts';
import {
  endFrames,
  fitted,
  fittedSong,
  revealing,
  scrolledBy,
  scrolledTo,
  type Viewport,
  zoomedAt,
} from './viewport.ts';

export type Tool = 'select' | 'split';
/** A clip under the pointer, and which part of it. */
export type Hover = { readonly clipId: string; readonly part: ClipPart };
/** A point of a lane, by its frame. */
export type PointPlace = { readonly laneId: string; readonly atFrames: number };

/** What is dragged says its value beside the pointer, in pixels of the lanes. */
export type Flag = { readonly x: number; readonly y: number; readonly value: string; readonly place: string };
/** A rubber band in pixels of the lanes. */
export type Band = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** How near an event must be to be snapped to. */
const SNAP_PIXELS = 10;
/** What the rows can be scrolled beyond the last, in pixels. */
const BELOW_ROWS = 24;
/** Bars that an empty session shows. */
const EMPTY_BARS = 32;

/** What the arrange view shows and how: everything of it that is not the session. */
export class TimelineState {
  readonly app: App;
  readonly tiles: PeakTiles;
  /** The same, and the waves of what is being recorded: what lanes are drawn from. */
  readonly laneTiles: LaneTiles;
  /** Key presses that follow each other quickly are one undo step. */
  readonly keys = new Gesture();
  view: Viewport = $state.raw({ fromFrames: 0, framesPerPixel: 1000, width: 0 });
  /** CSS pixels that the rows are scrolled, and that there is room for. */
  top = $state(0);
  height = $state(0);
  tool: Tool = $state('select');
  snapMode: SnapMode = $state('grid');
  gridStep: GridStep = $state('adaptive');
  rulerUnit: 'bars' | 'time' = $state('bars');
  ripple = $state(false);
  follow = $state(true);
  /** How many times higher waves are drawn than they are: 1, 2, 4 or 8. */
  waveScale = $state(1);
  inspectorOpen = $state(true);
  trackHeight: number = $state(ROW_HEIGHT.normal);
  heights: ReadonlyMap<string, number> = $state.raw(new Map());
  collapsed: ReadonlySet<string> = $state.raw(new Set<string>());
  opened: ReadonlySet<string> = $state.raw(new Set<string>());
  takesOpened: ReadonlySet<string> = $state.raw(new Set<string>());
  /** The session as a drag would leave it; null while nothing is dragged. */
  preview: Session | null = $state.raw(null);
  hover: Hover | null = $state.raw(null);
  /** The clip that the keyboard is on. */
  focusedClipId: string | null = $state(null);
  focusedMarkerId: string | null = $state(null);
  renamingMarkerId: string | null = $state(null);
  /** The clip whose name is being typed. */
  renamingClipId: string | null = $state(null);
  /** The take whose name or offset is being typed. */
  typedTake: { readonly takeId: string; readonly field: 'name' | 'offset' } | null = $state.raw(null);
  /** The loop or the punch range as a drag would leave it. */
  stretchPreview: ({ readonly kind: StretchKind; readonly on: EndsOn } & Stretch) | null = $state.raw(null);
  point: PointPlace | null = $state.raw(null);
  flag: Flag | null = $state.raw(null);
  band: Band | null = $state.raw(null);
  clipboard: { readonly clips: readonly Clip[] } | null = $state.raw(null);
  /** Counts arrivals of peaks, so that what shows waves is drawn again. */
  arrivals = $state(0);
  #placed = false;
  /** Edits on their way to the studio. */
  #pending = 0;
  #drawn: Session | undefined;
  #rows: readonly Row[] = [];

  readonly shown: Session = $derived.by(() => this.preview ?? this.app.session.session);
  readonly #tempos = $derived(this.shown.tempos);
  readonly #metres = $derived(this.shown.metres);
  readonly #settings = $derived(this.shown.settings);
  readonly map = $derived(new TempoMap({ tempos: this.#tempos, metres: this.#metres, settings: this.#settings }));
  /** The session as the lanes show it: the same one for as long as they look the same. */
  readonly drawn: Session = $derived.by(() => {
    if (!this.#drawn || !looksAlike(this.#drawn, this.shown)) this.#drawn = this.shown;
    return this.#drawn;
  });
  readonly groupFaders: string = $derived(groupFaders(this.shown));
  /** The tracks that are being recorded, as they would be if their passes were taken in. */
  readonly rolled: ReadonlyMap<string, RolledTrack> = $derived.by(() => {
    const { rolled } = this.app.recording;
    const trackIds = [...new Set(rolled.map(({ trackId }) => trackId))];
    const of = (id: string) => rolled.filter(({ trackId }) => trackId === id);
    return new Map(trackIds.map((id) => [id, new RolledTrack(this.drawn, id, of(id))]));
  });
  readonly rows: readonly Row[] = $derived.by(() => {
    const { heights, trackHeight: defaultHeight, collapsed, opened, takesOpened } = this;
    const passes = new Map([...this.rolled].map(([trackId, { laneCount }]) => [trackId, laneCount]));
    const rows = layoutRows(this.drawn, { heights, defaultHeight, collapsed, opened, takesOpened, passes });
    this.#rows = keptRows(this.#rows, rows);
    return this.#rows;
  });
  /** The grid lines on screen. */
  readonly grid: readonly GridLine[] = $derived(
    gridLines(this.map, this.view.fromFrames, endFrames(this.view), this.view.framesPerPixel),
  );
  readonly #clips = $derived(this.shown.clips);
  readonly clipsByTrack: ReadonlyMap<string, readonly Clip[]> = $derived(clipsByTrack(this.#clips));
  readonly segments: ReadonlyMap<string, Segment> = $derived.by(() => {
    const segments = new Map<string, Segment>();
    for (const list of segmentsByTrack({ clips: this.#clips } as Session).values())
      for (const segment of list) segments.set(segment.clipId, segment);
    return segments;
  });
  readonly songFrames: number = $derived(songEndFrames({ clips: this.#clips } as Session));
  /** What scrolling and zooming count as the song: a little more than it, and never nothing. */
  readonly lengthFrames: number = $derived(
    Math.max(this.songFrames, Math.round(this.map.framesAtBar({ bar: EMPTY_BARS + 1, beat: 1 }))),
  );
  readonly missing: ReadonlySet<string> = $derived.by(() => new Set(this.app.session.file.missingMediaIds));

  constructor(app: App) {
    this.app = app;
    this.tiles = new PeakTiles((request) => app.client.request('media/peaks', request));
    this.laneTiles = new LaneTiles(this.tiles, app.recording.waves, (mediaId) => this.shown.media[mediaId]?.path);
    this.takesOpened = new Set(app.recording.unseenTrackIds);
    this.tiles.onArrival(() => {
      this.arrivals++;
    });
    app.session.onAnother(() => {
      this.tiles.forget(null);
      this.#placed = false;
      this.top = 0;
      this.preview = null;
      this.place();
    });
  }

  get sampleRateHz(): number {
    return this.#settings.session.sampleRateHz;
  }

  /** Takes the room that there is; the first time, the whole song is shown. */
  resize(width: number, height: number): void {
    this.height = height;
    if (width !== this.view.width) this.view = { ...this.view, width };
    this.scrollRows(0);
    this.place();
  }

  place(): void {
    if (this.#placed || this.view.width === 0) return;
    this.#placed = true;
    this.fit();
    if (this.heights.size === 0) this.trackHeight = fillingHeight(this.rows, this.height - BELOW_ROWS);
  }

  fit(): void {
    const { app } = this;
    this.view = fittedSong(this.view, {
      lengthFrames: this.songFrames || this.lengthFrames,
      playheadFrames: playheadFrames(app),
      isPlaying: app.transport.playing,
    });
  }

  fitStretch(fromFrames: number, toFrames: number): void {
    this.view = fitted(this.view, fromFrames, toFrames);
  }

  zoom(factor: number, x = this.view.width / 2): void {
    this.view = zoomedAt(this.view, x, factor, this.lengthFrames);
  }

  scroll(pixels: number): void {
    this.view = scrolledBy(this.view, pixels, this.lengthFrames);
  }

  scrollTo(fromFrames: number): void {
    this.view = scrolledTo(this.view, fromFrames, this.lengthFrames);
  }

  /** How far the rows can be scrolled: a little beyond the last. */
  get mostTop(): number {
    return Math.max(0, rowsHeight(this.rows) - this.height + BELOW_ROWS);
  }

  scrollRows(pixels: number): void {
    this.top = Math.round(Math.min(this.mostTop, Math.max(0, this.top + pixels)));
  }

  reveal(frame: number): void {
    this.view = revealing(this.view, frame);
  }

  revealRow({ top, height }: Row): void {
    if (top < this.top) this.top = top;
    else if (top + height > this.top + this.height) this.top = top + height - this.height;
  }

  setHeight(stripId: string, height: number): void {
    const { least, most } = TRACK_HEIGHTS;
    this.heights = new Map(this.heights).set(stripId, Math.round(Math.min(most, Math.max(least, height))));
  }

  /** Every track the same height. */
  setAllHeights(height: number): void {
    const { least, most } = TRACK_HEIGHTS;
    this.trackHeight = Math.round(Math.min(most, Math.max(least, height)));
    this.heights = new Map();
  }

  /** Makes all tracks higher or lower. */
  scaleHeights(factor: number): void {
    const { least, most } = TRACK_HEIGHTS;
    const scaled = (height: number) => Math.round(Math.min(most, Math.max(least, height * factor)) / 4) * 4;
    this.trackHeight = scaled(this.trackHeight);
    this.heights = new Map([...this.heights].map(([id, height]) => [id, scaled(height)]));
    this.scrollRows(0);
  }

  toggleCollapsed(groupId: string): void {
    this.collapsed = toggled(this.collapsed, groupId);
    this.scrollRows(0);
  }

  toggleOpened(stripId: string): void {
    this.opened = toggled(this.opened, stripId);
    this.#revealStrip(stripId);
  }

  toggleTakes(trackId: string): void {
    this.takesOpened = toggled(this.takesOpened, trackId);
    this.#revealStrip(trackId);
  }

  /** The takes of a track that is being recorded are shown. */
  openTakes(trackId: string): void {
    this.takesOpened = new Set(this.takesOpened).add(trackId);
  }

  /** Another pass of a track is over: its lanes stay on screen, where the track is. */
  followPasses(trackId: string): void {
    const row = this.rows.find(({ kind, stripId }) => kind === 'track' && stripId === trackId);
    const isInSight = row && row.top >= this.top && row.top + row.height <= this.top + this.height;
    if (isInSight && this.takesOpened.has(trackId)) this.#revealStrip(trackId);
  }

  /** What lies under a strip is on screen, as far as it fits; its own row in any case. */
  #revealStrip(stripId: string): void {
    const own = this.rows.filter((row) => row.stripId === stripId);
    for (const row of own.reverse()) this.revealRow(row);
    this.scrollRows(0);
  }

  open(stripId: string): void {
    if (!this.opened.has(stripId)) this.toggleOpened(stripId);
  }

  /** How places snap now. @param except clips that move themselves. */
  snapping(
    frame: number,
    { free = false, except = new Set<string>() }: { free?: boolean; except?: ReadonlySet<string> } = {},
  ): Snapping {
    const { framesPerPixel } = this.view;
    return {
      mode: free ? 'off' : this.snapMode,
      map: this.map,
      stepBeats: snapBeats(this.map, this.gridStep, frame, framesPerPixel),
      events: free || this.snapMode === 'off' ? [] : this.events(except),
      reachFrames: SNAP_PIXELS * framesPerPixel,
    };
  }

  /** Places that snap: edges of clips, markers and the playhead, in order. */
  events(except: ReadonlySet<string>): number[] {
    const { clips, markers } = this.app.session.session;
    const events = new Set<number>([0, playheadFrames(this.app)]);
    for (const clip of Object.values(clips)) if (!except.has(clip.id)) events.add(clip.startFrames).add(clipEnd(clip));
    for (const { atFrames } of Object.values(markers)) events.add(atFrames);
    return [...events].sort((a, b) => a - b);
  }

  /** Shows what an edit would do; what the session does not allow changes nothing on screen. */
  look(edit: Edit): void {
    // What is on its way counts as done.
    const session = this.#pending > 0 ? this.shown : this.app.session.session;
    this.preview = edit.steps.length === 0 ? session : (previewEdit(session, edit) ?? this.preview);
  }

  /** Sends an edit, and shows it until the session has it. */
  async commit(edit: Edit, key: string | null = null): Promise<void> {
    if (edit.steps.length === 0) {
      this.dropPreview();
      return;
    }
    this.look(edit);
    this.#pending++;
    await this.app.attempt(() => sendEdit(this.app, edit, key));
    this.#pending--;
    this.dropPreview();
  }

  /** As `commit`; what is new is selected afterwards. */
  async commitSelecting(edit: Edit): Promise<void> {
    const before = this.app.session.session.clips;
    const after = previewEdit(this.app.session.session, edit)?.clips ?? before;
    const added = Object.keys(after).filter((id) => before[id] === undefined);
    await this.commit(edit);
    const { clips } = this.app.session.session;
    const there = added.filter((id) => clips[id] !== undefined);
    if (there.length > 0) this.app.selection.selectClips(there);
  }

  /** Back to the session, unless edits are still on their way to it. */
  dropPreview(): void {
    if (this.#pending === 0) this.preview = null;
  }
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function clipsByTrack(clips: Session['clips']): Map<string, Clip[]> {
  const byTrack = new Map<string, Clip[]>();
  for (const clip of Object.values(clips)) {
    const list = byTrack.get(clip.trackId);
    if (list) list.push(clip);
    else byTrack.set(clip.trackId, [clip]);
  }
  for (const list of byTrack.values()) list.sort((a, b) => a.startFrames - b.startFrames || (a.id < b.id ? -1 : 1));
  return byTrack;
}
