/** Sessions grown by random commands, for property tests: of the session, its folder and the render. */
import * as fc from 'fast-check';
import { channelParameters } from '../dsp/channel/channel.ts';
import {
  fromTravel,
  type ParameterSpec,
  type ParameterSpecs,
  type ParameterValue,
} from '../dsp/core/parameter-spec.ts';
import { processors } from '../dsp/processors.ts';
import { applyDiff } from '../session/apply-diff.ts';
import { CommandError } from '../session/command-error.ts';
import { type CommandArgs, type CommandName, commands, runCommand } from '../session/commands/index.ts';
import { createSession } from '../session/create-session.ts';
import { sendParameters } from '../session/lane-spec.ts';
import { pathAddresses } from '../session/parameter-path.ts';
import { fadeShape } from '../session/records/clip.ts';
import { monitorMode } from '../session/records/input.ts';
import { pointShape } from '../session/records/lane.ts';
import type { Diff, Session } from '../session/session.ts';

/** A command to try: which one, and the dice (0…65535) for its arguments. */
export type Edit = { readonly name: CommandName; readonly dice: readonly number[] };

/** Song time that edits use, in frames. */
const SONG_FRAMES = 20_000;
const NAMES = ['Vocal', 'vocal', 'Bass.DI', 'Drums 2', 'Gitarre Öl 🎸', 'Vocal.eq', '-inf'] as const;
/** Commands that build are tried more often, so that there is something to change. */
const BUILDERS: readonly CommandName[] = [
  'addStrip',
  'addStrip',
  'addMediaClip',
  'addMediaClip',
  'addDevice',
  'addSend',
  'automate',
  'addClip',
];

export const editArbitrary: fc.Arbitrary<Edit> = fc.record({
  name: fc.constantFrom(...BUILDERS, ...(Object.keys(commands) as CommandName[])),
  dice: fc.array(fc.noBias(fc.nat(0xffff)), { minLength: 10, maxLength: 10 }),
});

export function emptySession(): Session {
  return createSession({ name: 'Random', sampleRateHz: 48_000, tempoBpm: 117.3 });
}

/** The diff of an edit; undefined when the session has nothing for it to work on or refuses it. */
export function diffOfEdit(session: Session, { name, dice }: Edit): Diff | undefined {
  const args = proposals[name](session, new Dice(dice));
  if (args === undefined) return undefined;
  try {
    return runCommand(session, name, args as CommandArgs<typeof name>);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** What a client would ask for as an edit; undefined when the session has nothing for it to work on. */
export function argsOfEdit(session: Session, { name, dice }: Edit): unknown {
  return proposals[name](session, new Dice(dice));
}

/** The session after edits, those that it refuses left out. */
export function afterEdits(session: Session, edits: readonly Edit[]): Session {
  return edits.reduce((current, edit) => applyDiff(current, diffOfEdit(current, edit) ?? []), session);
}

class Dice {
  readonly #rolls: readonly number[];
  #next = 0;

  constructor(rolls: readonly number[]) {
    this.#rolls = rolls;
  }
  roll(): number {
    return (this.#rolls[this.#next++ % this.#rolls.length] ?? 0) / 0x10000;
  }
  yes(): boolean {
    return this.roll() < 0.5;
  }
  whole(below: number): number {
    return Math.floor(this.roll() * below);
  }
  frames(): number {
    return this.whole(SONG_FRAMES);
  }
  of<Item>(items: readonly Item[]): Item | undefined {
    return items[this.whole(items.length)];
  }
  value(spec: ParameterSpec): ParameterValue {
    if (spec.kind === 'boolean') return this.yes();
    if (spec.kind === 'choice') return this.of(spec.choices) ?? spec.default;
    return fromTravel(spec, this.roll());
  }
  keyAndValue(specs: ParameterSpecs): { key: string; value: ParameterValue } | undefined {
    const entry = this.of(Object.entries(specs));
    return entry && { key: entry[0], value: this.value(entry[1]) };
  }
}

type Proposals = { readonly [Name in CommandName]: (session: Session, dice: Dice) => CommandArgs<Name> | undefined };

const ids = (table: object): string[] => Object.keys(table);
const stripOf = (session: Session, dice: Dice) => dice.of(ids(session.strips)) ?? 'master';
const gain = (dice: Dice) => (dice.roll() < 0.2 ? Number.NEGATIVE_INFINITY : dice.roll() * 24 - 12);

/** Arguments for one record of a table; undefined when it is empty. */
function about<Key extends string, Rest extends object>(
  key: Key,
  table: object,
  dice: Dice,
  rest: Rest,
): ({ [K in Key]: string } & Rest) | undefined {
  const id = dice.of(ids(table));
  return id === undefined ? undefined : ({ [key]: id, ...rest } as { [K in Key]: string } & Rest);
}

function trackOf(session: Session, dice: Dice): string {
  return dice.of(Object.values(session.strips).filter((strip) => strip.kind === 'track'))?.id ?? 'master';
}

function targetOf(session: Session, dice: Dice): CommandArgs<'addLane'> | undefined {
  const address = dice.of(pathAddresses(session).filter((other) => other.kind === 'parameter'));
  return address && { stripId: address.stripId, target: address.target, key: address.key };
}

function points(dice: Dice, spec: ParameterSpec): CommandArgs<'automate'>['points'] {
  return Array.from({ length: 1 + dice.whole(4) }, () => {
    const shape = spec.kind === 'number' ? (dice.of(pointShape.options) ?? 'hold') : 'hold';
    return { atFrames: dice.frames(), value: dice.value(spec), shape, bend: dice.roll() * 2 - 1 };
  });
}

function laneParts(session: Session, dice: Dice) {
  const lane = dice.of(Object.values(session.lanes));
  const found =
    lane &&
    pathAddresses(session).find(
      (address) =>
        address.kind === 'parameter' &&
        address.key === lane.key &&
        address.stripId === lane.stripId &&
        JSON.stringify(address.target) === JSON.stringify(lane.target),
    );
  return lane && found?.kind === 'parameter' ? { laneId: lane.id, points: points(dice, found.spec), lane } : undefined;
}

function deviceValue(session: Session, dice: Dice): CommandArgs<'setDeviceValue'> | undefined {
  const device = dice.of(Object.values(session.devices));
  const pair = device && dice.keyAndValue(processors[device.type]?.parameters ?? {});
  return device && pair && { deviceId: device.id, ...pair };
}

function textOf(value: ParameterValue): string {
  return value === Number.NEGATIVE_INFINITY ? '-inf' : String(value);
}

function pathAndText(session: Session, dice: Dice): CommandArgs<'setPath'> | undefined {
  const address = dice.of(pathAddresses(session));
  if (!address) return undefined;
  return {
    path: address.path,
    text: address.kind === 'strip' ? stripOf(session, dice) : textOf(dice.value(address.spec)),
  };
}

/** What a track might have recorded: a few passes over the same place, in one file. */
function recording(session: Session, dice: Dice): CommandArgs<'addTakes'>['recordings'][number] {
  const startFrames = dice.frames();
  const lengthFrames = 1 + dice.whole(5000);
  const passes = dice.whole(4);
  return {
    trackId: trackOf(session, dice),
    trackName: dice.of(NAMES) ?? 'Vocal',
    path: `audio/${dice.whole(99)}.wav`,
    channels: 1 + dice.whole(2),
    lengthFrames: 500 + passes * lengthFrames,
    roundTripFrames: dice.whole(900),
    stretches: Array.from({ length: passes }, (_, pass) => ({
      startFrames,
      offsetFrames: 300 + pass * lengthFrames,
      lengthFrames,
    })),
    dropouts: dice.yes() ? [] : [{ atFrames: dice.whole(500), lengthFrames: 1 + dice.whole(100) }],
  };
}

const proposals: Proposals = {
  addStrip: (_session, dice) => ({
    kind: dice.of(['track', 'track', 'bus', 'group'] as const) ?? 'track',
    name: dice.of(NAMES) ?? 'Vocal',
  }),
  removeStrip: (session, dice) => ({ stripId: stripOf(session, dice) }),
  renameStrip: (session, dice) => ({ stripId: stripOf(session, dice), name: dice.of(NAMES) ?? 'Vocal' }),
  moveStrip: (session, dice) => ({ stripId: stripOf(session, dice), index: dice.whole(6) }),
  setColour: (session, dice) => ({ stripId: stripOf(session, dice), colour: dice.whole(14) }),
  setSolo: (session, dice) => ({ stripId: stripOf(session, dice), solo: dice.yes(), soloSafe: dice.yes() }),
  setInput: (session, dice) => ({
    trackId: trackOf(session, dice),
    channels: dice.of([[], [1], [2], [1, 2], [3, 3]]) ?? [],
    armed: dice.yes(),
    monitor: dice.of(monitorMode.options) ?? 'off',
    direct: dice.yes(),
  }),
  setOutput: (session, dice) => ({ stripId: stripOf(session, dice), outputId: stripOf(session, dice) }),
  setGroup: (session, dice) => ({
    stripId: stripOf(session, dice),
    groupId: dice.yes() ? stripOf(session, dice) : null,
  }),
  setChannelValue: (session, dice) => ({
    stripId: stripOf(session, dice),
    ...(dice.keyAndValue(channelParameters) ?? { key: '', value: 0 }),
  }),
  setPath: pathAndText,
  addDevice: (session, dice) => ({ stripId: stripOf(session, dice), type: dice.of(ids(processors)) ?? '' }),
  removeDevice: (session, dice) => about('deviceId', session.devices, dice, {}),
  moveDevice: (session, dice) =>
    about('deviceId', session.devices, dice, {
      index: dice.whole(4),
      ...(dice.yes() ? { stripId: stripOf(session, dice) } : {}),
    }),
  setDeviceEnabled: (session, dice) => about('deviceId', session.devices, dice, { enabled: dice.yes() }),
  setDeviceValue: deviceValue,
  setSidechain: (session, dice) =>
    about('deviceId', session.devices, dice, { sidechainId: dice.roll() < 0.8 ? stripOf(session, dice) : null }),
  addSend: (session, dice) => ({
    stripId: stripOf(session, dice),
    busId: stripOf(session, dice),
    gainDb: gain(dice),
    pre: dice.yes(),
  }),
  removeSend: (session, dice) => about('sendId', session.sends, dice, {}),
  setSend: (session, dice) =>
    about('sendId', session.sends, dice, {
      gainDb: dice.value(sendParameters.gainDb) as number,
      pre: dice.yes(),
      enabled: dice.yes(),
    }),
  addMedia: (_session, dice) => ({
    name: dice.of(NAMES) ?? 'a',
    path: 'audio/a.wav',
    channels: 1 + dice.whole(2),
    lengthFrames: 1 + dice.frames(),
  }),
  addMediaClip: (session, dice) => ({
    media: {
      name: dice.of(NAMES) ?? 'a',
      path: `audio/${dice.whole(99)}.wav`,
      channels: 1 + dice.whole(2),
      lengthFrames: 1 + dice.frames(),
    },
    trackId: trackOf(session, dice),
    startFrames: dice.frames(),
  }),
  relinkMedia: (session, dice) =>
    about('mediaId', session.media, dice, {
      path: `audio/${dice.whole(99)}.wav`,
      channels: 1 + dice.whole(2),
      lengthFrames: 1 + dice.frames(),
    }),
  removeMedia: (session, dice) => about('mediaId', session.media, dice, {}),
  addClip: (session, dice) =>
    about('mediaId', session.media, dice, {
      trackId: trackOf(session, dice),
      startFrames: dice.frames(),
      offsetFrames: dice.whole(300),
    }),
  moveClip: (session, dice) =>
    about('clipId', session.clips, dice, { startFrames: dice.frames(), trackId: trackOf(session, dice) }),
  moveClipToTrack: (session, dice) => about('clipId', session.clips, dice, { trackId: stripOf(session, dice) }),
  trimClip: (session, dice) =>
    about('clipId', session.clips, dice, { startFrames: dice.frames(), endFrames: dice.frames() }),
  slipClip: (session, dice) => about('clipId', session.clips, dice, { offsetFrames: dice.frames() - 500 }),
  splitClip: (session, dice) => {
    const clip = dice.of(Object.values(session.clips));
    return clip && { clipId: clip.id, atFrames: clip.startFrames + dice.whole(clip.lengthFrames) };
  },
  joinClips: (session, dice) => {
    const clips = Object.values(session.clips);
    const pairs = clips.flatMap((clip) =>
      clips
        .filter((next) => next.mediaId === clip.mediaId && next.startFrames === clip.startFrames + clip.lengthFrames)
        .map((next) => [next.id, clip.id]),
    );
    const clipIds = dice.of(pairs);
    return clipIds && { clipIds };
  },
  duplicateClip: (session, dice) => about('clipId', session.clips, dice, {}),
  setClipGain: (session, dice) => about('clipId', session.clips, dice, { gainDb: gain(dice) }),
  setFade: (session, dice) =>
    about('clipId', session.clips, dice, {
      edge: dice.yes() ? ('fadeIn' as const) : ('fadeOut' as const),
      fade: { lengthFrames: dice.whole(2000), shape: dice.of(fadeShape.options) ?? 'linear' },
    }),
  muteClip: (session, dice) => about('clipId', session.clips, dice, { muted: dice.roll() < 0.3 }),
  colourClip: (session, dice) => about('clipId', session.clips, dice, { colour: dice.yes() ? null : dice.whole(13) }),
  renameClip: (session, dice) => about('clipId', session.clips, dice, { name: dice.of(NAMES) ?? 'a' }),
  removeClip: (session, dice) => about('clipId', session.clips, dice, {}),
  rippleDelete: (session, dice) => ({ clipIds: ids(session.clips).filter(() => dice.roll() < 0.3) }),
  addTakes: (session, dice) => ({
    recordings: Array.from({ length: 1 + dice.whole(2) }, () => recording(session, dice)),
  }),
  compTake: (session, dice) => {
    const fromFrames = dice.frames();
    return about(
      'takeId',
      session.takes,
      dice,
      dice.yes() ? {} : { fromFrames, toFrames: fromFrames + dice.whole(2000) },
    );
  },
  removeTake: (session, dice) => about('takeId', session.takes, dice, {}),
  renameTake: (session, dice) => about('takeId', session.takes, dice, { name: dice.of(NAMES) ?? 'a' }),
  alignTake: (session, dice) => about('takeId', session.takes, dice, { roundTripFrames: dice.whole(900) }),
  addMarker: (_session, dice) => ({ name: dice.of(NAMES) ?? 'a', atFrames: dice.frames() }),
  setMarker: (session, dice) =>
    about('markerId', session.markers, dice, { name: dice.of(NAMES) ?? 'a', atFrames: dice.frames() }),
  removeMarker: (session, dice) => about('markerId', session.markers, dice, {}),
  setTempo: (_session, dice) => ({ bpm: 1 + dice.roll() * 400, atFrames: dice.yes() ? 0 : dice.frames() }),
  removeTempo: (session, dice) => about('tempoId', session.tempos, dice, {}),
  setMetre: (_session, dice) => ({
    numerator: dice.whole(13),
    denominator: dice.of([2, 4, 8] as const) ?? 4,
    bar: 1 + dice.whole(5),
  }),
  removeMetre: (session, dice) => about('metreId', session.metres, dice, {}),
  addLane: targetOf,
  automate: (session, dice) => {
    const address = dice.of(pathAddresses(session).filter((other) => other.kind === 'parameter'));
    if (address?.kind !== 'parameter') return undefined;
    return { stripId: address.stripId, target: address.target, key: address.key, points: points(dice, address.spec) };
  },
  setPoints: (session, dice) => {
    const parts = laneParts(session, dice);
    return parts && { laneId: parts.laneId, points: parts.points };
  },
  addPoint: (session, dice) => {
    const parts = laneParts(session, dice);
    return parts?.points[0] && { laneId: parts.laneId, point: parts.points[0] };
  },
  removePoint: (session, dice) => {
    const parts = laneParts(session, dice);
    return parts && { laneId: parts.laneId, atFrames: dice.of(parts.lane.points)?.atFrames ?? 0 };
  },
  setLaneEnabled: (session, dice) => about('laneId', session.lanes, dice, { enabled: dice.yes() }),
  removeLane: (session, dice) => about('laneId', session.lanes, dice, {}),
  renameSession: (_session, dice) => ({ name: dice.of(NAMES) ?? 'a' }),
  setTags: (_session, dice) => ({
    title: dice.of(NAMES) ?? 'a',
    artist: dice.yes() ? null : 'Someone',
    year: 1900 + dice.whole(200),
  }),
};
