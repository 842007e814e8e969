import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSession } from '../../../src-shared/session/create-session.ts';
import { validateSession } from '../../../src-shared/session/validation/validate-session.ts';
import { SessionStore } from './session-store.ts';

const KILLS = 12;
let parent = '';
let program = '';

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mixdown-kill-'));
  program = join(parent, 'endless-editor.mjs');
  const build = await rolldown({
    input: join(import.meta.dirname, 'endless-editor.ts'),
    platform: 'node',
    onLog: () => undefined,
  });
  await build.write({ file: program, format: 'esm', codeSplitting: false });
});
afterAll(async () => rm(parent, { recursive: true, force: true }));

/** Runs the program on a folder and kills it some time after its first change; the sequence numbers that it printed. */
async function editAndKill(folder: string, afterMs: number): Promise<number[]> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    output += data;
  });
  await new Promise((done) => child.once('close', done));
  // What follows the last line end was cut by the kill.
  return output.split('\n').slice(0, -1).map(Number);
}

test('a program killed at any moment loses nothing that it had done, nor its undo history', async () => {
  const folder = join(parent, 'Song.mixdown');
  await (
    await SessionStore.create(folder, createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }))
  ).close();
  let before = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const printed = await editAndKill(folder, kill * 9);
    const last = printed[printed.length - 1] as number;
    expect(last).toBeGreaterThan(before);
    const { document, damaged } = await SessionStore.read(folder);
    expect(damaged).toBe(false);
    // One change may have been written and not yet printed.
    expect([last, last + 1]).toContain(document.sequence);
    expect(validateSession(document.session)).toEqual([]);
    expect(document.history.done.length).toBe(Object.keys(document.session.markers).length);
    before = document.sequence;
  }
  const store = await SessionStore.open(folder);
  while (store.undo());
  expect(store.session.markers).toEqual({});
  await store.close();
});
