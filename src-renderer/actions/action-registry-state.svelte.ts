import { untrack } from 'svelte';
import type { MachineStore } from '../client/machine-store.ts';
import type { App } from '../state/app.svelte.ts';
import type { Action, ActionScope } from './action.ts';
import { keysOf, keyText, normalKeys } from './key-names.ts';

const STORE_KEY = 'keys';

/**
 * Every action there is now, with its keys: the palette, the menus, the keyboard and the shortcut sheet read it. A view
 * adds its own while it is open: `$effect(() => actions.add(timelineActions(view)))`.
 */
export class ActionRegistry {
  readonly #app: App;
  readonly #store: MachineStore;
  readonly isMac: boolean;
  #added: readonly (readonly Action[])[] = $state.raw([]);
  /** Keys that were rebound, by action; an empty list took them away. */
  #rebound: { readonly [actionId: string]: readonly string[] } = $state.raw({});
  /** By id: what is added later takes the place of what has its id. */
  readonly #byId = $derived(new Map(this.#added.flat().map((action) => [action.id, action])));
  readonly all: readonly Action[] = $derived([...this.#byId.values()]);

  constructor(app: App, store: MachineStore) {
    this.#app = app;
    this.#store = store;
    this.isMac = /mac|darwin/i.test(app.info.platform);
    this.#rebound = readRebound(store.get(STORE_KEY));
  }

  /** Adds actions; returns what takes them out again. */
  add(actions: readonly Action[]): () => void {
    // An effect that adds does not depend on what others added.
    this.#added = [...untrack(() => this.#added), actions];
    return () => {
      this.#added = this.#added.filter((other) => other !== actions);
    };
  }

  byId(id: string): Action | undefined {
    return this.#byId.get(id);
  }

  keysOf(action: Action): readonly string[] {
    return this.#rebound[action.id] ?? action.keys;
  }

  isRebound(action: Action): boolean {
    return this.#rebound[action.id] !== undefined;
  }

  /** Its first key as people read it; empty without one. */
  keyText(id: string): string {
    const action = this.byId(id);
    const keys = action && this.keysOf(action)[0];
    return keys ? keyText(keys, this.isMac) : '';
  }

  /** For `data-tip`: what it does and its key, or why it cannot be done now. */
  tip(id: string, label?: string): string {
    const action = this.byId(id);
    if (!action) return label ?? '';
    const why = action.whyNot?.(this.#app);
    return why ? `${label ?? action.label}: ${why}` : `${label ?? action.label}\t${this.keyText(id)}`;
  }

  can(id: string): boolean {
    const action = this.byId(id);
    return action !== undefined && action.whyNot?.(this.#app) === undefined;
  }

  /** Runs an action; what it cannot do becomes a notice. Answers false when there is no such action. */
  run(id: string): boolean {
    const action = this.byId(id);
    if (!action) return false;
    const why = action.whyNot?.(this.#app);
    if (why) this.#app.notify(why, 'warning');
    else void this.#app.attempt(async () => action.run(this.#app));
    return true;
  }

  /** The action that a key press runs, the nearest scope first; undefined when none has it there. */
  forKey(
    event: KeyboardEvent,
    scopes: readonly ActionScope[],
  ): { readonly action: Action; readonly keys: string } | undefined {
    const keys = keysOf(event, this.isMac);
    if (keys === undefined) return undefined;
    for (const scope of scopes) {
      const action = this.all.find(
        (candidate) => candidate.scope === scope && this.keysOf(candidate).some((own) => normalKeys(own) === keys),
      );
      if (action) return { action, keys };
    }
    return undefined;
  }

  /** Gives an action these keys instead of its own; null gives it back its own. */
  rebind(action: Action, keys: readonly string[] | null): void {
    const { [action.id]: _old, ...others } = this.#rebound;
    this.#rebound = keys === null ? others : { ...others, [action.id]: keys.map(normalKeys) };
    this.#store.set(STORE_KEY, JSON.stringify(this.#rebound));
  }

  /** Who else would hear these keys: in the same scope, or where one of the two is heard everywhere. */
  collisions(action: Action, keys: string): readonly Action[] {
    const wanted = normalKeys(keys);
    return this.all.filter(
      (other) =>
        other.id !== action.id &&
        (other.scope === action.scope || other.scope === 'everywhere' || action.scope === 'everywhere') &&
        this.keysOf(other).some((own) => normalKeys(own) === wanted),
    );
  }
}

/** What was stored, as far as it is what we store: a file of another version loses nothing else. */
function readRebound(text: string | null): { readonly [actionId: string]: readonly string[] } {
  try {
    const stored: unknown = JSON.parse(text ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const entries = Object.entries(stored).filter(
      ([, keys]) => Array.isArray(keys) && keys.every((key) => typeof key === 'string'),
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
