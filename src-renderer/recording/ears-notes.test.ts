import { expect, it } from 'vitest';
import { FIRST_MONITOR } from '../../src-shared/protocol/monitoring.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { earsNotes } from './ears-notes.ts';

const session = {
  takes: { 'take-4': { id: 'take-4', trackId: 'strip-2', name: 'Voice take 2' } },
  strips: { 'strip-2': { id: 'strip-2', name: 'Voice' } },
} as unknown as Session;

it('says nothing while the mix is heard as it is', () => {
  expect(earsNotes(FIRST_MONITOR, session, null)).toEqual([]);
  expect(earsNotes(null, session, 'take-9')).toEqual([]);
});

it('says of everything that is heard otherwise what it is, the take first', () => {
  const changed = { ...FIRST_MONITOR, muted: true, dim: true, mono: true, isSafeStart: true, outputGainDb: -20 };
  expect(earsNotes(changed, session, 'take-4').map(({ text }) => text)).toEqual([
    'Voice take 2 alone',
    'Monitor muted',
    'Dim −20.0 dB',
    'Mono',
    'Soft start −20.0 dB',
  ]);
});
