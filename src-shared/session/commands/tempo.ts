import { CommandError } from '../command-error.ts';
import type { Metre } from '../records/metre.ts';
import { command } from './command.ts';

/** Sets the tempo from a place on: the tempo that begins there changes, or a new one begins. Frame 0 is the first tempo. */
export const setTempo = command(
  (draft, { bpm, atFrames = 0 }: { readonly bpm: number; readonly atFrames?: number }) => {
    const id = draft.all('tempos').find((tempo) => tempo.atFrames === atFrames)?.id ?? draft.newId('tempo');
    draft.put('tempos', { id, atFrames, bpm });
  },
);

/** Removes a change of tempo; the one before it goes on. The first stays. */
export const removeTempo = command((draft, { tempoId }: { readonly tempoId: string }) => {
  if (draft.get('tempos', tempoId).atFrames === 0)
    throw new CommandError('not-possible', 'The first tempo cannot be removed, only changed.');
  draft.remove('tempos', tempoId);
});

export type SetMetre = {
  readonly numerator: number;
  readonly denominator: Metre['denominator'];
  readonly bar?: number;
};

/** Sets the metre from a bar on: the metre that begins there changes, or a new one begins. Bar 1 is the first. */
export const setMetre = command((draft, { numerator, denominator, bar = 1 }: SetMetre) => {
  const id = draft.all('metres').find((metre) => metre.bar === bar)?.id ?? draft.newId('metre');
  draft.put('metres', { id, bar, numerator, denominator });
});

/** Removes a change of metre; the one before it goes on. The first stays. */
export const removeMetre = command((draft, { metreId }: { readonly metreId: string }) => {
  if (draft.get('metres', metreId).bar === 1)
    throw new CommandError('not-possible', 'The first metre cannot be removed, only changed.');
  draft.remove('metres', metreId);
});
