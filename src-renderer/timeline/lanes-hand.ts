/** The pointer on the lanes: finds what is under it, and makes drags into edits. Nothing is sent before it lets go. */

import type { Clip } from '../../src-shared/session/records/clip.ts';
import { dragPointer } from '../controls/pointer-drag.ts';
import { clipsInside, fadeClip, gainClips, moveClips, slipClips, splitClips, trimClips } from './clip-edits.ts';
import { type ClipPart, clipBox, clipEnd, clipPartAt, gainDbPerPixel } from './clip-geometry.ts';
import type { Edit } from './edit.ts';
import { LaneHand } from './lane-hand.ts';
import { barText, clockText, lengthText, secondsText } from './place-text.ts';
import { TakeHand } from './take-hand.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import { type Row, rowAt } from './track-rows.ts';
import { frameAt } from './viewport.ts';

/** A press that moves less is a click. */
const CLICK_PIXELS = 3;
/** How fast the lanes scroll under a drag that is past their edge. */
const EDGE_PIXELS = 12;

export type Place = { readonly x: number; readonly y: number };
export type Found = {
  readonly row: Row | undefined;
  readonly clip: Clip | undefined;
  readonly part: ClipPart | undefined;
};

const CURSORS: { readonly [Part in ClipPart]: string } = {
  body: 'default',
  start: 'w-resize',
  end: 'e-resize',
  fadeIn: 'nesw-resize',
  fadeOut: 'nwse-resize',
  gain: 'ns-resize',
};

/** What is taken hold of, where, and whether it was selected before. */
type Grip = { readonly clip: Clip; readonly part: ClipPart; readonly place: Place; readonly wasSelected: boolean };

export class LanesHand {
  readonly #timeline: TimelineState;
  readonly #element: HTMLElement;
  readonly lanes: LaneHand;
  readonly takes: TakeHand;
  /** Puts the keyboard on a clip; null on the lanes. */
  readonly #focus: (clipId: string | null) => void;

  constructor(timeline: TimelineState, element: HTMLElement, focus: (clipId: string | null) => void) {
    this.#timeline = timeline;
    this.#element = element;
    this.#focus = focus;
    this.lanes = new LaneHand(timeline, (event) => this.place(event));
    this.takes = new TakeHand(timeline, (event) => this.place(event));
  }

  /** Pixels from the top left of the lanes. */
  place(event: MouseEvent): Place {
    const box = this.#element.getBoundingClientRect();
    const scale = box.width / this.#element.offsetWidth || 1;
    return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
  }

  find(place: Place): Found {
    const { rows, top, view, clipsByTrack, app } = this.#timeline;
    const row = rowAt(rows, place.y + top);
    if (row?.kind !== 'track') return { row, clip: undefined, part: undefined };
    const here = { x: place.x, y: place.y + top };
    const clips = [...(clipsByTrack.get(row.stripId) ?? [])].reverse();
    // What is selected can be taken even where another lies over it.
    clips.sort((a, b) => Number(app.selection.clipIds.has(b.id)) - Number(app.selection.clipIds.has(a.id)));
    for (const clip of clips) {
      const part = clipPartAt(view, row, clip, { ...here, selected: app.selection.clipIds.has(clip.id) });
      if (part) return { row, clip, part };
    }
    return { row, clip: undefined, part: undefined };
  }

  hover(event: PointerEvent): void {
    if (event.buttons !== 0) return;
    const timeline = this.#timeline;
    const { row, clip, part } = this.find(this.place(event));
    const next = clip && part ? { clipId: clip.id, part } : null;
    if (next?.clipId !== timeline.hover?.clipId || next?.part !== timeline.hover?.part) timeline.hover = next;
    this.#element.style.cursor = this.#cursor(event, row, part);
  }

  leave(): void {
    this.#timeline.hover = null;
  }

  #cursor(event: PointerEvent, row: Row | undefined, part: ClipPart | undefined): string {
    if (row?.kind === 'lane') return this.lanes.cursor(event, row);
    if (row?.kind === 'take') return 'text';
    if (!part) return 'default';
    if (this.#timeline.tool === 'split') return 'text';
    return part === 'body' && event.altKey ? 'grab' : CURSORS[part];
  }

  down(event: PointerEvent): void {
    if (event.button === 1) this.#pan(event);
    if (event.button === 0) this.#press(event);
  }

  #press(event: PointerEvent): void {
    const place = this.place(event);
    const { row, clip, part } = this.find(place);
    if (row) this.#timeline.app.selection.selectStrip(row.stripId);
    if (row?.kind === 'lane') {
      this.#focus(null);
      this.#timeline.app.selection.clearClips();
      this.lanes.down(event, row);
    } else if (row?.kind === 'take') {
      this.#focus(null);
      this.takes.down(event, row);
    } else if (!clip || !part) {
      this.#rubberBand(event, place);
    } else if (this.#timeline.tool === 'split') {
      this.#split(event, clip, place);
    } else {
      this.#timeline.point = null;
      const wasSelected = this.#timeline.app.selection.clipIds.has(clip.id);
      this.#choose(event, clip);
      this.#focus(clip.id);
      this.#drag(event, { clip, part, place, wasSelected });
    }
  }

  #split(event: PointerEvent, clip: Clip, place: Place): void {
    const timeline = this.#timeline;
    const { selection, session } = timeline.app;
    const frame = frameAt(timeline.view, place.x);
    const snapping = timeline.snapping(frame, { free: event.shiftKey });
    const at =
      snapping.mode === 'off'
        ? Math.round(frame)
        : snapping.map.nearestGridFrame(Math.round(frame), snapping.stepBeats);
    const clips = selection.clipIds.has(clip.id) ? selection.clipIds : [clip.id];
    void timeline.commit(splitClips(session.session, clips, at));
  }

  /** Selects on the way down, so that what is dragged is what is lit. */
  #choose({ shiftKey, ctrlKey, metaKey }: PointerEvent, { id }: Clip): void {
    const { selection } = this.#timeline.app;
    if (selection.clipIds.has(id) || ctrlKey || metaKey) return;
    if (shiftKey) selection.selectClip(id, true);
    else selection.selectClip(id);
  }

  /** What a click without a drag does: one clip alone, or one more or less. */
  #clicked({ shiftKey, ctrlKey, metaKey }: PointerEvent, clip: Clip, wasSelected: boolean): void {
    const { selection } = this.#timeline.app;
    if (ctrlKey || metaKey) selection.selectClip(clip.id, true);
    else if (shiftKey) {
      if (wasSelected) selection.selectClip(clip.id, true);
    } else selection.selectClip(clip.id);
  }

  #drag(down: PointerEvent, { clip, part, place, wasSelected }: Grip): void {
    const timeline = this.#timeline;
    const { selection } = timeline.app;
    const startFrame = frameAt(timeline.view, place.x);
    const slips = part === 'body' && down.altKey;
    let moved = false;
    let last: Edit = { name: '', steps: [] };
    dragPointer(down, {
      move: ({ dx, dy, event }) => {
        if (!moved && Math.hypot(dx, dy) < CLICK_PIXELS) return;
        if (!moved && (event.ctrlKey || event.metaKey) && !selection.clipIds.has(clip.id))
          selection.selectClip(clip.id);
        moved = true;
        const here = this.place(event);
        this.#scrollAtEdge(here);
        const deltaFrames = frameAt(timeline.view, here.x) - startFrame;
        last = this.#editOf({ clip, part: slips ? 'slip' : part, deltaFrames, dy, here, event });
        timeline.look(last);
        this.#flagOf(clip, slips ? 'slip' : part, here);
      },
      end: (cancelled) => {
        timeline.flag = null;
        if (cancelled) timeline.dropPreview();
        else if (moved) void this.#finish(last);
        else if (slips) this.#split(down, clip, place);
        else this.#clicked(down, clip, wasSelected);
      },
    });
  }

  #editOf({
    clip,
    part,
    deltaFrames,
    dy,
    here,
    event,
  }: {
    clip: Clip;
    part: ClipPart | 'slip';
    deltaFrames: number;
    dy: number;
    here: Place;
    event: PointerEvent;
  }): Edit {
    const timeline = this.#timeline;
    const { session } = timeline.app.session;
    const { clipIds } = timeline.app.selection;
    const original = session.clips[clip.id] ?? clip;
    const free = event.shiftKey;
    if (part === 'slip') return slipClips(session, clipIds, deltaFrames);
    if (part === 'gain') {
      const row = timeline.rows.find(({ stripId, kind }) => stripId === clip.trackId && kind === 'track');
      const perPixel = row ? gainDbPerPixel(clipBox(timeline.view, row, clip)) : 0.5;
      return gainClips(session, clipIds, -dy * (free ? 0.1 : perPixel));
    }
    if (part === 'fadeIn' || part === 'fadeOut') {
      const { fadeIn, fadeOut } = original;
      const from =
        part === 'fadeIn' ? original.startFrames + fadeIn.lengthFrames : clipEnd(original) - fadeOut.lengthFrames;
      return fadeClip(session, clip.id, { edge: part, toFrames: from + deltaFrames });
    }
    const copy = event.ctrlKey || event.metaKey;
    const snapping = timeline.snapping(original.startFrames, { free, except: copy ? new Set() : clipIds });
    if (part === 'start' || part === 'end') {
      const from = part === 'start' ? original.startFrames : clipEnd(original);
      return trimClips(session, clipIds, { grabbedId: clip.id, edge: part, toFrames: from + deltaFrames, snapping });
    }
    const trackIds = timeline.rows.filter(({ kind }) => kind === 'track').map(({ stripId }) => stripId);
    const deltaTracks = this.#trackAt(here.y, trackIds) - trackIds.indexOf(original.trackId);
    const move = { clipIds, grabbedId: clip.id, deltaFrames, deltaTracks, copy, ripple: timeline.ripple };
    return moveClips(session, move, { snapping, trackIds });
  }

  /** The place among the tracks of what is at a height: the track itself, or the one above. */
  #trackAt(y: number, trackIds: readonly string[]): number {
    const { rows, top } = this.#timeline;
    let found = 0;
    for (const row of rows) {
      if (row.top > y + top) break;
      const index = trackIds.indexOf(row.stripId);
      if (index >= 0) found = index;
    }
    return found;
  }

  async #finish(edit: Edit): Promise<void> {
    const timeline = this.#timeline;
    const copies = edit.steps.some(({ command }) => command === 'duplicateClip');
    if (copies) await timeline.commitSelecting(edit);
    else await timeline.commit(edit);
  }

  #flagOf(clip: Clip, part: ClipPart | 'slip', here: Place): void {
    const timeline = this.#timeline;
    const { map, sampleRateHz, shown } = timeline;
    const now = shown.clips[clip.id];
    if (!now) return;
    const flag = (value: string, place: string) => {
      timeline.flag = { x: here.x, y: here.y - 6, value, place };
    };
    if (part === 'gain')
      flag(`${now.gainDb > 0 ? '+' : now.gainDb < 0 ? '−' : ''}${Math.abs(now.gainDb).toFixed(1)} dB`, 'clip gain');
    else if (part === 'fadeIn' || part === 'fadeOut')
      flag(secondsText(now[part].lengthFrames, sampleRateHz), part === 'fadeIn' ? 'fade in' : 'fade out');
    else if (part === 'slip') flag(secondsText(now.offsetFrames, sampleRateHz), 'into the file');
    else if (part === 'end') flag(barText(map, clipEnd(now)), lengthText(map, now.startFrames, clipEnd(now)));
    else flag(barText(map, now.startFrames), clockText(now.startFrames, sampleRateHz));
  }

  #scrollAtEdge({ x }: Place): void {
    const { view } = this.#timeline;
    if (x < 0) this.#timeline.scroll(-EDGE_PIXELS);
    else if (x > view.width) this.#timeline.scroll(EDGE_PIXELS);
  }

  #pan(down: PointerEvent): void {
    down.preventDefault();
    const timeline = this.#timeline;
    let [x, y] = [0, 0];
    this.#element.style.cursor = 'grabbing';
    dragPointer(down, {
      move: ({ dx, dy }) => {
        timeline.scroll(x - dx);
        timeline.scrollRows(y - dy);
        [x, y] = [dx, dy];
      },
      end: () => {
        this.#element.style.cursor = 'default';
      },
    });
  }

  #rubberBand(down: PointerEvent, start: Place): void {
    const timeline = this.#timeline;
    const { selection, session } = timeline.app;
    const before = down.shiftKey || down.ctrlKey || down.metaKey ? selection.clipIds : new Set<string>();
    const origin = { frame: frameAt(timeline.view, start.x), y: start.y + timeline.top };
    this.#focus(null);
    timeline.point = null;
    if (before.size === 0) selection.clearClips();
    dragPointer(down, {
      move: ({ dx, dy, event }) => {
        if (timeline.band === null && Math.hypot(dx, dy) < CLICK_PIXELS) return;
        const here = this.place(event);
        this.#scrollAtEdge(here);
        const [frame, y] = [frameAt(timeline.view, here.x), here.y + timeline.top];
        const [from, to] = [Math.min(frame, origin.frame), Math.max(frame, origin.frame)];
        const [top, bottom] = [Math.min(y, origin.y), Math.max(y, origin.y)];
        const tracks = timeline.rows.filter(
          (row) => row.kind === 'track' && row.top < bottom && row.top + row.height > top,
        );
        const inside = clipsInside(session.session, {
          from,
          to,
          trackIds: new Set(tracks.map(({ stripId }) => stripId)),
        });
        selection.selectClips([...before, ...inside]);
        const x = (at: number) => (at - timeline.view.fromFrames) / timeline.view.framesPerPixel;
        timeline.band = { left: x(from), right: x(to), top: top - timeline.top, bottom: bottom - timeline.top };
      },
      end: (cancelled) => {
        timeline.band = null;
        if (cancelled) selection.selectClips(before);
      },
    });
  }
}
