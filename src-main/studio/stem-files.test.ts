import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { runCommand } from '../../src-shared/session/commands/index.ts';
import { emptySession } from '../../src-shared/testing/random-edits.ts';
import { stemFiles } from './stem-files.ts';

function sessionWith(names: readonly string[]) {
  return names.reduce(
    (session, name) => applyDiff(session, runCommand(session, 'addStrip', { kind: 'track', name })),
    emptySession(),
  );
}

test('each stem has a file of its own that every system takes, and none that of the mix', () => {
  const session = sessionWith(['Bass/DI', 'Bass:DI', 'CON', 'Mix']);
  const files = stemFiles(session, 'out', { path: join('out', 'mix.flac'), format: 'flac' });
  expect(files.map(({ file }) => file.path)).toEqual(
    ['Bass_DI.flac', 'Bass_DI 2.flac', 'Untitled CON.flac', 'Mix 2.flac'].map((name) => join('out', name)),
  );
  expect(files.map(({ file }) => file.tags?.title)).toEqual(['Bass/DI', 'Bass:DI', 'CON', 'Mix']);
  expect(stemFiles(session, 'stems', { path: join('out', 'mix.flac'), format: 'flac' })[3]?.file.path).toBe(
    join('stems', 'Mix.flac'),
  );
});
