import { dragPointer } from '../controls/pointer-drag.ts';
import type { MixState } from './mix-state.svelte.ts';

/** A press that moves less is a click. */
const DRAG_FROM_PIXELS = 5;
/** So near an edge of the console, the strips scroll, by so much a frame. */
const EDGE_PIXELS = 28;
const SCROLL_PIXELS = 8;

/** Where a strip begins along the console, and how wide it is. */
export type StripBox = { readonly stripId: string; readonly left: number; readonly width: number };

/** Where a dragged strip would come to stand: its place in the order, and where the line is drawn. */
export type StripPlace = { readonly index: number; readonly x: number };

/** The place that a point along the console names; undefined where the strip stands already. */
export function stripPlace(boxes: readonly StripBox[], stripId: string, x: number): StripPlace | undefined {
  const from = boxes.findIndex((box) => box.stripId === stripId);
  const others = boxes.filter((box) => box.stripId !== stripId);
  const index = others.filter(({ left, width }) => left + width / 2 < x).length;
  if (from < 0 || index === from) return undefined;
  const [before, after] = [others[index - 1], others[index]];
  return { index, x: after ? after.left : before ? before.left + before.width : 0 };
}

/** A strip that is dragged along the console by its name: a ghost of the name follows, a line says where it would go. */
export class StripDrag {
  readonly #mix: MixState;
  stripId: string | null = $state(null);
  ghostX = $state(0);
  place: StripPlace | undefined = $state.raw();

  constructor(mix: MixState) {
    this.#mix = mix;
  }

  /** @param row holds the strips, and scrolls. */
  take(down: PointerEvent, stripId: string, row: HTMLElement): void {
    if (down.button !== 0) return;
    const boxes = [...row.querySelectorAll<HTMLElement>(':scope > [data-strip-id]')].map((element) => ({
      stripId: element.dataset['stripId'] ?? '',
      left: element.offsetLeft,
      width: element.offsetWidth,
    }));
    const grip = down.clientX - (down.currentTarget as HTMLElement).getBoundingClientRect().left;
    let pointerX = down.clientX;
    let frame = 0;
    const follow = () => {
      const { left, right } = row.getBoundingClientRect();
      if (pointerX < left + EDGE_PIXELS) row.scrollLeft -= SCROLL_PIXELS;
      else if (pointerX > right - EDGE_PIXELS) row.scrollLeft += SCROLL_PIXELS;
      const x = pointerX - left + row.scrollLeft;
      this.ghostX = x - grip;
      this.place = stripPlace(boxes, stripId, x);
      frame = requestAnimationFrame(follow);
    };
    dragPointer(down, {
      move: ({ dx, event }) => {
        pointerX = event.clientX;
        if (this.stripId !== null || Math.abs(dx) < DRAG_FROM_PIXELS) return;
        this.stripId = stripId;
        follow();
      },
      end: (cancelled) => {
        cancelAnimationFrame(frame);
        const { place } = this;
        this.stripId = null;
        this.place = undefined;
        if (!cancelled && place) void this.#mix.run('moveStrip', { stripId, index: place.index });
      },
    });
  }
}
