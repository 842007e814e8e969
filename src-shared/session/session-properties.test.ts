import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apartFromIds } from '../testing/apart-from-ids.ts';
import { afterEdits, diffOfEdit, type Edit, editArbitrary, emptySession } from '../testing/random-edits.ts';
import { applyDiff } from './apply-diff.ts';
import { sessionChecksum } from './checksum.ts';
import { type CommandName, commands } from './commands/index.ts';
import { commit, follow, type JournalEntry, newDocument, redo, type SessionDocument, undo } from './document.ts';
import { fromJson, toJson } from './json.ts';
import { mergeDiffs } from './merge-diffs.ts';
import { reverseDiff } from './reverse-diff.ts';
import type { Session } from './session.ts';
import { readSessionFile, toSession, writeSessionFile } from './session-file.ts';
import { validateSession } from './validation/validate-session.ts';

const edits = fc.array(editArbitrary, { minLength: 10, maxLength: 80, size: 'max' });
const RUNS = { numRuns: 60 };

function check(property: (list: Edit[]) => void): void {
  fc.assert(fc.property(edits, property), RUNS);
}

/** A document and the entries that made it, with an undo or redo now and then. */
function played(list: readonly Edit[]): { readonly document: SessionDocument; readonly entries: JournalEntry[] } {
  let document = newDocument(emptySession());
  const entries: JournalEntry[] = [];
  for (const edit of list) {
    const roll = (edit.dice[9] ?? 0) / 0x10000;
    const byHand = () => {
      const key = roll > 0.7 ? 'drag' : null;
      return commit(document, edit.name, diffOfEdit(document.session, edit) ?? [], key);
    };
    const step = roll < 0.1 ? undo(document) : roll < 0.15 ? redo(document) : byHand();
    if (!step) continue;
    document = step.document;
    entries.push(step.entry);
  }
  return { document, entries };
}

describe('after any sequence of commands', () => {
  test('every command is reached and changes something', () => {
    const reached = new Set<CommandName>();
    const grown = fc.sample(edits, { numRuns: 220, seed: 7 });
    for (const list of grown) {
      let session = emptySession();
      for (const edit of list) {
        const diff = diffOfEdit(session, edit) ?? [];
        if (diff.length > 0) reached.add(edit.name);
        session = applyDiff(session, diff);
      }
    }
    expect(Object.keys(commands).filter((name) => !reached.has(name as CommandName))).toEqual([]);
  });

  test('the session is valid after every one', () => {
    check((list) => {
      let session = emptySession();
      for (const edit of list) {
        session = applyDiff(session, diffOfEdit(session, edit) ?? []);
        expect(validateSession(session), edit.name).toEqual([]);
      }
    });
  });

  test('a command leaves the session it got as it was', () => {
    check((list) => {
      const session = afterEdits(emptySession(), list);
      const before = toJson(session);
      for (const edit of list) diffOfEdit(session, edit);
      expect(toJson(session)).toBe(before);
    });
  });

  test('reversing each diff in turn comes back to the start', () => {
    check((list) => {
      let session: Session = emptySession();
      const steps: { readonly before: Session; readonly diff: ReturnType<typeof diffOfEdit> }[] = [];
      for (const edit of list) {
        const diff = diffOfEdit(session, edit) ?? [];
        steps.push({ before: session, diff });
        session = applyDiff(session, diff);
      }
      for (const { before, diff } of steps.reverse()) {
        session = applyDiff(session, reverseDiff(diff ?? []));
        expect(session).toEqual(before);
      }
    });
  });

  test('one merged diff does what all did', () => {
    check((list) => {
      let session = emptySession();
      let merged: NonNullable<ReturnType<typeof diffOfEdit>> = [];
      for (const edit of list) {
        const diff = diffOfEdit(session, edit) ?? [];
        merged = mergeDiffs(merged, diff);
        session = applyDiff(session, diff);
      }
      expect(applyDiff(emptySession(), merged)).toEqual(session);
      expect(applyDiff(session, reverseDiff(merged))).toEqual(emptySession());
    });
  });

  test('undoing all and redoing all come back, step by step', () => {
    check((list) => {
      const { document } = played(list);
      const states: Session[] = [document.session];
      let current = document;
      for (let step = undo(current); step; step = undo(current)) {
        current = step.document;
        states.push(current.session);
      }
      expect(apartFromIds(current.session)).toEqual(apartFromIds(emptySession()));
      for (const state of states.reverse().slice(1)) {
        current = (redo(current) as NonNullable<ReturnType<typeof redo>>).document;
        expect(apartFromIds(current.session)).toEqual(apartFromIds(state));
      }
      expect(current.session.settings.session.nextId).toBe(document.session.settings.session.nextId);
    });
  });

  test('an id that was given names nothing else, whatever is undone', () => {
    check((list) => {
      const { entries } = played(list);
      const given = new Map<string, number>();
      // An input bears the id of its track.
      for (const { kind, sequence, diff } of entries)
        for (const { table, id, before } of diff)
          if (kind === 'commit' && before === null && table !== 'inputs' && /-\d+$/.test(id)) {
            expect(given.get(`${table} ${id}`), `${table} ${id} again in ${sequence}`).toBeUndefined();
            given.set(`${table} ${id}`, sequence);
          }
    });
  });

  test('a saved session loads equal', () => {
    check((list) => {
      const session = afterEdits(emptySession(), list);
      const file = readSessionFile(writeSessionFile(session, 5));
      expect(toSession(file.tables, file.version)).toEqual(session);
    });
  });

  test('a mirror that follows the entries, as text, equals the owner', () => {
    check((list) => {
      const { document, entries } = played(list);
      let mirror = newDocument(emptySession());
      for (const entry of entries) mirror = follow(mirror, fromJson(toJson(entry)) as JournalEntry);
      expect(mirror).toEqual(document);
      expect(sessionChecksum(mirror.session)).toBe(sessionChecksum(document.session));
    });
  });

  test('a mirror that misses an entry or holds another session notices', () => {
    check((list) => {
      const { entries } = played(list);
      if (entries.length < 2) return;
      expect(() => follow(newDocument(emptySession()), entries[1] as JournalEntry)).toThrow('does not follow');
      const other = emptySession();
      const changed = { ...other, settings: { session: { ...other.settings.session, name: 'Other' } } };
      const first = entries[0] as JournalEntry;
      if (first.diff.some(({ table }) => table === 'settings')) return;
      expect(() => follow(newDocument(changed), first)).toThrow('does not fit');
    });
  });
});
