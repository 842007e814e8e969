import { CommandError } from '../command-error.ts';
import type { Draft } from '../draft.ts';
import { inputIdOf } from '../records/input.ts';
import type { Strip } from '../records/strip.ts';
import { refuseFeedback } from '../routing.ts';
import { command } from './command.ts';
import { dropDevice } from './devices.ts';
import { dropSend } from './sends.ts';

/** Track colours of the look, 1…12; a new strip takes the next. */
const COLOURS = 12;

/** `name`, or `name 2`, `name 3`… when another strip has it, upper and lower case alike: so every path finds one strip. */
function freeName(draft: Draft, name: string, ownId?: string): string {
  const taken = new Set<string>();
  for (const strip of draft.all('strips')) if (strip.id !== ownId) taken.add(strip.name.toLowerCase());
  const wanted = name.trim();
  let free = wanted;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${wanted} ${count}`;
  return free;
}

function requireMixable(draft: Draft, stripId: string, what: string): Strip {
  const strip = draft.get('strips', stripId);
  if (strip.kind === 'master') throw new CommandError('not-possible', `The master cannot be ${what}.`);
  return strip;
}

function placeStrip(draft: Draft, stripId: string, index: number): void {
  const others = draft.get('settings', 'session').stripIds.filter((id) => id !== stripId && id !== 'master');
  others.splice(Math.max(0, index), 0, stripId);
  draft.update('settings', 'session', { stripIds: [...others, 'master'] });
}

export type AddStrip = {
  readonly kind: 'track' | 'bus' | 'group';
  readonly name: string;
  readonly index?: number;
  readonly colour?: number;
};

/** A new strip before the master (or at `index`), feeding the master. A bus is solo-safe, as a return should be. */
export const addStrip = command((draft, args: AddStrip) => {
  putStrip(draft, args);
});

/** Adds a strip; its id. */
export function putStrip(draft: Draft, { kind, name, index, colour }: AddStrip): string {
  const count = draft.all('strips').length;
  const id = draft.newId('strip');
  draft.put('strips', {
    id,
    kind,
    name: freeName(draft, name),
    colour: colour ?? ((count - 1) % COLOURS) + 1,
    channel: {},
    solo: false,
    soloSafe: kind === 'bus',
    outputId: 'master',
    groupId: null,
    deviceIds: [],
    sendIds: [],
  });
  placeStrip(draft, id, index ?? count - 1);
  return id;
}

/** What a track plays and records; the sound files stay. */
function dropSounds(draft: Draft, trackId: string): void {
  for (const clip of draft.all('clips')) if (clip.trackId === trackId) draft.remove('clips', clip.id);
  for (const take of draft.all('takes')) if (take.trackId === trackId) draft.remove('takes', take.id);
  if (draft.find('inputs', inputIdOf(trackId))) draft.remove('inputs', inputIdOf(trackId));
}

/**
 * Removes a strip with its clips, takes, devices, sends and lanes. Strips that went out through it go where it
 * went, members of a group move up a level, sends to it end, and devices that it keyed listen to their own input.
 */
export const removeStrip = command((draft, { stripId }: { readonly stripId: string }) => {
  const strip = requireMixable(draft, stripId, 'removed');
  dropSounds(draft, stripId);
  for (const deviceId of strip.deviceIds) dropDevice(draft, deviceId);
  for (const sendId of strip.sendIds) dropSend(draft, sendId);
  for (const lane of draft.all('lanes')) if (lane.stripId === stripId) draft.remove('lanes', lane.id);
  for (const send of draft.all('sends')) if (send.busId === stripId) dropSend(draft, send.id);
  for (const device of draft.all('devices')) {
    if (device.sidechainId === stripId) draft.update('devices', device.id, { sidechainId: null });
  }
  for (const other of draft.all('strips')) {
    if (other.outputId === stripId) draft.update('strips', other.id, { outputId: strip.outputId });
    if (other.groupId === stripId) draft.update('strips', other.id, { groupId: strip.groupId });
  }
  const { stripIds } = draft.get('settings', 'session');
  draft.update('settings', 'session', { stripIds: stripIds.filter((id) => id !== stripId) });
  draft.remove('strips', stripId);
});

/** A name that another strip has gets a number. */
export const renameStrip = command((draft, { stripId, name }: { readonly stripId: string; readonly name: string }) => {
  draft.update('strips', stripId, { name: freeName(draft, name, stripId) });
});

/** @param args.index place among the strips without the master, which stays last. */
export const moveStrip = command((draft, { stripId, index }: { readonly stripId: string; readonly index: number }) => {
  requireMixable(draft, stripId, 'moved: it stays last');
  placeStrip(draft, stripId, index);
});

export const setColour = command(
  (draft, { stripId, colour }: { readonly stripId: string; readonly colour: number }) => {
    draft.update('strips', stripId, { colour });
  },
);

/** Solo, and whether other strips' solos leave this one sounding. */
export const setSolo = command(
  (
    draft,
    { stripId, solo, soloSafe }: { readonly stripId: string; readonly solo?: boolean; readonly soloSafe?: boolean },
  ) => {
    const strip = draft.get('strips', stripId);
    if (solo) requireMixable(draft, stripId, 'soloed');
    draft.update('strips', stripId, { solo: solo ?? strip.solo, soloSafe: soloSafe ?? strip.soloSafe });
  },
);

function routeOutput(draft: Draft, stripId: string, outputId: string): void {
  const strip = requireMixable(draft, stripId, 'routed: it is the end');
  const output = draft.get('strips', outputId);
  if (output.kind === 'track')
    throw new CommandError(
      'not-possible',
      `“${strip.name}” cannot feed “${output.name}”, because that is a track: choose a bus, a group or the master.`,
    );
  refuseFeedback(draft, stripId, outputId);
  draft.update('strips', stripId, { outputId });
}

/** Feeds a strip's output to a bus, a group or the master. Throws `feedback` where that closes a circle. */
export const setOutput = command(
  (draft, { stripId, outputId }: { readonly stripId: string; readonly outputId: string }) => {
    routeOutput(draft, stripId, outputId);
  },
);

/**
 * Puts a strip into a group and its output through it; null takes it out, and an output that went to the group goes
 * where the group goes. Throws `not-possible` for what is no group or lies inside the strip, `feedback` as `setOutput`.
 */
export const setGroup = command(
  (draft, { stripId, groupId }: { readonly stripId: string; readonly groupId: string | null }) => {
    const strip = requireMixable(draft, stripId, 'put into a group');
    if (groupId !== null) {
      const group = draft.get('strips', groupId);
      if (group.kind !== 'group')
        throw new CommandError('not-possible', `“${group.name}” is no group: it is a ${group.kind}.`);
      for (let id: string | null = groupId; id !== null; id = draft.get('strips', id).groupId) {
        if (id === stripId)
          throw new CommandError(
            'not-possible',
            `“${strip.name}” cannot be put into “${group.name}”, which lies inside it.`,
          );
      }
      routeOutput(draft, stripId, groupId);
    } else if (strip.groupId !== null && strip.outputId === strip.groupId) {
      routeOutput(draft, stripId, draft.get('strips', strip.groupId).outputId ?? 'master');
    }
    draft.update('strips', stripId, { groupId });
  },
);
