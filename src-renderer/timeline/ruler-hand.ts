/** The pointer on the ruler: markers above, loop and punch in the middle, the playhead and the range on the bars. */

import type { Marker } from '../../src-shared/session/records/marker.ts';
import { actionItem } from '../actions/action-item.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuState } from '../controls/menu-state.svelte.ts';
import { dragPointer } from '../controls/pointer-drag.ts';
import { punchMenu } from '../recording/punch-menu.ts';
import { RULER_ROWS } from './draw-ruler.ts';
import { edit } from './edit.ts';
import { snapped } from './snap.ts';
import { NO_END } from './stretch-ends.ts';
import { StretchHand, setStretch } from './stretch-hand.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import { frameAt, xAt } from './viewport.ts';

const EDGE_REACH = 5;
const CLICK_PIXELS = 3;

/** How far down in the middle row a height is, 0…1; undefined outside of it. */
function rangesShare(y: number): number | undefined {
  const share = (y - RULER_ROWS.markers) / (RULER_ROWS.ranges + 1);
  return share > 0 && share <= 1 ? share : undefined;
}

export class RulerHand {
  readonly #timeline: TimelineState;
  readonly #element: HTMLElement;
  readonly #shell: { readonly menu: MenuState; readonly actions: ActionRegistry };
  readonly #stretches: StretchHand;

  constructor(timeline: TimelineState, element: HTMLElement, shell: { menu: MenuState; actions: ActionRegistry }) {
    this.#timeline = timeline;
    this.#element = element;
    this.#shell = shell;
    this.#stretches = new StretchHand(timeline, (event) => this.#frame(event));
  }

  #place(event: MouseEvent): { x: number; y: number } {
    const box = this.#element.getBoundingClientRect();
    const scale = box.width / this.#element.offsetWidth || 1;
    return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
  }

  #frame(event: PointerEvent | MouseEvent): number {
    const frame = frameAt(this.#timeline.view, this.#place(event).x);
    return snapped(frame, this.#timeline.snapping(frame, { free: event.shiftKey }));
  }

  /** The marker whose flag is at a place of the upper row. */
  markerAt(event: MouseEvent): Marker | undefined {
    const { x, y } = this.#place(event);
    if (y > RULER_ROWS.markers) return undefined;
    const { view, app } = this.#timeline;
    const markers = Object.values(app.session.session.markers).filter(
      ({ atFrames }) => xAt(view, atFrames) <= x + EDGE_REACH,
    );
    const last = markers.sort((a, b) => b.atFrames - a.atFrames)[0];
    // The first pixels of a section are its marker's flag.
    return last && x - xAt(view, last.atFrames) < 14 + last.name.length * 6 ? last : undefined;
  }

  hover(event: PointerEvent): void {
    if (event.buttons !== 0) return;
    const { x, y } = this.#place(event);
    const share = rangesShare(y);
    const cursor = share === undefined ? 'default' : this.#stretches.cursor(x, share);
    this.#element.style.cursor = this.markerAt(event) ? 'grab' : cursor;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { x, y } = this.#place(event);
    const marker = this.markerAt(event);
    const share = rangesShare(y);
    if (marker) this.#dragMarker(event, marker);
    else if (share !== undefined) this.#stretches.down(event, x, share);
    else if (y > RULER_ROWS.markers) this.#dragPlayhead(event);
  }

  #dragMarker(down: PointerEvent, marker: Marker): void {
    const timeline = this.#timeline;
    timeline.focusedMarkerId = marker.id;
    const offset = frameAt(timeline.view, this.#place(down).x) - marker.atFrames;
    let moved = false;
    let atFrames = marker.atFrames;
    const change = () => edit({ command: 'setMarker', args: { markerId: marker.id, atFrames } });
    dragPointer(down, {
      move: ({ dx, event }) => {
        if (!moved && Math.abs(dx) < CLICK_PIXELS) return;
        moved = true;
        const frame = frameAt(timeline.view, this.#place(event).x) - offset;
        atFrames = snapped(frame, timeline.snapping(frame, { free: event.shiftKey }));
        timeline.look(change());
      },
      end: (cancelled) => {
        if (cancelled) timeline.dropPreview();
        else if (moved) void timeline.commit(change());
        else this.#locate(marker.atFrames);
      },
    });
  }

  #dragPlayhead(down: PointerEvent): void {
    const { app } = this.#timeline;
    const origin = this.#frame(down);
    const before = app.selection.range;
    let marks = false;
    dragPointer(down, {
      move: ({ dx, event }) => {
        if (!marks && Math.abs(dx) < CLICK_PIXELS) return;
        marks = true;
        const frame = this.#frame(event);
        const [fromFrames, toFrames] = [Math.min(origin, frame), Math.max(origin, frame)];
        app.selection.range = fromFrames === toFrames ? null : { fromFrames, toFrames };
      },
      end: (cancelled) => {
        if (cancelled) app.selection.range = before;
        else if (!marks) {
          app.selection.range = null;
          this.#locate(origin);
        }
      },
    });
  }

  #locate(atFrames: number): void {
    const { app } = this.#timeline;
    void app.attempt(() => app.client.request('transport/locate', { atFrames }));
  }

  doubleClick(event: MouseEvent): void {
    const { y } = this.#place(event);
    const timeline = this.#timeline;
    const marker = this.markerAt(event);
    if (marker) timeline.renamingMarkerId = marker.id;
    else if (y <= RULER_ROWS.markers) this.#addMarker(this.#frame(event));
  }

  #addMarker(atFrames: number): void {
    const count = Object.keys(this.#timeline.app.session.session.markers).length + 1;
    void this.#timeline.commit(edit({ command: 'addMarker', args: { name: `Marker ${count}`, atFrames } }));
  }

  openMenu(event: MouseEvent): void {
    const timeline = this.#timeline;
    const { actions, menu } = this.#shell;
    const marker = this.markerAt(event);
    const atFrames = this.#frame(event);
    const { app } = timeline;
    const action = (id: string) => actionItem(actions, timeline.app, id);
    const own = marker
      ? [
          { text: 'Rename marker', run: () => (timeline.renamingMarkerId = marker.id) },
          {
            text: 'Remove marker',
            run: () => void timeline.commit(edit({ command: 'removeMarker', args: { markerId: marker.id } })),
          },
        ]
      : [{ text: 'Add marker here', run: () => this.#addMarker(atFrames) }];
    const range = app.selection.range;
    menu.open(
      event,
      [
        ...own,
        'separator',
        ...action('transport.loop'),
        ...action('transport.loopSelection'),
        {
          text: 'Remove the loop',
          whyNot: app.transport.loop ? undefined : 'no loop',
          run: () => void app.attempt(() => setStretch(timeline, 'loop', { stretch: null, on: NO_END })),
        },
        'separator',
        ...punchMenu(app, actions),
        'separator',
        {
          text: 'Forget the marked stretch',
          whyNot: range ? undefined : 'none',
          run: () => (app.selection.range = null),
        },
        'separator',
        { text: 'Bars and beats', checked: timeline.rulerUnit === 'bars', run: () => (timeline.rulerUnit = 'bars') },
        {
          text: 'Minutes and seconds',
          checked: timeline.rulerUnit === 'time',
          run: () => (timeline.rulerUnit = 'time'),
        },
      ],
      'Ruler',
    );
  }
}
