/** The pointer on the middle row of the ruler: the loop and the punch range are made, moved and made longer there. */
import { dragPointer } from '../controls/pointer-drag.ts';
import { covered, type EndsOn, endsOn, onlyEnd, toggledEnds, touchedEnds, withEdgeAt } from './stretch-ends.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import { xAt } from './viewport.ts';

const EDGE_REACH = 5;
const CLICK_PIXELS = 3;
/** Width of the tab at the end of a punch that counts alone, in CSS pixels. */
export const PUNCH_TAB = 28;

export type Stretch = { readonly fromFrames: number; readonly toFrames: number };
export type StretchKind = 'loop' | 'punch';
export type StretchEdge = 'from' | 'to' | 'body';
/** What of which stretch is under the pointer. */
export type StretchGrip = { readonly kind: StretchKind; readonly edge: StretchEdge };

/** Whether both lie somewhere at the same time: then the loop has the upper half of the row, the punch the lower. */
export function shareTheRow(loop: Stretch | null, punch: Stretch | null): boolean {
  return loop !== null && punch !== null && loop.fromFrames < punch.toFrames && punch.fromFrames < loop.toFrames;
}

/** Where the stretch goes that is dragged by an edge, as a whole, or made anew from `origin`. */
export function draggedStretch(
  edge: StretchEdge | undefined,
  before: Stretch | null,
  { origin, frame }: { readonly origin: number; readonly frame: number },
): Stretch {
  if (before && edge === 'body') {
    const shift = Math.max(-before.fromFrames, frame - origin);
    return { fromFrames: before.fromFrames + shift, toFrames: before.toFrames + shift };
  }
  const fixed = before && edge === 'from' ? before.toFrames : before && edge === 'to' ? before.fromFrames : origin;
  return { fromFrames: Math.min(fixed, frame), toFrames: Math.max(fixed, frame, Math.min(fixed, frame) + 1) };
}

/** Sends a stretch, and which of its ends count. Rejects with StudioError. */
export async function setStretch(
  { app }: TimelineState,
  kind: StretchKind,
  { stretch, on }: { readonly stretch?: Stretch | null; readonly on: EndsOn },
): Promise<void> {
  const ends = kind === 'loop' ? { loopOn: on.from } : { punchInOn: on.from, punchOutOn: on.to };
  await app.client.request('transport/set', { ...(stretch !== undefined && { [kind]: stretch }), ...ends });
}

export class StretchHand {
  readonly #timeline: TimelineState;
  readonly #frame: (event: PointerEvent) => number;

  /** @param frame where on the timeline, snapped, an event is. */
  constructor(timeline: TimelineState, frame: (event: PointerEvent) => number) {
    this.#timeline = timeline;
    this.#frame = frame;
  }

  cursor(x: number, share: number): string {
    const grip = this.#gripAt(x, share);
    if (!grip) return 'crosshair';
    return grip.edge === 'body' ? 'grab' : 'ew-resize';
  }

  /**
   * @param x in pixels of the ruler.
   * @param share how far down in the row, 0…1.
   */
  down(down: PointerEvent, x: number, share: number): void {
    const { app } = this.#timeline;
    const grip = this.#gripAt(x, share);
    // A new one is a loop; with Alt a punch range.
    const kind = grip?.kind ?? (down.altKey ? 'punch' : 'loop');
    const before = app.transport[kind];
    const wasOn = endsOn(app.transport, kind);
    const on = touchedEnds(wasOn, grip?.edge);
    const alone = grip && before && grip.edge === onlyEnd(on) ? { edge: grip.edge, before } : undefined;
    const origin = this.#frame(down);
    let next: Stretch | null = null;
    dragPointer(down, {
      move: ({ dx, event }) => {
        if (next === null && Math.abs(dx) < CLICK_PIXELS) return;
        const frame = this.#frame(event);
        next = alone
          ? withEdgeAt(alone.before, alone.edge, frame)
          : draggedStretch(grip?.edge, before, { origin, frame });
        this.#timeline.stretchPreview = { kind, ...next, on };
      },
      end: (cancelled) => {
        const stretch = next;
        if (cancelled || (stretch === null && !grip)) this.#timeline.stretchPreview = null;
        else if (stretch !== null) void this.#set(kind, { stretch, on });
        else if (grip) void this.#set(kind, { on: toggledEnds(kind, wasOn, grip.edge) });
      },
    });
  }

  async #set(kind: StretchKind, change: { stretch?: Stretch | null; on: EndsOn }): Promise<void> {
    await this.#timeline.app.attempt(() => setStretch(this.#timeline, kind, change));
    this.#timeline.stretchPreview = null;
  }

  #gripAt(x: number, share: number): StretchGrip | undefined {
    const { transport } = this.#timeline.app;
    const { loop, punch } = transport;
    const isShared = shareTheRow(loop, punch && covered(punch, endsOn(transport, 'punch')));
    const kinds: StretchKind[] = isShared && share < 0.5 ? ['loop', 'punch'] : ['punch', 'loop'];
    for (const kind of kinds) {
      const edge = this.#edgeAt(transport[kind], x, onlyEnd(endsOn(transport, kind)));
      if (edge) return { kind, edge };
    }
    return undefined;
  }

  /** @param only the end that counts alone: then nothing but its tab is the body. */
  #edgeAt(stretch: Stretch | null, x: number, only: 'from' | 'to' | undefined): StretchEdge | undefined {
    if (!stretch) return undefined;
    const [from, to] = [xAt(this.#timeline.view, stretch.fromFrames), xAt(this.#timeline.view, stretch.toFrames)];
    if (Math.abs(x - from) <= EDGE_REACH) return 'from';
    if (Math.abs(x - to) <= EDGE_REACH) return 'to';
    const left = only === 'to' ? to - PUNCH_TAB : from;
    const right = only === 'from' ? from + PUNCH_TAB : to;
    return x > left && x < right ? 'body' : undefined;
  }
}
