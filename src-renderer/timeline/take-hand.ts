/** The pointer on a take's lane: a swipe makes the comp play it there, a double click all of it. */
import { dragPointer } from '../controls/pointer-drag.ts';
import type { Place } from './lanes-hand.ts';
import { lengthText } from './place-text.ts';
import { compTake, compWholeTake } from './take-edits.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import type { Row } from './track-rows.ts';
import { frameAt } from './viewport.ts';

/** A press that moves less is a click. */
const CLICK_PIXELS = 3;

export class TakeHand {
  readonly #timeline: TimelineState;
  readonly #place: (event: MouseEvent) => Place;

  constructor(timeline: TimelineState, place: (event: MouseEvent) => Place) {
    this.#timeline = timeline;
    this.#place = place;
  }

  /** Follows the hand as it is: the edges of a swipe do not snap. */
  down(down: PointerEvent, { takeId = '' }: Row): void {
    const timeline = this.#timeline;
    const { session } = timeline.app.session;
    const origin = frameAt(timeline.view, this.#place(down).x);
    let swiped = false;
    const swipe = (frame: number) =>
      compTake(session, takeId, { fromFrames: Math.min(origin, frame), toFrames: Math.max(origin, frame) });
    let last = swipe(origin);
    dragPointer(down, {
      move: ({ dx, event }) => {
        if (!swiped && Math.abs(dx) < CLICK_PIXELS) return;
        swiped = true;
        const here = this.#place(event);
        const frame = frameAt(timeline.view, here.x);
        last = swipe(frame);
        timeline.look(last);
        const [from, to] = [Math.max(0, Math.min(origin, frame)), Math.max(0, origin, frame)];
        const value = timeline.shown.takes[takeId]?.name ?? '';
        timeline.flag = { x: here.x, y: here.y - 6, value, place: lengthText(timeline.map, from, to) };
      },
      end: (cancelled) => {
        timeline.flag = null;
        if (cancelled) timeline.dropPreview();
        else if (swiped) void timeline.commit(last);
      },
    });
  }

  /** Plays all of a take. */
  whole({ takeId = '' }: Row): void {
    void this.#timeline.commit(compWholeTake(this.#timeline.app.session.session, takeId));
  }
}
