import { expect, test } from 'vitest';
import { roleFromName, roleFromSound } from './instrument-role.ts';

test.each([
  ['11_Vocal', 'vocal'],
  ['Lead Vox 2', 'vocal'],
  ['08_Choir', 'backingVocal'],
  ['01_Kick', 'kick'],
  ['HiHat', 'hats'],
  ['CymbalsPerc', 'cymbals'],
  ['FingerBass', 'bass'],
  ['SynthBass1', 'bass'],
  ['DistGuitar', 'guitar'],
  ['TenorSax', 'brass'],
  ['AcousticGrandPiano', 'keys'],
  ['SawLead', 'lead'],
  ['OrchestraHit', 'effect'],
  ['10_Vinyl', 'effect'],
  ['09_Drums', 'drums'],
  ['bass drum.L', 'kick'],
  ['Take 3', 'unknown'],
  ['Обычный трек', 'unknown'],
])('the name %s tells the role %s', (name, role) => {
  expect(roleFromName(name)).toBe(role);
});

test('sound tells what a name does not', () => {
  expect(roleFromSound({ lowShare: 0.9, highShare: 0, crestDb: 10 })).toBe('bass');
  expect(roleFromSound({ lowShare: 0.9, highShare: 0, crestDb: 25 })).toBe('kick');
  expect(roleFromSound({ lowShare: 0, highShare: 0.8, crestDb: 25 })).toBe('cymbals');
  expect(roleFromSound({ lowShare: 0.1, highShare: 0.1, crestDb: 12 })).toBe('unknown');
});
