/** The form of every session command's arguments, so that nothing of another form reaches a command. */
import * as z from 'zod';
import { type CommandArgs, type CommandName, commands } from '../session/commands/index.ts';
import { fadeSchema } from '../session/records/clip.ts';
import { colour, frames, id, name, parameterValue, parameterValues } from '../session/records/fields.ts';
import { inputSchema, monitorMode } from '../session/records/input.ts';
import { laneSchema, pointSchema } from '../session/records/lane.ts';
import { mediaSchema } from '../session/records/media.ts';
import { takeSchema } from '../session/records/take.ts';

/** A level in dB, −∞ included; the command knows how high it may be. */
const levelDb = z.union([z.number(), z.literal(Number.NEGATIVE_INFINITY)]);
/** A place in a list; one past its end means the end. */
const index = z.number().int();
/** A place on the timeline that a command clamps to what is possible. */
const place = z.number().int();
const ids = z.array(id).min(1).max(100_000);
const media = mediaSchema.omit({ id: true });
const target = laneSchema.pick({ stripId: true, target: true, key: true });
const point = z.strictObject({
  atFrames: frames,
  value: parameterValue,
  shape: pointSchema.shape.shape.exactOptional(),
  bend: pointSchema.shape.bend.exactOptional(),
});
const points = z.array(point).max(1_000_000);
const tag = z.string().max(500).nullable().exactOptional();

/** What names one record, such as `{ stripId }`. */
const about = <Key extends string>(key: Key) => z.strictObject({ [key]: id } as { [K in Key]: typeof id });
const strip = about('stripId');
const device = about('deviceId');
const clip = about('clipId');
const lane = about('laneId');
const take = about('takeId');

export const commandSchemas = {
  addStrip: z.strictObject({
    kind: z.enum(['track', 'bus', 'group']),
    name,
    index: index.exactOptional(),
    colour: colour.exactOptional(),
  }),
  removeStrip: strip,
  renameStrip: strip.extend({ name }),
  moveStrip: strip.extend({ index }),
  setColour: strip.extend({ colour }),
  setSolo: strip.extend({ solo: z.boolean().exactOptional(), soloSafe: z.boolean().exactOptional() }),
  setInput: z.strictObject({
    trackId: id,
    // None takes the input away.
    channels: z.array(inputSchema.shape.channels.element).max(2).exactOptional(),
    armed: z.boolean().exactOptional(),
    monitor: monitorMode.exactOptional(),
    direct: z.boolean().exactOptional(),
  }),
  setOutput: strip.extend({ outputId: id }),
  setGroup: strip.extend({ groupId: id.nullable() }),
  setChannelValue: strip.extend({ key: z.string(), value: parameterValue }),
  setPath: z.strictObject({ path: z.string(), text: z.string() }),
  addDevice: strip.extend({ type: z.string(), index: index.exactOptional(), values: parameterValues.exactOptional() }),
  removeDevice: device,
  moveDevice: device.extend({ index, stripId: id.exactOptional() }),
  setDeviceEnabled: device.extend({ enabled: z.boolean() }),
  setDeviceValue: device.extend({ key: z.string(), value: parameterValue }),
  setSidechain: device.extend({ sidechainId: id.nullable() }),
  addSend: strip.extend({ busId: id, gainDb: levelDb.exactOptional(), pre: z.boolean().exactOptional() }),
  removeSend: about('sendId'),
  setSend: about('sendId').extend({
    gainDb: levelDb.exactOptional(),
    pre: z.boolean().exactOptional(),
    enabled: z.boolean().exactOptional(),
  }),
  addMedia: media,
  addMediaClip: z.strictObject({ media, trackId: id, startFrames: frames }),
  relinkMedia: about('mediaId').extend(media.pick({ path: true, channels: true, lengthFrames: true }).shape),
  removeMedia: about('mediaId'),
  addClip: z.strictObject({
    mediaId: id,
    trackId: id,
    startFrames: frames,
    offsetFrames: frames.exactOptional(),
    lengthFrames: frames.exactOptional(),
  }),
  moveClip: clip.extend({ startFrames: frames, trackId: id.exactOptional() }),
  moveClipToTrack: clip.extend({ trackId: id }),
  trimClip: clip.extend({ startFrames: place.exactOptional(), endFrames: place.exactOptional() }),
  slipClip: clip.extend({ offsetFrames: place }),
  splitClip: clip.extend({ atFrames: frames }),
  joinClips: z.strictObject({ clipIds: ids }),
  duplicateClip: clip.extend({ startFrames: frames.exactOptional(), trackId: id.exactOptional() }),
  setClipGain: clip.extend({ gainDb: levelDb }),
  setFade: clip.extend({ edge: z.enum(['fadeIn', 'fadeOut']), fade: fadeSchema }),
  muteClip: clip.extend({ muted: z.boolean() }),
  renameClip: clip.extend({ name }),
  colourClip: clip.extend({ colour: colour.nullable() }),
  removeClip: clip,
  rippleDelete: z.strictObject({ clipIds: ids }),
  addTakes: z.strictObject({
    recordings: z.array(
      mediaSchema.pick({ path: true, channels: true, lengthFrames: true }).extend({
        trackId: id,
        trackName: name,
        roundTripFrames: takeSchema.shape.roundTripFrames,
        stretches: z.array(takeSchema.pick({ startFrames: true, offsetFrames: true, lengthFrames: true })),
        dropouts: takeSchema.shape.dropouts,
      }),
    ),
  }),
  compTake: take.extend({ fromFrames: frames.exactOptional(), toFrames: frames.exactOptional() }),
  removeTake: take,
  renameTake: take.extend({ name }),
  alignTake: take.extend({ roundTripFrames: takeSchema.shape.roundTripFrames }),
  addMarker: z.strictObject({ name, atFrames: frames }),
  setMarker: about('markerId').extend({ name: name.exactOptional(), atFrames: frames.exactOptional() }),
  removeMarker: about('markerId'),
  setTempo: z.strictObject({ bpm: z.number(), atFrames: frames.exactOptional() }),
  removeTempo: about('tempoId'),
  setMetre: z.strictObject({
    numerator: z.number().int(),
    denominator: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8), z.literal(16), z.literal(32)]),
    bar: z.number().int().min(1).exactOptional(),
  }),
  removeMetre: about('metreId'),
  addLane: target,
  automate: target.extend({ points }),
  setPoints: lane.extend({ points }),
  addPoint: lane.extend({ point }),
  removePoint: lane.extend({ atFrames: frames }),
  setLaneEnabled: lane.extend({ enabled: z.boolean() }),
  removeLane: lane,
  renameSession: z.strictObject({ name }),
  setTags: z.strictObject({
    title: tag,
    artist: tag,
    album: tag,
    isrc: tag,
    year: z.number().int().nullable().exactOptional(),
  }),
} satisfies { readonly [Name in CommandName]: z.ZodType<CommandArgs<Name>> };

export function isCommandName(text: string): text is CommandName {
  return Object.hasOwn(commandSchemas, text);
}

export const commandNames = Object.keys(commands) as readonly CommandName[];
