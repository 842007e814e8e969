import { describe, expect, test } from 'vitest';
import type { Tables } from './apply-diff.ts';
import { createSession } from './create-session.ts';
import { type Migration, migrateSession, migrations, SESSION_VERSION } from './migrations.ts';
import { readSessionFile, toSession, writeSessionFile } from './session-file.ts';

const tables: Tables = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });

describe('the chain of this version', () => {
  test('counts up by one, so that no version is left behind', () => {
    expect(migrations.map(({ to }) => to)).toEqual(migrations.map((_, index) => index + 1));
    expect(SESSION_VERSION).toBe(migrations.length);
  });

  test('leaves a session of this version as it is', () => {
    expect(migrateSession(tables, SESSION_VERSION)).toBe(tables);
  });

  test('to 1 changes nothing', () => {
    expect(migrateSession(tables, 0, migrations.slice(0, 1))).toBe(tables);
  });

  test('to 2 adds inputs and takes', () => {
    const { inputs: _inputs, takes: _takes, ...older } = tables;
    expect(migrateSession(older, 1)).toEqual(tables);
  });
});

describe('any chain', () => {
  const addsSongs: Migration = { to: 3, migrate: (old) => ({ ...old, songs: {} }) };
  const renames: Migration = { to: 4, migrate: ({ songs, ...old }) => ({ ...old, tunes: songs ?? {} }) };
  const chain = [...migrations, addsSongs, renames];

  test('runs every step after the version, in order', () => {
    expect(migrateSession(tables, 2, chain)).toEqual({ ...tables, tunes: {} });
    expect(migrateSession({ ...tables, songs: { a: {} } }, 3, chain)).toEqual({ ...tables, tunes: { a: {} } });
  });

  test('refuses a newer version with a sentence', () => {
    expect(() => migrateSession(tables, 5, chain)).toThrow(
      'saved by a newer Mixdown (format 5; this one knows 4): update Mixdown to open it.',
    );
  });

  test('refuses what is no version', () => {
    for (const version of [undefined, '1', 1.5, -1, null])
      expect(() => migrateSession(tables, version, chain)).toThrow('no version');
  });
});

describe('the session file', () => {
  const text = writeSessionFile(createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }), 12);

  test('says its format, its version and its place in the journal', () => {
    expect(readSessionFile(text)).toMatchObject({ format: 'mixdown-session', version: SESSION_VERSION, sequence: 12 });
  });

  test('is refused with a sentence when it is damaged or something else', () => {
    expect(() => readSessionFile('')).toThrow('not JSON');
    expect(() => readSessionFile(text.slice(0, -10))).toThrow('not JSON');
    expect(() => readSessionFile('{"format":"other"}')).toThrow('not a Mixdown session');
    expect(() => readSessionFile('null')).toThrow('not a Mixdown session');
    expect(() =>
      readSessionFile('{"format":"mixdown-session","version":1,"sequence":0,"session":{"clips":null}}'),
    ).toThrow('damaged');
  });

  test('an unknown field is refused by its path, because this version would lose it', () => {
    const file = readSessionFile(text.replace('"bpm": 120', '"bpm": 120, "swing": 0.5'));
    expect(() => toSession(file.tables, file.version)).toThrow(
      'tempos.tempo-1.swing: is no field that this version of Mixdown knows.',
    );
  });
});
