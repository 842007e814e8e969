import { describe, expect, test } from 'vitest';
import { acceleratorOf, type MenuOptions, menuTemplate } from './menu-template.ts';

const actions = [
  { id: 'session.save', label: 'Save', group: 'Session', keys: ['$mod+KeyS'] },
  { id: 'clip.split', label: 'Split', group: 'Clip', keys: ['KeyS'] },
  { id: 'master.bounce', label: 'Bounce…', group: 'Master', keys: [] },
  { id: 'mixer.reset', label: 'Reset', group: 'Mixer', keys: [] },
  { id: 'stage.room', label: 'Room', group: 'Stage', keys: [] },
];

function template(options: Partial<MenuOptions> = {}) {
  return menuTemplate(actions, { isMac: false, isDevelopment: false, choose: () => {}, ...options });
}

const itemsOf = (menus: ReturnType<typeof template>, label: string) =>
  (menus.find((menu) => menu.label === label)?.submenu ?? []) as { label?: string; role?: string; id?: string }[];

describe('the native menu', () => {
  test('every action stands in it once, and chooses itself', () => {
    const chosen: string[] = [];
    const menus = template({ choose: (id) => chosen.push(id) });
    const items = menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    for (const item of items) item.click?.(undefined as never, undefined as never, undefined as never);
    expect(chosen.sort()).toEqual(actions.map(({ id }) => id).sort());
  });

  test('a group that no menu names gets a menu of its own, and a menu without actions is left out', () => {
    const labels = template().map(({ label, role }) => label ?? role);
    expect(labels).toEqual(['File', 'Edit', 'Clip', 'Mix', 'View', 'Stage', 'windowMenu']);
  });

  test('a Mac has its own first menu with quit, others quit from File', () => {
    expect(template({ isMac: true })[0]).toEqual({ role: 'appMenu' });
    expect(itemsOf(template({ isMac: true }), 'File').some(({ role }) => role === 'quit')).toBe(false);
    expect(itemsOf(template(), 'File').at(-1)).toEqual({ role: 'quit' });
  });

  test('text fields keep their keys', () => {
    expect(itemsOf(template(), 'Edit').map(({ role }) => role)).toEqual(['cut', 'copy', 'paste', 'selectAll']);
  });

  test('the developer tools are for developers', () => {
    expect(itemsOf(template(), 'View').map(({ role }) => role)).toEqual(['togglefullscreen']);
    expect(itemsOf(template({ isDevelopment: true }), 'View').map(({ role }) => role)).toContain('toggleDevTools');
  });
});

test.each([
  ['$mod+Shift+KeyZ', 'CommandOrControl+Shift+Z'],
  ['$mod+Digit1', 'CommandOrControl+1'],
  ['$mod+Comma', 'CommandOrControl+,'],
  ['Control+ArrowLeft', 'Control+Left'],
  ['F6', 'F6'],
  ['KeyS', undefined],
  ['Shift+KeyM', undefined],
  ['Alt+KeyM', undefined],
  ['Space', undefined],
  ['$mod+Lang1', undefined],
  ['Hyper+KeyA', undefined],
])('%s is %s in a menu', (keys, accelerator) => {
  expect(acceleratorOf(keys)).toBe(accelerator);
});
