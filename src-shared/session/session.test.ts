import { expect, test } from 'vitest';
import { applyDiff } from './apply-diff.ts';
import { addMediaClip } from './commands/media.ts';
import { addSend } from './commands/sends.ts';
import { addStrip, setOutput } from './commands/strips.ts';
import { createSession } from './create-session.ts';
import { commit, newDocument, undo } from './document.ts';
import { readSessionFile, toSession, writeSessionFile } from './session-file.ts';
import { validateSession } from './validation/validate-session.ts';

test('slice', () => {
  const empty = createSession({ name: 'Song', sampleRateHz: 48000, tempoBpm: 120 });
  let s = applyDiff(empty, addStrip(empty, { kind: 'track', name: 'Vocal' }));
  s = applyDiff(s, addStrip(s, { kind: 'bus', name: 'Verb' }));
  s = applyDiff(s, addSend(s, { stripId: 'strip-3', busId: 'strip-4', gainDb: Number.NEGATIVE_INFINITY }));
  s = applyDiff(s, addMediaClip(s, { trackId: 'strip-3', startFrames: 0, media: { name: 'a', path: 'audio/a.wav', channels: 2, lengthFrames: 100 } }));
  expect(validateSession(s)).toEqual([]);
  const f = readSessionFile(writeSessionFile(s, 4));
  expect(toSession(f.tables, f.version)).toEqual(s);
  expect(() => setOutput(s, { stripId: 'strip-4', outputId: 'strip-4' })).toThrow('feed');
  const c = commit(newDocument(empty), 'x', addStrip(empty, { kind: 'track', name: 'Vocal' }));
  expect(undo(c!.document)!.document.session).toEqual(empty);
});
