import { describe, expect, it } from 'vitest';
import { SelectionState } from './selection-state.svelte.ts';

describe('what is chosen', () => {
  it('goes when it is no longer there, and only that', () => {
    const selection = new SelectionState();
    selection.selectClips(['a', 'b']);
    selection.selectStrip('bass');
    const before = selection.clipIds;
    selection.forget(new Set(['c', 'bass']));
    expect(selection.clipIds).toBe(before);
    expect(selection.stripId).toBeNull();
    selection.forget(new Set(['b']));
    expect([...selection.clipIds]).toEqual(['a']);
  });
});
