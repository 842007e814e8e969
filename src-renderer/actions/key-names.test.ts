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

  it('are letters by what they write, on a German or a French keyboard too; by their place where they write none', () => {
    const named = (code: string, key: string, held: Partial<KeyboardEvent> = {}) =>
      keysOf(press(code, { key, ...held }), false);
    expect(named('KeyY', 'z', { ctrlKey: true })).toBe('$mod+KeyZ');
    expect(named('KeyZ', 'Y', { ctrlKey: true, shiftKey: true })).toBe('$mod+Shift+KeyY');
    expect(named('KeyQ', 'a')).toBe('KeyA');
    // A digit of a French keyboard, Alt on a Mac, Cyrillic.
    expect([named('Digit1', '&'), named('KeyD', '∂', { altKey: true }), named('KeyS', 'ы')]).toEqual([
      'Digit1',
      'Alt+KeyD',
      'KeyS',
    ]);
    // Where a French keyboard has M, and what it has in its place.
    expect([named('Semicolon', 'm'), named('KeyM', ',')]).toEqual(['KeyM', 'Comma']);
  });

  it('belong to a text field when it writes or edits with them', () => {
    expect(['KeyS', 'Shift+KeyS', 'Delete', 'Space', '$mod+KeyZ', '$mod+KeyA', 'Home'].every(isTyping)).toBe(true);
    expect(['$mod+KeyK', '$mod+KeyS', 'F6', '$mod+Shift+KeyH'].some(isTyping)).toBe(false);
  });
});
