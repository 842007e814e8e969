import { fromTravel, type NumberParameter, toTravel } from '../../src-shared/dsp/core/parameter-spec.ts';
import { answerKey } from './answer-key.ts';
import { Gesture } from './gesture.ts';
import { rounded, type StepSize, stepped, within } from './parameter-steps.ts';
import { parseParameter } from './parameter-text.ts';
import { dragPointer } from './pointer-drag.ts';
import { WheelNotches } from './wheel-notches.ts';

/**
 * Carries a change out: `app.session.run(…, key)`. All changes of one drag have one `key`, so they are one undo step.
 * A promise that it returns keeps the control at the new value until the session has it.
 */
export type ChangeHandler = (value: number, key: string) => unknown;

export type ParameterProps = {
  readonly spec: NumberParameter;
  readonly value: number;
  readonly onchange: ChangeHandler;
};

/** Which way a drag raises the value, and how many pixels its whole travel has. */
export type DragShape = { readonly axis: 'x' | 'y'; readonly pixels: number };

/** Fine drags are so much slower; a fader's are a tenth of a dB a pixel instead. */
const FINE = 0.1;
const FINE_DB_PER_PIXEL = 0.1;

/** The hand on a fader, knob, slider or field: the value shown while it is moved, and what drags, wheel and keys make of it. */
export class ParameterHand {
  readonly #props: () => ParameterProps;
  readonly #gesture = new Gesture();
  readonly #notches = new WheelNotches();
  #held: number | null = $state(null);
  /** Changes on their way to the session. */
  #pending = 0;
  dragging = $state(false);
  /** The text that opens number entry; null while none is open. */
  entry: string | null = $state(null);

  constructor(props: () => ParameterProps) {
    this.#props = props;
  }

  get spec(): NumberParameter {
    return this.#props().spec;
  }

  /** The value to show: the hand's own until the session has it. */
  get value(): number {
    return this.#held ?? this.#props().value;
  }

  get travel(): number {
    return toTravel(this.#props().spec, this.value);
  }

  set(value: number): void {
    const { spec, onchange } = this.#props();
    const next = within(spec, value);
    if (next === this.value) return;
    this.#held = next;
    this.#pending++;
    void Promise.resolve(onchange(next, this.#gesture.key())).finally(() => {
      this.#pending--;
      this.#letGo();
    });
  }

  reset(): void {
    this.#gesture.release();
    this.set(this.#props().spec.default);
  }

  /** Takes what was typed; answers false when it is no value of this kind. */
  type(text: string): boolean {
    const value = parseParameter(this.#props().spec, text);
    if (value === undefined) return false;
    this.#gesture.release();
    this.set(value);
    return true;
  }

  /** Begins a drag: relative, 1:1 on the travel, fine with Shift or Alt, back to the start with Esc. */
  drag(event: PointerEvent, shape: DragShape): void {
    if (event.button !== 0) return;
    const start = this.value;
    let position = this.travel;
    let value = start;
    let last = 0;
    this.#gesture.hold();
    this.dragging = true;
    dragPointer(event, {
      move: ({ dx, dy, event: moved }) => {
        const pixels = (shape.axis === 'x' ? dx : -dy) - last;
        last += pixels;
        const { spec } = this.#props();
        if ((moved.shiftKey || moved.altKey) && spec.taper === 'fader' && Number.isFinite(value)) {
          value = within(spec, value + pixels * FINE_DB_PER_PIXEL);
          position = toTravel(spec, value);
        } else {
          position += (pixels / shape.pixels) * (moved.shiftKey || moved.altKey ? FINE : 1);
          value = fromTravel(spec, position);
        }
        this.set(rounded(spec, value));
      },
      end: (cancelled) => {
        if (cancelled) this.set(start);
        this.dragging = false;
        this.#gesture.release();
        this.#letGo();
      },
    });
  }

  wheel(event: WheelEvent): void {
    const notches = this.#notches.take(event);
    if (notches === undefined) return;
    event.preventDefault();
    this.step(notches, event.shiftKey || event.altKey ? 'fine' : 'normal');
  }

  step(steps: number, size: StepSize): void {
    const { spec } = this.#props();
    this.set(stepped(spec, this.value, steps, size));
  }

  /** Arrows, Page, Home, End, Delete for the default; Enter or a digit opens number entry. */
  key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const fine = event.shiftKey || event.altKey ? 'fine' : 'normal';
    const { spec } = this.#props();
    const acts: { readonly [key: string]: () => void } = {
      ArrowUp: () => this.step(1, fine),
      ArrowRight: () => this.step(1, fine),
      ArrowDown: () => this.step(-1, fine),
      ArrowLeft: () => this.step(-1, fine),
      PageUp: () => this.step(1, 'large'),
      PageDown: () => this.step(-1, 'large'),
      Home: () => this.set(spec.minimum),
      End: () => this.set(spec.maximum),
      Delete: () => this.reset(),
      Backspace: () => this.reset(),
      Enter: () => this.openEntry(''),
    };
    const typed = /^[\d.,\-+]$/.test(event.key) ? () => this.openEntry(event.key) : undefined;
    answerKey(event, acts[event.key] ?? typed);
  }

  /** @param text what the entry begins with; empty shows the value, selected. */
  openEntry(text: string): void {
    this.entry = text;
  }

  /** Once nothing is on its way, the session's value shows. */
  #letGo(): void {
    if (this.#pending === 0 && !this.dragging) this.#held = null;
  }
}
