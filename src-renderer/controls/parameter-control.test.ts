import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { channelParameters } from '../../src-shared/dsp/channel/channel.ts';
import { parameterControl } from './parameter-control.ts';
import { ParameterHand } from './parameter-hand-state.svelte.ts';

const spec = channelParameters.gainDb;

/** A level that its hand changes at once, and what was asked for it. */
function levelAt(start: number) {
  const level = { value: start, keys: new Set<string>() };
  const hand = new ParameterHand(() => ({
    spec,
    value: level.value,
    onchange: (value, key) => {
      level.value = value;
      level.keys.add(key);
    },
  }));
  const control = (more: Partial<Parameters<typeof parameterControl>[1]> = {}) =>
    parameterControl(hand, { label: 'Bass level', axis: 'y', pixels: 200, ...more });
  return { level, hand, control };
}

/** An element that only hears and takes pointer and focus. */
class FakeElement extends EventTarget {
  focus = vi.fn();
  setPointerCapture = vi.fn();
  releasePointerCapture = vi.fn();
  hasPointerCapture = () => true;
}

const event = <E>(fields: object) => ({ preventDefault: vi.fn(), stopPropagation: vi.fn(), ...fields }) as E;
const key = (name: string, fields = {}) => event<KeyboardEvent>({ key: name, ...fields });
const pointer = (type: string, clientY: number, fields = {}) =>
  Object.assign(new Event(type), { pointerId: 1, button: 0, clientX: 0, clientY, ...fields });

function press(control: ReturnType<typeof parameterControl>, element: FakeElement, fields = {}) {
  const down = event<PointerEvent>({
    pointerId: 1,
    button: 0,
    clientX: 0,
    clientY: 0,
    currentTarget: element,
    ...fields,
  });
  control.onpointerdown(down);
}

beforeEach(() => vi.stubGlobal('window', new EventTarget()));
afterEach(() => vi.unstubAllGlobals());

describe('a control of a parameter', () => {
  it('tells a screen reader a finite value, and its text', () => {
    expect(levelAt(Number.NEGATIVE_INFINITY).control()).toMatchObject({
      role: 'slider',
      'aria-label': 'Bass level',
      'aria-orientation': 'vertical',
      'aria-valuemin': -144,
      'aria-valuemax': 6,
      'aria-valuenow': -144,
      'aria-valuetext': '−∞ dB',
      tabindex: 0,
    });
  });

  it('follows a drag 1 : 1 on its travel, as one step', () => {
    const { level, control } = levelAt(0);
    const element = new FakeElement();
    press(control(), element);
    expect(element.focus).toHaveBeenCalled();
    for (const y of [10, 20, 40]) element.dispatchEvent(pointer('pointermove', y));
    element.dispatchEvent(pointer('pointerup', 40));
    // A fifth of the travel down from 0 dB, which is at 10^(−6/40) of it.
    expect(level.value).toBeCloseTo(40 * Math.log10(10 ** (-6 / 40) - 0.2) + 6, 1);
    expect(level.keys.size).toBe(1);
    element.dispatchEvent(pointer('pointermove', 80));
    expect(level.keys.size).toBe(1);
  });

  it.each(['shiftKey', 'altKey'])('drags a tenth of a dB a pixel with %s', (held) => {
    const { level, control } = levelAt(-6);
    const element = new FakeElement();
    press(control(), element);
    element.dispatchEvent(pointer('pointermove', 5, { [held]: true }));
    expect(level.value).toBeCloseTo(-6.5, 9);
  });

  it('goes back to where a drag began with Esc', () => {
    const { level, control } = levelAt(-6);
    const element = new FakeElement();
    press(control(), element);
    element.dispatchEvent(pointer('pointermove', 50));
    expect(level.value).toBeLessThan(-6);
    window.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Escape' }));
    expect(level.value).toBe(-6);
  });

  it('goes back too where it is taken off the page in a drag, and listens no more', () => {
    const { level, hand, control } = levelAt(-6);
    const element = new FakeElement();
    press(control(), element);
    element.dispatchEvent(pointer('pointermove', 50));
    // Told to the document, which is all that a window still hears of it.
    window.dispatchEvent(pointer('lostpointercapture', 50));
    expect([level.value, hand.dragging]).toEqual([-6, false]);
    const later = Object.assign(new Event('keydown', { cancelable: true }), { key: 'Escape' });
    window.dispatchEvent(later);
    expect(later.defaultPrevented).toBe(false);
  });

  it('leaves a swipe sideways to what scrolls around it', () => {
    const { level, control } = levelAt(-6);
    const swipe = event<WheelEvent>({ deltaY: 0, deltaX: 120, shiftKey: false });
    control().onwheel(swipe);
    expect(level.value).toBe(-6);
    expect(swipe.preventDefault).not.toHaveBeenCalled();
  });

  it('takes a drag of the first button alone', () => {
    const { level, control } = levelAt(-6);
    const element = new FakeElement();
    press(control(), element, { button: 2 });
    element.dispatchEvent(pointer('pointermove', 50));
    expect(level.value).toBe(-6);
    expect(element.focus).not.toHaveBeenCalled();
  });

  it('goes to its default at a double click, or opens number entry', () => {
    const { level, hand, control } = levelAt(-6);
    control().ondblclick();
    expect(level.value).toBe(0);
    control({ doubleClick: 'types' }).ondblclick();
    expect(hand.entry).toBe('');
    expect(hand.type('-12')).toBe(true);
    expect(level.value).toBe(-12);
    expect(hand.type('loud')).toBe(false);
  });

  it('steps by wheel and keys, finely with Shift or Alt', () => {
    const { level, control } = levelAt(-6);
    const steps: [() => void, number][] = [
      [() => control().onwheel(event<WheelEvent>({ deltaY: -120, deltaX: 0 })), -5.5],
      [() => control().onwheel(event<WheelEvent>({ deltaY: 0, deltaX: 120, shiftKey: true })), -5.6],
      [() => control().onkeydown(key('ArrowUp', { altKey: true })), -5.5],
      [() => control().onkeydown(key('ArrowDown')), -6],
      [() => control().onkeydown(key('PageUp')), -3],
      [() => control().onkeydown(key('End')), 6],
      [() => control().onkeydown(key('Home')), Number.NEGATIVE_INFINITY],
      [() => control().onkeydown(key('Delete')), 0],
    ];
    for (const [act, value] of steps) {
      act();
      expect(level.value).toBeCloseTo(value, 9);
    }
  });

  it('opens number entry with Enter or a digit, and leaves other keys to others', () => {
    const { hand, control } = levelAt(-6);
    control().onkeydown(key('7'));
    expect(hand.entry).toBe('7');
    control().onkeydown(key('Enter'));
    expect(hand.entry).toBe('');
    for (const other of [key('m'), key('ArrowUp', { ctrlKey: true })]) {
      control().onkeydown(other);
      expect(other.preventDefault).not.toHaveBeenCalled();
    }
  });

  it('hears nothing while it is disabled', () => {
    const { level, hand, control } = levelAt(-6);
    const disabled = control({ disabled: true });
    press(disabled, new FakeElement());
    disabled.ondblclick();
    disabled.onkeydown(key('ArrowUp'));
    disabled.onwheel(event<WheelEvent>({ deltaY: -120, deltaX: 0 }));
    expect([level.value, hand.entry, disabled.tabindex]).toEqual([-6, null, -1]);
  });
});
