import { CommandError } from '../command-error.ts';
import type { Draft } from '../draft.ts';
import { refuseFeedback } from '../routing.ts';
import { command } from './command.ts';

/** The strip that a send belongs to. */
function ownerOf(draft: Draft, sendId: string) {
  draft.get('sends', sendId);
  const owner = draft.all('strips').find((strip) => strip.sendIds.includes(sendId));
  if (!owner) throw new Error(`session: ${sendId} belongs to no strip`);
  return owner;
}

/** Removes a send, its place in its strip and its lanes. */
export function dropSend(draft: Draft, sendId: string): void {
  const owner = ownerOf(draft, sendId);
  draft.update('strips', owner.id, { sendIds: owner.sendIds.filter((id) => id !== sendId) });
  for (const { id, target } of draft.all('lanes')) {
    if (target.kind === 'send' && target.sendId === sendId) draft.remove('lanes', id);
  }
  draft.remove('sends', sendId);
}

export type AddSend = {
  readonly stripId: string;
  readonly busId: string;
  readonly gainDb?: number;
  readonly pre?: boolean;
};

/** A feed from a strip to a bus or group, at 0 dB and after the fader unless told otherwise. One send a bus. */
export const addSend = command((draft, { stripId, busId, gainDb = 0, pre = false }: AddSend) => {
  const strip = draft.get('strips', stripId);
  const bus = draft.get('strips', busId);
  if (strip.kind === 'master')
    throw new CommandError('not-possible', 'The master has no sends: everything ends in it.');
  if (bus.kind !== 'bus' && bus.kind !== 'group') {
    throw new CommandError(
      'not-possible',
      `“${strip.name}” cannot send to “${bus.name}”: sends go to buses and groups.`,
    );
  }
  if (strip.sendIds.some((id) => draft.get('sends', id).busId === busId)) {
    throw new CommandError('not-possible', `“${strip.name}” sends to “${bus.name}” already: change that send.`);
  }
  refuseFeedback(draft, stripId, busId);
  const id = draft.newId('send');
  draft.put('sends', { id, busId, pre, gainDb, enabled: true });
  draft.update('strips', stripId, { sendIds: [...strip.sendIds, id] });
});

export const removeSend = command((draft, { sendId }: { readonly sendId: string }) => dropSend(draft, sendId));

export type SetSend = {
  readonly sendId: string;
  readonly gainDb?: number;
  readonly pre?: boolean;
  readonly enabled?: boolean;
};

export const setSend = command((draft, { sendId, ...given }: SetSend) => {
  const { gainDb, pre, enabled } = { ...draft.get('sends', sendId), ...given };
  draft.update('sends', sendId, { gainDb, pre, enabled });
});
