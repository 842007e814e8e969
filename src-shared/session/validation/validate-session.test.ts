import { describe, expect, test } from 'vitest';
import { applyDiff } from '../apply-diff.ts';
import { type CommandArgs, type CommandName, runCommand } from '../commands/index.ts';
import { createSession } from '../create-session.ts';
import type { Session } from '../session.ts';
import { validateSession } from './validate-session.ts';

/** Vocal (strip-3) with a clip (clip-8), an eq (device-5), a send (send-6) to Reverb (strip-4) and a lane (lane-9). */
function example(): Session {
  let session = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
  const run = <Name extends CommandName>(name: Name, args: CommandArgs<Name>) => {
    session = applyDiff(session, runCommand(session, name, args));
  };
  run('addStrip', { kind: 'track', name: 'Vocal' });
  run('addStrip', { kind: 'bus', name: 'Reverb' });
  run('addDevice', { stripId: 'strip-3', type: 'eq' });
  run('addSend', { stripId: 'strip-3', busId: 'strip-4' });
  run('addMediaClip', {
    trackId: 'strip-3',
    startFrames: 0,
    media: { name: 'a', path: 'audio/a.wav', channels: 1, lengthFrames: 100 },
  });
  run('automate', {
    stripId: 'strip-3',
    target: { kind: 'channel' },
    key: 'pan',
    points: [
      { atFrames: 5, value: 0 },
      { atFrames: 9, value: 1 },
    ],
  });
  return session;
}

type Loose = { [key: string]: Loose } & { [index: number]: Loose };

/** The example with the value at a path replaced; undefined takes the field away. */
function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(example()) as unknown as Loose;
  const keys = path.split('/');
  const last = keys.pop() as string;
  const parent = keys.reduce((record, key) => record[key] as Loose, copy) as { [key: string]: unknown };
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const strip = (fields: object) => ({ ...example().strips['strip-4'], ...fields });

describe('validateSession', () => {
  test('finds nothing in a sound session', () => {
    expect(validateSession(example())).toEqual([]);
  });

  test.each([
    ['clips/clip-8/fadeIn/lengthFrames', -1, 'clips.clip-8.fadeIn.lengthFrames: must be at least 0.'],
    [
      'clips/clip-8/fadeIn/lengthFrames',
      101,
      'clips.clip-8.fadeIn.lengthFrames: must be at most 100, the length of the clip.',
    ],
    [
      'clips/clip-8/fadeOut/shape',
      'steep',
      'clips.clip-8.fadeOut.shape: must be one of linear, equalPower, slow, fast, sCurve.',
    ],
    ['clips/clip-8/gainDb', 40, 'clips.clip-8.gainDb: must be at most 36 dB, or −∞.'],
    [
      'clips/clip-8/offsetFrames',
      1,
      'clips.clip-8.lengthFrames: must be at most 99, what its sound file has from there.',
    ],
    ['clips/clip-8/trackId', 'strip-4', 'clips.clip-8.trackId: must name a track.'],
    [
      'clips/clip-8/mediaId',
      'media-99',
      'clips.clip-8.mediaId: must name one of the media, and there is no “media-99”.',
    ],
    ['clips/clip-8/name', undefined, 'clips.clip-8.name: must be text.'],
    ['clips/clip-8/loop', true, 'clips.clip-8.loop: is no field that this version of Mixdown knows.'],
    ['clips/clip-8/id', 'clip-9', 'clips.clip-8.id: must be “clip-8”, the key of its record.'],
    ['clips', [], 'clips: must be a record.'],
    ['songs', {}, 'songs: is no field that this version of Mixdown knows.'],
    ['devices/device-5/type', 'toaster', 'devices.device-5.type: must be one of eq,'],
    ['devices/device-5/values', { 'band2.q': 0 }, 'devices.device-5.values.band2.q: must be from'],
    ['devices/device-5/values', { shine: 1 }, 'devices.device-5.values.shine: is no parameter'],
    ['devices/device-5/sidechainId', 'strip-4', 'devices.device-5.sidechainId: must be null'],
    ['strips/strip-3/channel', { pan: 2 }, 'strips.strip-3.channel.pan: must be from -1 to 1.'],
    ['strips/strip-3/deviceIds', [], 'devices.device-5: must belong to a strip.'],
    [
      'strips/strip-3/deviceIds',
      ['device-5', 'device-5'],
      'strips.strip-3.deviceIds: must not name device-5, which belongs to another place already.',
    ],
    ['strips/strip-4/sendIds', ['send-6'], 'must not name send-6'],
    ['strips/strip-3/sendIds', ['send-99'], 'strips.strip-3.sendIds: must name one of the sends'],
    [
      'strips/strip-4/outputId',
      'strip-3',
      'strips.strip-4.outputId: must be a bus, a group or the master, not the track “Vocal”.',
    ],
    ['strips/strip-3/outputId', null, 'strips.strip-3.outputId: must name one of the strips.'],
    ['strips/strip-3/groupId', 'strip-4', 'strips.strip-3.groupId: must name a group.'],
    [
      'strips/strip-4',
      strip({ kind: 'group', groupId: 'strip-4' }),
      'strips.strip-4.groupId: must not put the group inside itself.',
    ],
    ['strips/strip-4/kind', 'master', 'strips.strip-4.kind: must be master for the strip “master” and for no other.'],
    ['strips/master/outputId', 'strip-4', 'strips.master.outputId: must be null'],
    ['strips/strip-4/outputId', 'strip-4', 'strips: must not feed each other in a circle: look at “Reverb”.'],
    ['sends/send-6/busId', 'master', 'sends.send-6.busId: must name a bus or a group.'],
    [
      'settings/session/stripIds',
      ['master', 'strip-3', 'strip-4'],
      'settings.session.stripIds: must end with the master.',
    ],
    ['settings/session/stripIds', ['strip-3', 'master'], 'settings.session.stripIds: must name every strip once.'],
    ['settings/session/nextId', 9, 'settings.session.nextId: must be greater than the number of lanes.lane-9.'],
    ['settings/session', undefined, 'settings.session: is missing.'],
    ['tempos', {}, 'tempos: must have one at frame 0.'],
    ['metres/metre-2/bar', 2, 'metres: must have one at bar 1.'],
    ['lanes/lane-9/points/1/atFrames', 5, 'lanes.lane-9.points.1.atFrames: must be later than the point before it.'],
    ['lanes/lane-9/points/1/value', 2, 'lanes.lane-9.points.1.value: must be from -1 to 1.'],
    ['lanes/lane-9/key', 'panLaw', 'lanes.lane-9.key: Pan law cannot be automated.'],
    ['lanes/lane-9/key', 'mute', 'lanes.lane-9.points.0.value: must be true or false.'],
    [
      'lanes/lane-9/target',
      { kind: 'device', deviceId: 'device-99' },
      'lanes.lane-9.target: must be a parameter of its strip.',
    ],
  ])('%s = %j', (path, value, problem) => {
    expect(validateSession(withValue(path, value)).join('\n')).toContain(problem);
  });

  test('anything that is no record is refused', () => {
    for (const document of [null, undefined, 3, 'x', []])
      expect(validateSession(document)).toEqual(['session: must be a record.']);
    expect(validateSession({}).length).toBe(12);
  });
});
