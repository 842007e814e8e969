/**
 * A program for session-kill.test.ts: opens the session folder that it is given, edits, undoes and saves without end,
 * and prints the sequence number of each change once it is done, until it is killed.
 */
import { writeSync } from 'node:fs';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import { SessionStore } from './session-store.ts';

const store = await SessionStore.open(process.argv[2] ?? '');
for (let count = 1; ; count++) {
  const entry =
    count % 7 === 0
      ? store.undo()
      : store.commit('Add', runCommand(store.session, 'addMarker', { name: `Marker ${count}`, atFrames: count }));
  writeSync(1, `${entry?.sequence}\n`);
  if (count % 13 === 0) void store.save();
  if (count % 5 === 0) await new Promise((done) => setTimeout(done, 1));
}
