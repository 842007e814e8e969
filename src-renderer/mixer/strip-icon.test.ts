import { expect, it } from 'vitest';
import { stripIcon } from './strip-icon.ts';

it('tells instruments by their names, and what it does not know by its kind', () => {
  const track = (name: string) => stripIcon({ name, kind: 'track' });
  expect([track('Lead Vox'), track('BV Stack'), track('Hi-hat'), track('Kick in'), track('Bass DI')]).toEqual([
    'mic-vocal',
    'users-round',
    'disc-3',
    'circle-dot',
    'waves',
  ]);
  expect([track('Take 4'), stripIcon({ name: 'Bus 1', kind: 'bus' })]).toEqual(['audio-lines', 'arrow-right']);
  expect(stripIcon({ name: 'Drums', kind: 'group' })).toBe('folder');
});
