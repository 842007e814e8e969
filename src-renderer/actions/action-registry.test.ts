import { describe, expect, it, vi } from 'vitest';
import type { MachineStore } from '../client/machine-store.ts';
import { masterActions } from '../master/master-actions.ts';
import { mixActions } from '../mixer/mix-actions.ts';
import type { App } from '../state/app.svelte.ts';
import { arrangeActions } from '../timeline/arrange-actions.ts';
import type { Action, ActionScope } from './action.ts';
import { ActionRegistry } from './action-registry-state.svelte.ts';
import { allActions } from './all-actions.ts';
import { normalKeys } from './key-names.ts';
import { paneActions } from './pane-actions.ts';
import { PaneFocus } from './pane-focus.ts';

function memory(kept: Record<string, string> = {}): MachineStore & { kept: Record<string, string> } {
  return {
    kept,
    get: (key) => kept[key] ?? null,
    set: (key, value) => {
      kept[key] = value;
    },
  };
}

const app = () =>
  ({
    info: { platform: 'linux' },
    notify: vi.fn(),
    attempt: (work: () => Promise<unknown>) => work(),
  }) as unknown as App;

const action = (id: string, scope: ActionScope, keys: string[], more: Partial<Action> = {}): Action => ({
  id,
  label: id,
  group: 'Edit',
  scope,
  keys,
  run: vi.fn(),
  ...more,
});

const press = (code: string) =>
  ({ code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }) as KeyboardEvent;

describe('the registry', () => {
  it('gives a key to the nearest scope: S splits a clip and solos a track', () => {
    const registry = new ActionRegistry(app(), memory());
    registry.add([action('split', 'clip', ['KeyS']), action('solo', 'track', ['KeyS'])]);
    const found = (scopes: ActionScope[]) => registry.forKey(press('KeyS'), scopes)?.action.id;
    expect(found(['clip', 'timeline', 'everywhere'])).toBe('split');
    expect(found(['track', 'everywhere'])).toBe('solo');
    expect(found(['everywhere'])).toBeUndefined();
  });

  it('lets a view add actions, take the place of one, and take them out again', () => {
    const registry = new ActionRegistry(app(), memory());
    registry.add([action('zoom', 'everywhere', ['KeyZ'], { label: 'first' })]);
    const remove = registry.add([action('zoom', 'everywhere', ['KeyZ'], { label: 'second' })]);
    expect(registry.all.map(({ label }) => label)).toEqual(['second']);
    remove();
    expect(registry.all.map(({ label }) => label)).toEqual(['first']);
  });

  it('remembers rebound keys on this machine, and what was stored badly harms nothing', () => {
    const store = memory();
    const undo = action('undo', 'everywhere', ['$mod+KeyZ']);
    const first = new ActionRegistry(app(), store);
    first.add([undo]);
    first.rebind(undo, ['KeyU']);
    const second = new ActionRegistry(app(), store);
    second.add([undo]);
    expect(second.forKey(press('KeyU'), ['everywhere'])?.action).toBe(undo);
    second.rebind(undo, null);
    expect(new ActionRegistry(app(), store).keysOf(undo)).toEqual(['$mod+KeyZ']);
    for (const bad of ['{', 'null', '{"undo":5}', '[]']) {
      expect(new ActionRegistry(app(), memory({ keys: bad })).keysOf(undo)).toEqual(['$mod+KeyZ']);
    }
  });

  it('warns of a collision where both would be heard, and only there', () => {
    const registry = new ActionRegistry(app(), memory());
    const split = action('split', 'clip', ['KeyS']);
    const solo = action('solo', 'track', ['KeyS']);
    const everywhere = action('save', 'everywhere', ['KeyX']);
    registry.add([split, solo, everywhere]);
    expect(registry.collisions(split, 'KeyS')).toEqual([]);
    expect(registry.collisions(split, 'KeyX')).toEqual([everywhere]);
    expect(registry.collisions(everywhere, 'KeyS')).toEqual([split, solo]);
  });

  it('says why an action cannot be done instead of doing it', () => {
    const own = app();
    const registry = new ActionRegistry(own, memory());
    const run = vi.fn();
    registry.add([action('join', 'everywhere', [], { whyNot: () => 'Choose two clips.', run })]);
    registry.run('join');
    expect(run).not.toHaveBeenCalled();
    expect(own.notify).toHaveBeenCalledWith('Choose two clips.', 'warning');
    expect(registry.tip('join')).toBe('join: Choose two clips.');
  });
});

describe('the actions of the shell', () => {
  const views: readonly (readonly [name: string, actions: readonly Action[]])[] = [
    ['no view', []],
    ['arrange', arrangeActions({ app: {} } as never)],
    ['mix', mixActions({} as never)],
    ['master', masterActions({} as never)],
  ];
  it.each(views)('have one id each, and no two the same key in the same place: with %s open', (_name, own) => {
    const everywhere = [...allActions, ...paneActions(new PaneFocus())];
    for (const list of [everywhere, own]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    // What a view adds takes the place of what has its id.
    const all = [...new Map([...everywhere, ...own].map((one) => [one.id, one])).values()];
    const taken = all.flatMap(({ scope, keys }) => keys.map((keys) => `${scope} ${normalKeys(keys)}`));
    expect(taken.filter((place, index) => taken.indexOf(place) !== index)).toEqual([]);
  });
});
