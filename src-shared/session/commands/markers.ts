import { command } from './command.ts';

export type AddMarker = { readonly name: string; readonly atFrames: number };

export const addMarker = command((draft, { name, atFrames }: AddMarker) => {
  draft.put('markers', { id: draft.newId('marker'), name, atFrames });
});

export type SetMarker = { readonly markerId: string; readonly name?: string; readonly atFrames?: number };

/** Renames a marker, moves it, or both. */
export const setMarker = command((draft, { markerId, ...given }: SetMarker) => {
  const { name, atFrames } = { ...draft.get('markers', markerId), ...given };
  draft.update('markers', markerId, { name, atFrames });
});

export const removeMarker = command((draft, { markerId }: { readonly markerId: string }) =>
  draft.remove('markers', markerId),
);
