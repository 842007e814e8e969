import { describe, expect, test } from 'vitest';
import { sessionChecksum } from './checksum.ts';
import { type CommandArgs, type CommandName, commands, runCommand } from './commands/index.ts';
import { createSession } from './create-session.ts';
import { commit, newDocument, redo, type SessionDocument, type Step, undo } from './document.ts';
import { MAXIMUM_MARKS } from './undo-history.ts';

const start = (): SessionDocument => newDocument(createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 }));

function run<Name extends CommandName>(
  document: SessionDocument,
  name: Name,
  args: CommandArgs<Name>,
  key: string | null = null,
): SessionDocument {
  return commit(document, commands[name].label, runCommand(document.session, name, args), key)?.document ?? document;
}
const documentAfter = (step: Step | undefined): SessionDocument => (step as Step).document;
const drag = (document: SessionDocument, values: readonly number[], key: string): SessionDocument =>
  values.reduce(
    (current, value) => run(current, 'setChannelValue', { stripId: 'master', key: 'gainDb', value }, key),
    document,
  );
const gain = (document: SessionDocument) => document.session.strips['master']?.channel['gainDb'];

describe('undo', () => {
  test('takes a whole drag back at once and says what it takes back', () => {
    let document = run(start(), 'addMarker', { name: 'Verse', atFrames: 0 });
    document = drag(document, [-1, -2, -3], 'drag-1');
    expect(document.history.done.map((mark) => mark.name)).toEqual(['Add marker', 'Change channel']);
    expect(gain(document)).toBe(-3);
    const undone = documentAfter(undo(document));
    expect(gain(undone)).toBeUndefined();
    expect(Object.keys(undone.session.markers).length).toBe(1);
    expect(gain(documentAfter(redo(undone)))).toBe(-3);
  });

  test('two drags are two steps; a drag that ends where it began is none', () => {
    let document = drag(drag(start(), [-1, -2], 'drag-1'), [-3, -4], 'drag-2');
    expect(document.history.done.length).toBe(2);
    document = drag(document, [-9, -4], 'drag-3');
    expect(document.history.done.length).toBe(2);
    expect(gain(documentAfter(undo(document)))).toBe(-2);
  });

  test('nothing joins a step across an undo', () => {
    const document = documentAfter(undo(drag(drag(start(), [-1], 'drag-1'), [-2], 'drag-2')));
    expect(drag(document, [-5], 'drag-1').history.done.length).toBe(2);
  });

  test('a change by hand forgets what was undone', () => {
    const undone = documentAfter(undo(drag(start(), [-1], 'drag-1')));
    expect(redo(drag(undone, [-2], 'drag-2'))).toBeUndefined();
  });

  test('with nothing to undo or redo there is no step, and a command that changes nothing makes none', () => {
    expect([undo(start()), redo(start())]).toEqual([undefined, undefined]);
    expect(commit(start(), 'Nothing', runCommand(start().session, 'renameSession', { name: 'Song' }))).toBeUndefined();
  });

  test('keeps the newest thousand steps', () => {
    let document = start();
    for (let count = 0; count < MAXIMUM_MARKS + 5; count++)
      document = drag(document, [-count / 100 - 1], `drag-${count}`);
    expect(document.history.done.length).toBe(MAXIMUM_MARKS);
    expect(document.sequence).toBe(MAXIMUM_MARKS + 5);
  });
});

describe('the checksum', () => {
  test('does not depend on the order of records or fields', () => {
    const { session } = run(run(start(), 'addMarker', { name: 'A', atFrames: 0 }), 'addMarker', {
      name: 'B',
      atFrames: 1,
    });
    const turned = Object.fromEntries(
      Object.entries(session.markers)
        .reverse()
        .map(([id, marker]) => [id, Object.fromEntries(Object.entries(marker).reverse())]),
    );
    expect(sessionChecksum({ ...session, markers: turned as typeof session.markers })).toBe(sessionChecksum(session));
  });

  test('differs after any small change', () => {
    const seen = new Set<string>();
    for (let count = 0; count < 2000; count++)
      seen.add(sessionChecksum(run(start(), 'addMarker', { name: 'A', atFrames: count }).session));
    expect(seen.size).toBe(2000);
  });
});
