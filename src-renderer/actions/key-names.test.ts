import { describe, expect, it } from 'vitest';
import { isTyping, keysOf, keyText, normalKeys } from './key-names.ts';

const press = (code: string, held: Partial<KeyboardEvent> = {}) =>
  ({ code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }) as KeyboardEvent;

describe('keys', () => {
  it('read as the system writes them', () => {
    expect(
      ['$mod+Shift+KeyZ', 'Space', 'ArrowLeft', 'Digit1', 'Shift+Slash', 'F6'].map((keys) => keyText(keys, false)),
    ).toEqual(['Ctrl+Shift+Z', 'Space', '←', '1', 'Shift+/', 'F6']);
    expect(keyText('$mod+Shift+KeyZ', true)).toBe('⇧⌘Z');
  });

  it('are named from a press, the same whatever the order', () => {
    expect(keysOf(press('KeyZ', { ctrlKey: true, shiftKey: true }), false)).toBe('$mod+Shift+KeyZ');
    expect(keysOf(press('KeyZ', { metaKey: true, shiftKey: true }), true)).toBe('$mod+Shift+KeyZ');
    expect(keysOf(press('KeyZ', { ctrlKey: true }), true)).toBe('Control+KeyZ');
    expect(keysOf(press('ShiftLeft', { shiftKey: true }), false)).toBeUndefined();
    expect(normalKeys('Shift+Alt+$mod+KeyK')).toBe('$mod+Alt+Shift+KeyK');
  });

  it('belong to a text field when it writes or edits with them', () => {
    expect(['KeyS', 'Shift+KeyS', 'Delete', 'Space', '$mod+KeyZ', '$mod+KeyA', 'Home'].every(isTyping)).toBe(true);
    expect(['$mod+KeyK', '$mod+KeyS', 'F6', '$mod+Shift+KeyH'].some(isTyping)).toBe(false);
  });
});
