/** Random sessions for property tests of the mixer: routing, sends, side-chains, latencies, clips, fades, automation. */
import * as fc from 'fast-check';
import type { Fade } from '../session/records/clip.ts';
import { fadeShape } from '../session/records/clip.ts';
import { type AutomationPoint, pointShape } from '../session/records/lane.ts';
import type { Session } from '../session/session.ts';
import type { MemoryMedia } from './memory-media.ts';
import { SessionBuilder } from './session-builder.ts';
import { seededRandom } from './signals.ts';

export type RandomSession = { readonly session: Session; readonly media: Readonly<Record<string, MemoryMedia>> };

export const RANDOM_SESSION_FRAMES = 2_500;
const MEDIA_FRAMES = 1_500;

const gainDb = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -30, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NEGATIVE_INFINITY) },
);
const frame = fc.integer({ min: 0, max: RANDOM_SESSION_FRAMES });

const fade: fc.Arbitrary<Fade> = fc.record({
  lengthFrames: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900 })),
  shape: fc.constantFrom(...fadeShape.options),
});

const clip = fc.record({
  media: fc.nat(2),
  startFrames: frame,
  offsetFrames: fc.integer({ min: 0, max: MEDIA_FRAMES }),
  lengthFrames: fc.integer({ min: 1, max: MEDIA_FRAMES }),
  gainDb: fc.oneof(fc.constant(0), gainDb),
  muted: fc.integer({ min: 0, max: 5 }).map((value) => value === 0),
  fadeIn: fade,
  fadeOut: fade,
});

function points(value: fc.Arbitrary<number | boolean>): fc.Arbitrary<AutomationPoint[]> {
  const point = fc.record({
    atFrames: frame,
    value,
    shape: fc.constantFrom(...pointShape.options),
    bend: fc.double({ min: -1, max: 1, noNaN: true }),
  });
  return fc
    .uniqueArray(point, { minLength: 1, maxLength: 4, selector: ({ atFrames }) => atFrames })
    .map((list) => list.sort((a, b) => a.atFrames - b.atFrames));
}

const channelLane = fc.oneof(
  fc.record({ key: fc.constant('gainDb'), points: points(gainDb) }),
  fc.record({ key: fc.constant('pan'), points: points(fc.double({ min: -1, max: 1, noNaN: true })) }),
  fc.record({ key: fc.constant('mute'), points: points(fc.boolean()) }),
);

const device = fc.record({
  type: fc.constantFrom('warm', 'duck'),
  enabled: fc.boolean(),
  latencyFrames: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 })),
  /** Which of the strips before it keys it; none when there are not so many. */
  key: fc.nat(6),
});

const send = fc.record({
  target: fc.nat(6),
  pre: fc.boolean(),
  enabled: fc.integer({ min: 0, max: 4 }).map((value) => value > 0),
  gainDb,
  lane: fc.option(points(gainDb), { freq: 3 }),
});

const strip = fc.record({
  isTrack: fc.boolean(),
  clips: fc.array(clip, { maxLength: 4 }),
  devices: fc.array(device, { maxLength: 3 }),
  sends: fc.array(send, { maxLength: 2 }),
  /** Which of the strips behind it its output feeds. */
  output: fc.nat(6),
  gainDb: fc.oneof(fc.constant(0), gainDb),
  pan: fc.oneof(fc.constant(0), fc.double({ min: -1, max: 1, noNaN: true })),
  width: fc.constantFrom(1, 1, 0.5),
  mute: fc.integer({ min: 0, max: 7 }).map((value) => value === 0),
  solo: fc.integer({ min: 0, max: 9 }).map((value) => value === 0),
  soloSafe: fc.integer({ min: 0, max: 4 }).map((value) => value === 0),
  lanes: fc.uniqueArray(channelLane, { maxLength: 2, selector: ({ key }) => key }),
});

/** Strips feed only those made after them, so there is no feedback; their order on the console is turned round at will. */
export const randomSession: fc.Arbitrary<RandomSession> = fc
  .record({
    strips: fc.array(strip, { minLength: 1, maxLength: 6 }),
    masterDevices: fc.array(device, { maxLength: 2 }),
    turn: fc.boolean(),
  })
  .map(({ strips, masterDevices, turn }) => {
    const builder = new SessionBuilder();
    const media: Record<string, MemoryMedia> = {};
    const mediaIds = [1, 2, 4].map((channels) => {
      const id = builder.media(channels, MEDIA_FRAMES);
      const random = seededRandom(channels);
      media[id] = {
        channels,
        samples: Float32Array.from({ length: MEDIA_FRAMES * channels }, () => 0.4 * random() - 0.2),
      };
      return id;
    });
    const ids = strips.map(({ isTrack, gainDb: level, pan, width, mute, solo, soloSafe }) =>
      builder.strip(isTrack ? 'track' : 'bus', { channel: { gainDb: level, pan, width, mute }, solo, soloSafe }),
    );
    const behind = (index: number, choice: number): string =>
      ids[index + 1 + (choice % (ids.length - index))] ?? 'master';
    const addDevices = (stripId: string, index: number, devices: typeof masterDevices) => {
      for (const { type, enabled, latencyFrames, key } of devices) {
        const sidechainId = type === 'duck' && key < index ? (ids[key] as string) : null;
        builder.device(stripId, type, { enabled, values: { latencyFrames }, sidechainId });
      }
    };
    strips.forEach((entry, index) => {
      const id = ids[index] as string;
      builder.change(id, { outputId: behind(index, entry.output) });
      for (const { media: which, ...fields } of entry.isTrack ? entry.clips : [])
        builder.clip(id, mediaIds[which] as string, fields);
      addDevices(id, index, entry.devices);
      for (const { target, lane, ...fields } of entry.sends) {
        const sendId = builder.send(id, behind(index, target), fields);
        if (lane) builder.lane(id, { kind: 'send', sendId }, 'gainDb', lane);
      }
      for (const { key, points: list } of entry.lanes) builder.lane(id, { kind: 'channel' }, key, list);
    });
    addDevices('master', ids.length, masterDevices);
    const session = builder.build();
    return { session: turn ? turnedRound(session) : session, media };
  });

function turnedRound(session: Session): Session {
  const settings = session.settings.session;
  return { ...session, settings: { session: { ...settings, stripIds: [...settings.stripIds].reverse() } } };
}
