/** The native menu, from the actions of the page: the same labels and keys as its buttons and its palette. */
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuAction } from '../../src-shared/protocol/window-host.ts';

export type MenuOptions = {
  readonly isMac: boolean;
  /** Adds the developer tools. */
  readonly isDevelopment: boolean;
  /** Told the id of a chosen action. */
  readonly choose: (actionId: string) => void;
};

/** The menus in their order, and the groups of actions that stand in each. A group that is not named gets its own. */
const MENUS: readonly (readonly [label: string, groups: readonly string[]])[] = [
  ['File', ['Session']],
  ['Edit', ['Edit']],
  ['Track', ['Track']],
  ['Clip', ['Clip']],
  ['Timeline', ['Timeline']],
  ['Transport', ['Transport']],
  ['Mix', ['Mixer', 'Master']],
  ['View', ['View']],
];

/** What a text field needs in the menu: on a Mac its keys work through it. */
const TEXT_ROLES = ['cut', 'copy', 'paste', 'selectAll'] as const;

export function menuTemplate(actions: readonly MenuAction[], options: MenuOptions): MenuItemConstructorOptions[] {
  const known = new Set(MENUS.flatMap(([, groups]) => groups));
  const others = [...new Set(actions.map(({ group }) => group))].filter((group) => !known.has(group));
  const menus = [...MENUS, ...others.map((group) => [group, [group]] as const)].map(([label, groups]) => {
    const items = groups.map((group) => actions.filter((action) => action.group === group));
    const listed = items.filter((list) => list.length > 0).map((list) => list.map((action) => item(action, options)));
    return { label, submenu: separated([...listed, ...rolesOf(label, options)]) };
  });
  return [
    ...(options.isMac ? [{ role: 'appMenu' } as const] : []),
    ...menus.filter(({ submenu }) => submenu.length > 0),
    { role: 'windowMenu' },
  ];
}

function item({ id, label, keys }: MenuAction, { choose, isMac }: MenuOptions): MenuItemConstructorOptions {
  const accelerator = keys.map((key) => acceleratorOf(key)).find((found) => found !== undefined);
  return {
    id,
    label,
    click: () => choose(id),
    // The page listens to its keys itself, where they can be rebound; the menu shows them. A Mac gives a key to the menu
    // only when the page has let it pass.
    ...(accelerator ? { accelerator, ...(isMac ? {} : { registerAccelerator: false }) } : {}),
  };
}

/** The system's own entries of a menu, in groups. */
function rolesOf(menu: string, { isMac, isDevelopment }: MenuOptions): MenuItemConstructorOptions[][] {
  if (menu === 'Edit') return [TEXT_ROLES.map((role) => ({ role }))];
  if (menu === 'File' && !isMac) return [[{ role: 'quit' }]];
  if (menu === 'View')
    return [[{ role: 'togglefullscreen' }, ...(isDevelopment ? [{ role: 'toggleDevTools' } as const] : [])]];
  return [];
}

function separated(groups: readonly MenuItemConstructorOptions[][]): MenuItemConstructorOptions[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' as const }, ...group]));
}

const KEYS: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Minus: '-',
  Equal: '=',
  Enter: 'Return',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
};
const MODIFIERS: Readonly<Record<string, string>> = {
  $mod: 'CommandOrControl',
  Control: 'Control',
  Meta: 'Super',
  Alt: 'Alt',
  Shift: 'Shift',
};

/**
 * Keys in tinykeys' writing as Electron writes them; undefined for what no menu should show: a plain letter would take
 * the letter from every text field of a Mac.
 */
export function acceleratorOf(keys: string): string | undefined {
  const parts = keys.split('+');
  const code = parts.pop() ?? '';
  const modifiers = parts.map((part) => MODIFIERS[part]);
  const key =
    KEYS[code] ??
    /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1] ??
    /^(?:F\d+|Space|Tab|Home|End|PageUp|PageDown|Delete|Backspace)$/.exec(code)?.[0];
  const isSafe = /^F\d+$/.test(code) || parts.some((part) => part !== 'Shift' && part !== 'Alt');
  if (key === undefined || modifiers.includes(undefined) || !isSafe) return undefined;
  return [...modifiers, key].join('+');
}
