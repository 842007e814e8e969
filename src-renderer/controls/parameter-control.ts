import type { ParameterHand } from './parameter-hand-state.svelte.ts';
import { parameterText } from './parameter-text.ts';

export type ParameterControl = {
  /** What a screen reader says before the value. */
  readonly label: string;
  readonly role?: 'slider' | 'spinbutton';
  /** Which way a drag raises the value, and how many pixels it has from one end to the other. */
  readonly axis: 'x' | 'y';
  readonly pixels: number;
  /** A double click goes back to the default, or opens number entry. */
  readonly doubleClick?: 'resets' | 'types';
  readonly disabled?: boolean;
};

/** What stands for −∞ dB where a number must be finite: below what 24 bits can hold. */
const SPOKEN_FLOOR_DB = -144;

/**
 * What the element of every control of a parameter is and hears, whatever it looks like: its value for a screen reader,
 * and drag (Shift or Alt fine, Esc back), double click, wheel and keys for its hand. Where it is no longer enabled it
 * hears nothing. `<div {...parameterControl(hand, { label, axis: 'y', pixels: 180 })}>`, with `<HandEntry>` inside.
 */
export function parameterControl(
  hand: ParameterHand,
  { label, role = 'slider', axis, pixels, doubleClick = 'resets', disabled = false }: ParameterControl,
) {
  const { spec, value } = hand;
  return {
    role,
    tabindex: disabled ? -1 : 0,
    'aria-label': label,
    'aria-orientation': role === 'slider' ? (axis === 'y' ? 'vertical' : 'horizontal') : undefined,
    'aria-disabled': disabled,
    'aria-valuemin': Math.max(spec.minimum, SPOKEN_FLOOR_DB),
    'aria-valuemax': spec.maximum,
    'aria-valuenow': Math.max(value, SPOKEN_FLOOR_DB),
    'aria-valuetext': parameterText(spec, value),
    onpointerdown: (event: PointerEvent) => {
      if (disabled || event.button !== 0) return;
      (event.currentTarget as HTMLElement).focus({ preventScroll: true });
      hand.drag(event, { axis, pixels: Math.max(1, pixels) });
    },
    ondblclick: () => {
      if (disabled) return;
      if (doubleClick === 'types') hand.openEntry('');
      else hand.reset();
    },
    onkeydown: (event: KeyboardEvent) => {
      if (!disabled) hand.key(event);
    },
    onwheel: (event: WheelEvent) => {
      if (!disabled) hand.wheel(event);
    },
  } as const;
}
