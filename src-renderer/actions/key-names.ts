/** Keys in tinykeys' writing (`$mod+Shift+KeyZ`), as people read them, and from the key that somebody presses. */

const NAMES: { readonly [code: string]: string } = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Minus: '−',
  Equal: '+',
  NumpadAdd: 'Num +',
  NumpadSubtract: 'Num −',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
};
const MODIFIERS = ['$mod', 'Control', 'Alt', 'Shift', 'Meta'] as const;

/** `Ctrl+Shift+Z`; on a Mac `⇧⌘Z`. */
export function keyText(keys: string, isMac: boolean): string {
  const parts = keys.split('+');
  const code = parts.pop() ?? '';
  const name = NAMES[code] ?? code.replace(/^(Key|Digit)/, '').replace(/^Numpad/, 'Num ');
  if (!isMac) return [...parts.map((part) => (part === '$mod' ? 'Ctrl' : part)), name].join('+');
  const signs: { readonly [part: string]: string } = { $mod: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧', Meta: '⌘' };
  return (
    [...parts]
      .reverse()
      .map((part) => signs[part] ?? part)
      .join('') + name
  );
}

/**
 * What a pressed key is called; undefined while only modifiers are down. A letter is the one that it writes: Undo is on
 * the key that says Z, wherever a keyboard has it. All else, and letters that are not Latin, go by their place.
 */
export function keysOf(event: KeyboardEvent, isMac: boolean): string | undefined {
  if (/^(Control|Shift|Alt|Meta)(Left|Right)$/.test(event.code) || event.code === '') return undefined;
  const code = /^[a-z]$/i.test(event.key) ? `Key${event.key.toUpperCase()}` : event.key === ',' ? 'Comma' : event.code;
  const held = {
    $mod: isMac ? event.metaKey : event.ctrlKey,
    Control: isMac && event.ctrlKey,
    Alt: event.altKey,
    Shift: event.shiftKey,
    Meta: !isMac && event.metaKey,
  };
  return [...MODIFIERS.filter((modifier) => held[modifier]), code].join('+');
}

/** The same keys in one spelling, so that two can be compared: modifiers in one order. */
export function normalKeys(keys: string): string {
  const parts = keys.split('+');
  const code = parts.pop() ?? '';
  return [...MODIFIERS.filter((modifier) => parts.includes(modifier)), code].join('+');
}

/** Whether a text field wants these keys for itself: everything it writes or edits with. */
export function isTyping(keys: string): boolean {
  const parts = keys.split('+');
  const code = parts.pop() ?? '';
  if (/^F\d+$/.test(code)) return false;
  if (!parts.some((part) => part === '$mod' || part === 'Control' || part === 'Meta')) return true;
  return /^(Key[ZYAXCVBUIE]|Arrow.*|Home|End|Backspace|Delete|Enter)$/.test(code);
}
