import { CommandError } from '../command-error.ts';
import { type Input, inputIdOf } from '../records/input.ts';
import { command } from './command.ts';
import { requireTrack } from './media.ts';

export type SetInput = {
  readonly trackId: string;
  /** Counted from 1; one is mono, two are a pair; none takes the input away. */
  readonly channels?: readonly number[];
  readonly armed?: boolean;
  readonly monitor?: Input['monitor'];
  readonly direct?: boolean;
};

/** What a track that is armed or monitored for the first time hears. */
const FIRST: Omit<Input, 'id'> = { channels: [1], armed: false, monitor: 'auto', direct: false };

/** Chooses what a track records and hears, arms it, or sets how it is monitored. Throws `not-possible` for a bus or a group. */
export const setInput = command((draft, { trackId, channels, ...rest }: SetInput) => {
  requireTrack(draft, trackId);
  const id = inputIdOf(trackId);
  const before = draft.find('inputs', id);
  if (channels?.length === 0) {
    if (before) draft.remove('inputs', id);
    return;
  }
  if (channels && new Set(channels).size < channels.length)
    throw new CommandError('not-possible', 'Left and right must be two channels of the interface.');
  const changes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  draft.put('inputs', { ...FIRST, ...before, ...(channels && { channels: [...channels] }), ...changes, id });
});
