import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import { setPath } from '../../../src-shared/session/commands/set-path.ts';
import { createSession } from '../../../src-shared/session/create-session.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { validateSession } from '../../../src-shared/session/validation/validate-session.ts';
import { apartFromIds } from '../../../src-shared/testing/apart-from-ids.ts';
import { diffOfEdit, editArbitrary, emptySession } from '../../../src-shared/testing/random-edits.ts';
import { recoverSession } from './recover-session.ts';
import { SessionStore } from './session-store.ts';

let parent = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mixdown-store-'));
});
afterEach(async () => rm(parent, { recursive: true, force: true }));

const song = () => join(parent, 'Söng 1.mixdown');
const inside = (name: string) => join(song(), name);
const empty = () => createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
const addTrack = (store: SessionStore, name: string) =>
  store.commit('Add track', runCommand(store.session, 'addStrip', { kind: 'track', name }));
const setGain = (store: SessionStore, text: string, key: string | null = null) =>
  store.commit('Gain', setPath(store.session, { path: 'master.gainDb', text }), key);

/** A closed folder after five tracks, one undo, and a save in the middle; and every state on the way. */
async function fiveTracks(): Promise<Session[]> {
  const store = await SessionStore.create(song(), empty());
  const states = [store.session];
  for (const name of ['A', 'B', 'C', '-inf', 'E']) {
    addTrack(store, name);
    states.push(store.session);
    if (name === 'B') await store.save();
  }
  store.undo();
  states.push(store.session);
  await store.sync();
  // As a kill leaves it: neither saved nor let go, but the lock of this process would be alive.
  await rm(inside('.lock'));
  return states;
}

describe('a session folder', () => {
  test('comes back as it was closed, undo history included', async () => {
    const store = await SessionStore.create(song(), empty());
    addTrack(store, 'Vocal');
    setGain(store, '-inf');
    const { session } = store;
    await store.close();
    expect((await readdir(song())).sort()).toEqual(['audio', 'journal.jsonl', 'peaks', 'session.json']);
    const again = await SessionStore.open(song());
    expect(again.session).toEqual(session);
    expect(again.document.history.done.map((mark) => mark.name)).toEqual(['Add track', 'Gain']);
    again.undo();
    again.undo();
    expect(apartFromIds(again.session)).toEqual(apartFromIds(empty()));
    expect(again.undo()).toBeUndefined();
    await again.close();
    const third = await SessionStore.open(song());
    third.redo();
    third.redo();
    expect(third.session).toEqual(session);
    await third.close();
  });

  test('loses the unfinished files that a kill left, and nothing else', async () => {
    await (await SessionStore.create(song(), empty())).close();
    for (const name of ['session.json.77.tmp', 'journal.jsonl.78.tmp', 'notes.tmp', 'session.json.bak'])
      await writeFile(inside(name), 'x');
    await (await SessionStore.open(song())).close();
    expect((await readdir(song())).sort()).toEqual([
      'audio',
      'journal.jsonl',
      'notes.tmp',
      'peaks',
      'session.json',
      'session.json.bak',
    ]);
  });

  test('saved twice at once is saved once, and a change meanwhile is kept', async () => {
    const store = await SessionStore.create(song(), empty());
    addTrack(store, 'A');
    const saves = [store.save(), store.save()];
    addTrack(store, 'B');
    await Promise.all(saves);
    expect((await SessionStore.read(song())).document).toEqual(store.document);
    await store.close();
  });

  test('is read without being opened or changed', async () => {
    await fiveTracks();
    const before = await readFile(inside('session.json'), 'utf8');
    const store = await SessionStore.open(song());
    const { document } = await SessionStore.read(song());
    expect(document).toEqual(store.document);
    expect(await readFile(inside('session.json'), 'utf8')).toBe(before);
    await store.close();
  });

  test('is never made over something', async () => {
    await mkdir(song());
    await expect(SessionStore.create(song(), empty())).rejects.toMatchObject({
      code: 'exists',
      message: expect.stringContaining('Söng 1.mixdown” exists already'),
    });
    expect(await readdir(parent)).toEqual(['Söng 1.mixdown']);
  });

  test('what is no session is refused with a sentence', async () => {
    await expect(SessionStore.open(song())).rejects.toMatchObject({ code: 'missing' });
    await mkdir(song());
    await expect(SessionStore.open(song())).rejects.toMatchObject({ code: 'not-a-session' });
    await writeFile(inside('session.json'), '{"format":"mixdown-session","version":1');
    await expect(SessionStore.open(song())).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('not JSON'),
    });
    await writeFile(
      inside('session.json'),
      JSON.stringify({ format: 'mixdown-session', version: 99, sequence: 0, session: {} }),
    );
    await expect(SessionStore.open(song())).rejects.toMatchObject({
      code: 'newer-version',
      message: expect.stringContaining('update Mixdown'),
    });
    expect(await readdir(song())).toEqual(['session.json']);
  });

  test('an older version is brought to this one, its file kept beside it', async () => {
    await fiveTracks();
    const text = (await readFile(inside('session.json'), 'utf8')).replace('"version": 2', '"version": 0');
    await writeFile(inside('session.json'), text);
    const store = await SessionStore.open(song());
    expect(Object.keys(store.session.strips).length).toBe(5);
    await store.close();
    expect(await readFile(inside('session.version-0'), 'utf8')).toBe(text);
    expect((await SessionStore.read(song())).version).toBe(2);
  });
});

describe('the journal', () => {
  test('cut off at any byte opens to a state that was, valid, and never before the snapshot', async () => {
    const states = await fiveTracks();
    const snapshot = await readFile(inside('session.json'), 'utf8');
    const journal = await readFile(inside('journal.jsonl'));
    const saved = 2;
    let last = saved;
    for (let length = 0; length <= journal.length; length++) {
      const { document, damaged, journalBytes } = recoverSession(snapshot, journal.subarray(0, length));
      expect(damaged).toBe(false);
      expect(journalBytes).toBeLessThanOrEqual(length);
      expect(document.session).toEqual(states[document.sequence]);
      expect(document.sequence).toBeGreaterThanOrEqual(last);
      last = document.sequence;
      if (length % 50 === 0) expect(validateSession(document.session)).toEqual([]);
    }
    expect(last).toBe(6);
  });

  test('cut off at any byte goes on from there: what is done next comes back', async () => {
    await fiveTracks();
    const journal = await readFile(inside('journal.jsonl'));
    for (let length = 0; length < journal.length; length += 211) {
      const copy = join(parent, `cut-${length}.mixdown`);
      await cp(song(), copy, { recursive: true });
      await writeFile(join(copy, 'journal.jsonl'), journal.subarray(0, length));
      const store = await SessionStore.open(copy);
      addTrack(store, 'After');
      const { document } = store;
      await store.sync();
      expect((await SessionStore.read(copy)).document).toEqual(document);
      await store.close();
    }
  });

  test('with a bit turned anywhere opens to a state that was; the rest is kept aside', async () => {
    const states = await fiveTracks();
    const snapshot = await readFile(inside('session.json'), 'utf8');
    const journal = await readFile(inside('journal.jsonl'));
    for (let at = 0; at < journal.length; at += 7) {
      const hurt = Uint8Array.from(journal);
      hurt[at] = (hurt[at] ?? 0) ^ 4;
      const { document } = recoverSession(snapshot, hurt);
      expect(document.session).toEqual(states[document.sequence]);
    }
    await writeFile(
      inside('journal.jsonl'),
      Buffer.concat([
        journal.subarray(0, journal.length - 40),
        Buffer.from('xx\n'),
        journal.subarray(journal.length - 40),
      ]),
    );
    const store = await SessionStore.open(song());
    expect(store.damage).toContain(inside('journal.jsonl.damaged'));
    expect((await readFile(inside('journal.jsonl.damaged'))).length).toBe(journal.length + 3);
    await store.close();
  });

  test('that was lost costs what followed the snapshot, no more', async () => {
    const states = await fiveTracks();
    await rm(inside('journal.jsonl'));
    const store = await SessionStore.open(song());
    expect(store.session).toEqual(states[2]);
    expect(store.undo()).toBeUndefined();
    addTrack(store, 'Next');
    const { session } = store;
    await store.close();
    expect((await SessionStore.read(song())).document.session).toEqual(session);
  });

  test('is shrunk to the undo history when it has grown long', async () => {
    const store = await SessionStore.create(song(), empty());
    addTrack(store, 'A');
    const pad = 'x'.repeat(190);
    for (let count = 0; count < 6000; count++) {
      store.commit('Rename', runCommand(store.session, 'renameSession', { name: `${pad}${count}` }), 'typing');
    }
    addTrack(store, 'B');
    store.undo();
    const { document } = store;
    await store.close();
    const long = (await readFile(inside('journal.jsonl'))).length;
    expect(long).toBeGreaterThan(4 * 2 ** 20);
    const again = await SessionStore.open(song());
    expect((await readFile(inside('journal.jsonl'))).length).toBeLessThan(10_000);
    expect(again.session).toEqual(document.session);
    again.redo();
    expect(Object.values(again.session.strips).map(({ name }) => name)).toContain('B');
    for (let count = 0; count < 3; count++) again.undo();
    expect(apartFromIds(again.session)).toEqual(apartFromIds(empty()));
    await again.close();
  });

  test('of random edits gives the session and the history back, through saves, kills and reopenings', async () => {
    const edits = fc.array(editArbitrary, { minLength: 5, maxLength: 60, size: 'max' });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(edits, async (list) => {
        const folder = join(parent, `random-${count++}.mixdown`);
        let store = await SessionStore.create(folder, emptySession());
        for (const edit of list) {
          const roll = (edit.dice[9] ?? 0) / 0x10000;
          if (roll < 0.08) store.undo();
          else if (roll < 0.12) store.redo();
          else store.commit(edit.name, diffOfEdit(store.session, edit) ?? [], roll > 0.8 ? 'drag' : null);
          if (roll < 0.95) continue;
          const { session, history } = store.document;
          if (roll < 0.97) await store.save();
          else {
            if (roll < 0.985) await store.close();
            else await rm(join(folder, '.lock'));
            store = await SessionStore.open(folder);
          }
          expect(store.session).toEqual(session);
          expect(store.document.history).toEqual(history);
        }
        await store.close();
      }),
      { numRuns: 25 },
    );
  });
});

describe('the lock', () => {
  const lockOf = (fields: object) =>
    writeFile(inside('.lock'), JSON.stringify({ pid: process.pid, host: hostname(), started: null, ...fields }));

  test('keeps a second writer out until the first is done', async () => {
    const store = await SessionStore.create(song(), empty());
    await expect(SessionStore.open(song())).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await store.close();
    await (await SessionStore.open(song())).close();
  });

  test('that was let go where its folder lay before is in nobody’s way where it lies now', async () => {
    const store = await SessionStore.create(song(), empty());
    await rename(song(), `${song()} moved`);
    await expect(SessionStore.open(`${song()} moved`)).rejects.toMatchObject({ code: 'in-use' });
    await store.abandon();
    await (await SessionStore.open(`${song()} moved`)).close();
  });

  test('that a dead process left is taken over; a living or distant one’s is not', async () => {
    await (await SessionStore.create(song(), empty())).close();
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => child.once('exit', done));
    await lockOf({ pid: child.pid });
    await (await SessionStore.open(song())).close();
    await writeFile(inside('.lock'), 'torn');
    await (await SessionStore.open(song())).close();
    await lockOf({});
    await expect(SessionStore.open(song())).rejects.toMatchObject({ code: 'in-use' });
    await lockOf({ host: 'elsewhere', pid: child.pid });
    await expect(SessionStore.open(song())).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining('elsewhere'),
    });
  });

  test.skipIf(process.platform !== 'linux')(
    'that a dead process left is taken over even when its number was given again',
    async () => {
      await (await SessionStore.create(song(), empty())).close();
      await lockOf({ started: '1' });
      await (await SessionStore.open(song())).close();
    },
  );

  test('is had by one of many that find a stale one', async () => {
    await (await SessionStore.create(song(), empty())).close();
    await writeFile(inside('.lock'), 'torn');
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => SessionStore.open(song())));
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });

  test('is had by one of many that open a folder at once', async () => {
    await (await SessionStore.create(song(), empty())).close();
    for (let round = 0; round < 10; round++) {
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => SessionStore.open(song())));
      const had = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(had.length).toBe(1);
      await had[0]?.close();
    }
  });

  test('that is being written this moment is nobody’s to take; one that a kill left empty is', async () => {
    await (await SessionStore.create(song(), empty())).close();
    await writeFile(inside('.lock'), '');
    const opening = SessionStore.open(song());
    await new Promise((resolve) => setTimeout(resolve, 30));
    await lockOf({});
    await expect(opening).rejects.toMatchObject({ code: 'in-use' });
    await writeFile(inside('.lock'), '');
    await (await SessionStore.open(song())).close();
  });
});

describe('when the disk fails', () => {
  test('a change that cannot be journalled does not happen', async () => {
    const store = await SessionStore.create(song(), empty());
    addTrack(store, 'A');
    const { document } = store;
    await store.close();
    expect(() => addTrack(store, 'B')).toThrow('Söng 1.mixdown” is closed: open it again.');
    expect(store.document).toBe(document);
  });

  test('a session that cannot be saved lets its folder go, all changes in the journal', async () => {
    const store = await SessionStore.create(song(), empty());
    addTrack(store, 'A');
    const { document } = store;
    const snapshot = await readFile(inside('session.json'));
    await rm(inside('session.json'));
    // Nothing takes the name of a folder.
    await mkdir(inside('session.json'));
    await expect(store.close()).rejects.toMatchObject({ name: 'SessionFolderError' });
    await store.abandon();
    await rm(inside('session.json'), { recursive: true });
    await writeFile(inside('session.json'), snapshot);
    const again = await SessionStore.open(song());
    expect(again.document).toEqual(document);
    await again.close();
  });
});
