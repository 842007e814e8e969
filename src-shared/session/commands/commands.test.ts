import { beforeEach, describe, expect, test } from 'vitest';
import { applyDiff } from '../apply-diff.ts';
import { trackSegments } from '../clip-envelope.ts';
import { createSession } from '../create-session.ts';
import { resolveStrip } from '../parameter-path.ts';
import type { Clip } from '../records/clip.ts';
import type { Device } from '../records/device.ts';
import { inputIdOf } from '../records/input.ts';
import type { Strip } from '../records/strip.ts';
import type { Session } from '../session.ts';
import { validateSession } from '../validation/validate-session.ts';
import { type CommandArgs, type CommandName, runCommand } from './index.ts';

let session: Session;
beforeEach(() => {
  session = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
});

function run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): void {
  session = applyDiff(session, runCommand(session, name, args));
  expect(validateSession(session)).toEqual([]);
}
const strip = (name: string): Strip => resolveStrip(session, name);
const id = (name: string): string => strip(name).id;
const add = (kind: 'track' | 'bus' | 'group', ...names: string[]): void => {
  for (const name of names) run('addStrip', { kind, name });
};
const device = (name: string, index = 0): Device => session.devices[strip(name).deviceIds[index] ?? ''] as Device;
const clips = (): Clip[] => Object.values(session.clips).sort((a, b) => a.startFrames - b.startFrames);
const names = (): string[] => session.settings.session.stripIds.map((stripId) => session.strips[stripId]?.name ?? '');

describe('strips', () => {
  test('a strip comes before the master and feeds it; a bus is solo-safe', () => {
    add('track', 'Vocal', 'Bass');
    add('bus', 'Reverb');
    expect(names()).toEqual(['Vocal', 'Bass', 'Reverb', 'Master']);
    expect(strip('Vocal')).toMatchObject({ outputId: 'master', soloSafe: false, colour: 1 });
    expect(strip('Reverb')).toMatchObject({ soloSafe: true, colour: 3 });
  });

  test('a name that is taken gets a number, upper and lower case alike', () => {
    add('track', 'Vocal', 'vocal', ' Vocal ', 'Master');
    expect(names()).toEqual(['Vocal', 'vocal 2', 'Vocal 3', 'Master 2', 'Master']);
    run('renameStrip', { stripId: id('Vocal 3'), name: 'Vocal' });
    expect(names()).toContain('Vocal 3');
  });

  test('moving keeps the master last', () => {
    add('track', 'A', 'B', 'C');
    run('moveStrip', { stripId: id('A'), index: 99 });
    expect(names()).toEqual(['B', 'C', 'A', 'Master']);
    run('moveStrip', { stripId: id('A'), index: 0 });
    expect(names()).toEqual(['A', 'B', 'C', 'Master']);
    expect(() => run('moveStrip', { stripId: 'master', index: 0 })).toThrow('The master cannot be moved');
  });

  test('what has no name or colour is refused with the path', () => {
    expect(() => run('addStrip', { kind: 'track', name: '  ' })).toThrow('strips.strip-3.name: must not be empty');
    add('track', 'A');
    expect(() => run('setColour', { stripId: id('A'), colour: 13 })).toThrow('colour: must be at most 12');
    expect(() => run('setColour', { stripId: 'strip-99', colour: 1 })).toThrow('There is no strip “strip-99”');
    expect(() => run('setColour', { stripId: 'constructor', colour: 1 })).toThrow('There is no strip “constructor”');
  });

  test('the master is neither removed, routed, soloed nor grouped', () => {
    for (const attempt of [
      () => run('removeStrip', { stripId: 'master' }),
      () => run('setOutput', { stripId: 'master', outputId: 'master' }),
      () => run('setSolo', { stripId: 'master', solo: true }),
      () => run('setGroup', { stripId: 'master', groupId: null }),
    ]) {
      expect(attempt).toThrow('The master cannot be');
    }
  });
});

describe('routing', () => {
  beforeEach(() => {
    add('track', 'Kick', 'Vocal');
    add('bus', 'Drums', 'Reverb');
    run('setOutput', { stripId: id('Kick'), outputId: id('Drums') });
  });

  test('feedback is refused with the names along the circle, over outputs, sends and side-chains alike', () => {
    run('addSend', { stripId: id('Drums'), busId: id('Reverb') });
    expect(() => run('setOutput', { stripId: id('Reverb'), outputId: id('Drums') })).toThrow(
      '“Reverb” cannot feed “Drums”: that would be feedback, because “Drums” feeds “Reverb”.',
    );
    run('addDevice', { stripId: id('Kick'), type: 'compressor' });
    expect(() => run('setSidechain', { deviceId: device('Kick').id, sidechainId: id('Reverb') })).toThrow(
      'because “Kick” feeds “Drums” feeds “Reverb”',
    );
    expect(() => run('setSidechain', { deviceId: device('Kick').id, sidechainId: id('Kick') })).toThrow(
      'cannot feed itself',
    );
    run('setSidechain', { deviceId: device('Kick').id, sidechainId: id('Vocal') });
    expect(() => run('setSidechain', { deviceId: device('Kick').id, sidechainId: 'master' })).toThrow('feedback');
  });

  test('a track receives nothing', () => {
    expect(() => run('setOutput', { stripId: id('Vocal'), outputId: id('Kick') })).toThrow('that is a track');
    expect(() => run('addSend', { stripId: id('Vocal'), busId: id('Kick') })).toThrow('sends go to buses and groups');
    expect(() => run('addSend', { stripId: id('Vocal'), busId: 'master' })).toThrow('sends go to buses and groups');
  });

  test('one send a bus', () => {
    run('addSend', { stripId: id('Vocal'), busId: id('Reverb'), gainDb: -9, pre: true });
    expect(Object.values(session.sends)).toMatchObject([{ busId: id('Reverb'), gainDb: -9, pre: true, enabled: true }]);
    expect(() => run('addSend', { stripId: id('Vocal'), busId: id('Reverb') })).toThrow('sends to “Reverb” already');
  });

  test('a group takes the output of what joins it, gives it back, and holds no circle', () => {
    add('group', 'Band', 'Rhythm');
    run('setGroup', { stripId: id('Rhythm'), groupId: id('Band') });
    run('setGroup', { stripId: id('Drums'), groupId: id('Rhythm') });
    expect(strip('Drums')).toMatchObject({ groupId: id('Rhythm'), outputId: id('Rhythm') });
    expect(() => run('setGroup', { stripId: id('Band'), groupId: id('Rhythm') })).toThrow('lies inside it');
    expect(() => run('setGroup', { stripId: id('Vocal'), groupId: id('Drums') })).toThrow(
      '“Drums” is no group: it is a bus.',
    );
    run('setGroup', { stripId: id('Drums'), groupId: null });
    expect(strip('Drums')).toMatchObject({ groupId: null, outputId: id('Band') });
  });

  test('removing a bus leaves nothing behind that points at it', () => {
    add('group', 'Band');
    run('setGroup', { stripId: id('Drums'), groupId: id('Band') });
    run('setGroup', { stripId: id('Vocal'), groupId: id('Band') });
    run('addSend', { stripId: id('Vocal'), busId: id('Drums') });
    add('track', 'Bass');
    run('addDevice', { stripId: id('Bass'), type: 'compressor' });
    run('setSidechain', { deviceId: device('Bass').id, sidechainId: id('Drums') });
    run('addDevice', { stripId: id('Drums'), type: 'eq' });
    run('automate', {
      stripId: id('Vocal'),
      target: { kind: 'send', sendId: strip('Vocal').sendIds[0] ?? '' },
      key: 'gainDb',
      points: [{ atFrames: 0, value: -6 }],
    });
    run('automate', {
      stripId: id('Drums'),
      target: { kind: 'device', deviceId: device('Drums').id },
      key: 'band2.gainDb',
      points: [{ atFrames: 0, value: 1 }],
    });
    run('removeStrip', { stripId: id('Drums') });
    expect(strip('Kick').outputId).toBe(id('Band'));
    expect(strip('Vocal').sendIds).toEqual([]);
    expect(device('Bass').sidechainId).toBeNull();
    expect([session.sends, session.lanes]).toEqual([{}, {}]);
    expect(Object.keys(session.devices)).toEqual([device('Bass').id]);
    run('removeStrip', { stripId: id('Band') });
    expect(strip('Vocal')).toMatchObject({ outputId: 'master', groupId: null });
  });
});

describe('devices', () => {
  beforeEach(() => {
    add('track', 'Vocal');
    for (const type of ['eq', 'compressor', 'eq']) run('addDevice', { stripId: id('Vocal'), type });
  });

  test('are inserted at the end and moved by place', () => {
    const [first = '', second = '', third = ''] = strip('Vocal').deviceIds;
    run('moveDevice', { deviceId: third, index: 0 });
    expect(strip('Vocal').deviceIds).toEqual([third, first, second]);
    run('addDevice', { stripId: id('Vocal'), type: 'gate', index: 1 });
    expect(device('Vocal', 1).type).toBe('gate');
    run('removeDevice', { deviceId: first });
    expect(strip('Vocal').deviceIds).not.toContain(first);
  });

  test('are moved to another strip with what automates them, but not into feedback', () => {
    add('track', 'Choir');
    const [first = '', compressor = '', third = ''] = strip('Vocal').deviceIds;
    run('addLane', { stripId: id('Vocal'), target: { kind: 'device', deviceId: compressor }, key: 'thresholdDb' });
    run('addDevice', { stripId: id('Choir'), type: 'gate' });
    run('moveDevice', { deviceId: compressor, index: 0, stripId: id('Choir') });
    expect(strip('Vocal').deviceIds).toEqual([first, third]);
    expect(device('Choir', 0).type).toBe('compressor');
    expect(device('Choir', 1).type).toBe('gate');
    expect(Object.values(session.lanes).map(({ stripId }) => stripId)).toEqual([id('Choir')]);
    run('setSidechain', { deviceId: compressor, sidechainId: id('Vocal') });
    expect(() => run('moveDevice', { deviceId: compressor, index: 0, stripId: id('Vocal') })).toThrow('feed itself');
    expect(() => run('moveDevice', { deviceId: compressor, index: 0, stripId: 'nowhere' })).toThrow();
  });

  test('what a device does not have is refused with what it has', () => {
    const deviceId = device('Vocal').id;
    expect(() => run('addDevice', { stripId: id('Vocal'), type: 'toaster' })).toThrow(
      /There is no device “toaster”; there are eq/,
    );
    expect(() => run('setDeviceValue', { deviceId, key: 'gain', value: 1 })).toThrow(
      /has no parameter “gain”; it has band1/,
    );
    expect(() => run('setDeviceValue', { deviceId, key: 'band2.gainDb', value: 99 })).toThrow(
      /of .* on “Vocal” must be from/,
    );
    expect(() => run('addDevice', { stripId: id('Vocal'), type: 'eq', values: { 'band1.q': -1 } })).toThrow(
      'must be from',
    );
    expect(() => run('setSidechain', { deviceId, sidechainId: 'master' })).toThrow('has no side-chain input');
  });

  test('a channel value outside its range is refused, −∞ on the fader is not', () => {
    run('setChannelValue', { stripId: id('Vocal'), key: 'gainDb', value: Number.NEGATIVE_INFINITY });
    expect(() => run('setChannelValue', { stripId: id('Vocal'), key: 'gainDb', value: 90 })).toThrow(
      'Gain (gainDb) of “Vocal” must be from',
    );
    expect(() => run('setChannelValue', { stripId: id('Vocal'), key: 'gainDb', value: Number.NaN })).toThrow(
      'must be a number',
    );
  });
});

describe('clips', () => {
  beforeEach(() => {
    add('track', 'Vocal', 'Double');
    const media = { name: 'take', path: 'audio/take.wav', channels: 1, lengthFrames: 1000 };
    run('addMediaClip', { media, trackId: id('Vocal'), startFrames: 500 });
  });
  const first = (): Clip => clips()[0] as Clip;
  const linear = (lengthFrames: number) => ({ lengthFrames, shape: 'linear' }) as const;

  test('an import plays the whole file from its place', () => {
    expect(first()).toMatchObject({ startFrames: 500, offsetFrames: 0, lengthFrames: 1000, name: 'take' });
  });

  test('a clip lies on a track, within its media', () => {
    add('bus', 'Reverb');
    const mediaId = first().mediaId;
    expect(() => run('moveClipToTrack', { clipId: first().id, trackId: id('Reverb') })).toThrow(
      '“Reverb” cannot hold clips: it is a bus',
    );
    expect(() =>
      run('addClip', { mediaId, trackId: id('Vocal'), startFrames: 0, offsetFrames: 600, lengthFrames: 500 }),
    ).toThrow('too short');
    expect(() => run('moveClip', { clipId: first().id, startFrames: -1 })).toThrow(/startFrames: must be at least 0/);
    expect(() => run('moveClip', { clipId: first().id, startFrames: 0.5 })).toThrow(
      /startFrames: must be a whole number/,
    );
    run('moveClip', { clipId: first().id, startFrames: 0, trackId: id('Double') });
    expect(first()).toMatchObject({ startFrames: 0, trackId: id('Double') });
  });

  test('trimming keeps the sound in place and stops where the sound ends', () => {
    run('trimClip', { clipId: first().id, startFrames: 700, endFrames: 1200 });
    expect(first()).toMatchObject({ startFrames: 700, offsetFrames: 200, lengthFrames: 500 });
    run('trimClip', { clipId: first().id, startFrames: 0, endFrames: 9999 });
    expect(first()).toMatchObject({ startFrames: 500, offsetFrames: 0, lengthFrames: 1000 });
    run('setFade', { clipId: first().id, edge: 'fadeIn', fade: linear(400) });
    run('setFade', { clipId: first().id, edge: 'fadeOut', fade: linear(600) });
    run('trimClip', { clipId: first().id, endFrames: 1000 });
    expect(first()).toMatchObject({ lengthFrames: 500, fadeIn: { lengthFrames: 400 }, fadeOut: { lengthFrames: 100 } });
  });

  test('slipping stays within the sound', () => {
    run('trimClip', { clipId: first().id, startFrames: 700, endFrames: 1200 });
    run('slipClip', { clipId: first().id, offsetFrames: 9999 });
    expect(first().offsetFrames).toBe(500);
    run('slipClip', { clipId: first().id, offsetFrames: -5 });
    expect(first()).toMatchObject({ offsetFrames: 0, startFrames: 700, lengthFrames: 500 });
  });

  test('fades that do not fit are refused with the path', () => {
    run('setFade', { clipId: first().id, edge: 'fadeIn', fade: linear(700) });
    expect(() => run('setFade', { clipId: first().id, edge: 'fadeOut', fade: linear(301) })).toThrow(
      `clips.${first().id}.fadeOut.lengthFrames: must be at most 300, what the fade-in leaves of the clip.`,
    );
  });

  test('split pieces sound as the whole did, and join to it again', () => {
    run('setFade', { clipId: first().id, edge: 'fadeOut', fade: linear(100) });
    const whole = session.clips;
    run('splitClip', { clipId: first().id, atFrames: 800 });
    run('splitClip', { clipId: first().id, atFrames: 600 });
    expect(
      trackSegments(session, id('Vocal')).map(({ startFrames, endFrames, offsetFrames }) => [
        startFrames,
        endFrames,
        offsetFrames,
      ]),
    ).toEqual([
      [500, 600, 0],
      [600, 800, 100],
      [800, 1500, 300],
    ]);
    expect(clips().map((clip) => clip.fadeOut.lengthFrames)).toEqual([0, 0, 100]);
    run('joinClips', {
      clipIds: clips()
        .map((clip) => clip.id)
        .reverse(),
    });
    expect(session.clips).toEqual(whole);
    for (const atFrames of [500, 1500, 2000])
      expect(() => run('splitClip', { clipId: first().id, atFrames })).toThrow('not inside');
  });

  test('what does not continue is not joined', () => {
    run('splitClip', { clipId: first().id, atFrames: 800 });
    const clipIds = clips().map((clip) => clip.id);
    run('moveClip', { clipId: clipIds[1] ?? '', startFrames: 801 });
    expect(() => run('joinClips', { clipIds })).toThrow('do not continue the same sound without a gap');
    expect(() => run('joinClips', { clipIds: [clipIds[0] ?? '', clipIds[0] ?? ''] })).toThrow('at least two');
  });

  test('a copy comes right behind', () => {
    run('duplicateClip', { clipId: first().id });
    expect(clips().map((clip) => clip.startFrames)).toEqual([500, 1500]);
  });

  test('ripple delete closes the gap on its track only', () => {
    run('duplicateClip', { clipId: first().id });
    run('duplicateClip', { clipId: first().id, startFrames: 3000 });
    run('duplicateClip', { clipId: first().id, startFrames: 3000, trackId: id('Double') });
    run('rippleDelete', { clipIds: [first().id] });
    expect(clips().map((clip) => [session.strips[clip.trackId]?.name, clip.startFrames])).toEqual([
      ['Vocal', 500],
      ['Vocal', 2000],
      ['Double', 3000],
    ]);
  });

  test('a sound file in use stays', () => {
    const { mediaId, id: clipId } = first();
    expect(() => run('removeMedia', { mediaId })).toThrow('“take” is in use by the clip “take”.');
    run('removeClip', { clipId });
    run('removeMedia', { mediaId });
    expect(session.media).toEqual({});
  });
});

describe('automation', () => {
  const fader = () => ({ stripId: id('Vocal'), target: { kind: 'channel' }, key: 'gainDb' }) as const;
  const lane = () => Object.values(session.lanes)[0];
  beforeEach(() => add('track', 'Vocal'));

  test('points are laid over the lane in order of time; the same frame is replaced', () => {
    run('automate', {
      ...fader(),
      points: [
        { atFrames: 200, value: -6 },
        { atFrames: 100, value: 0, shape: 'curve', bend: 0.5 },
      ],
    });
    run('automate', { ...fader(), points: [{ atFrames: 200, value: Number.NEGATIVE_INFINITY, shape: 'hold' }] });
    expect(lane()?.points).toEqual([
      { atFrames: 100, value: 0, shape: 'curve', bend: 0.5 },
      { atFrames: 200, value: Number.NEGATIVE_INFINITY, shape: 'hold', bend: 0 },
    ]);
    run('removePoint', { laneId: lane()?.id ?? '', atFrames: 100 });
    expect(lane()?.points.length).toBe(1);
    expect(() => run('removePoint', { laneId: lane()?.id ?? '', atFrames: 100 })).toThrow(
      'no automation point at frame 100',
    );
    expect(() => run('addLane', fader())).toThrow('has an automation lane already');
  });

  test('values outside the range and what cannot be automated are refused', () => {
    expect(() => run('automate', { ...fader(), points: [{ atFrames: 0, value: 90 }] })).toThrow('Gain must be from');
    expect(() => run('automate', { ...fader(), points: [{ atFrames: -1, value: 0 }] })).toThrow(
      'points.0.atFrames: must be at least 0',
    );
    expect(() => run('addLane', { ...fader(), key: 'panLaw' })).toThrow('Pan law cannot be automated');
    expect(() => run('addLane', { ...fader(), key: 'solo' })).toThrow('There is no parameter “solo”');
  });

  test('a switch holds', () => {
    run('automate', { ...fader(), key: 'mute', points: [{ atFrames: 10, value: true }] });
    expect(lane()?.points).toEqual([{ atFrames: 10, value: true, shape: 'hold', bend: 0 }]);
    expect(() =>
      run('automate', { ...fader(), key: 'mute', points: [{ atFrames: 20, value: true, shape: 'linear' }] }),
    ).toThrow('can only hold');
  });
});

describe('the song', () => {
  test('tempo and metre change where one begins, or begin anew; the first stays', () => {
    run('setTempo', { bpm: 90 });
    run('setTempo', { bpm: 60, atFrames: 1000 });
    run('setMetre', { numerator: 3, denominator: 4 });
    run('setMetre', { numerator: 7, denominator: 8, bar: 5 });
    expect(Object.values(session.tempos).map(({ atFrames, bpm }) => [atFrames, bpm])).toEqual([
      [0, 90],
      [1000, 60],
    ]);
    expect(Object.values(session.metres).map(({ bar, numerator }) => [bar, numerator])).toEqual([
      [1, 3],
      [5, 7],
    ]);
    expect(() => run('removeTempo', { tempoId: 'tempo-1' })).toThrow('first tempo cannot be removed');
    expect(() => run('removeMetre', { metreId: 'metre-2' })).toThrow('first metre cannot be removed');
    expect(() => run('setTempo', { bpm: 5 })).toThrow('bpm: must be at least 10');
  });

  test('tags are set one by one and taken away by null', () => {
    run('setTags', { title: 'Song', artist: 'Band', year: 2026 });
    run('setTags', { artist: null });
    expect(session.settings.session.tags).toEqual({ title: 'Song', year: 2026 });
    expect(() => run('setTags', { year: 20.5 })).toThrow('settings.session.tags.year: must be a whole number');
  });

  test('a marker is renamed and moved', () => {
    run('addMarker', { name: 'Chorus', atFrames: 100 });
    const [markerId = ''] = Object.keys(session.markers);
    run('setMarker', { markerId, atFrames: 200 });
    expect(session.markers[markerId]).toEqual({ id: markerId, name: 'Chorus', atFrames: 200 });
    run('removeMarker', { markerId });
    expect(session.markers).toEqual({});
  });

  test('a session needs a name, a rate and a tempo that can be', () => {
    expect(() => createSession({ name: ' ', sampleRateHz: 48_000, tempoBpm: 120 })).toThrow('settings.session.name');
    expect(() => createSession({ name: 'S', sampleRateHz: 44_100.5, tempoBpm: 120 })).toThrow(
      'sampleRateHz: must be a whole number',
    );
    expect(() => createSession({ name: 'S', sampleRateHz: 48_000, tempoBpm: 9 })).toThrow(
      'tempos.tempo-1.bpm: must be at least 10',
    );
  });
});

describe('inputs', () => {
  test('a track is armed with its first channel, and hears what it is told to', () => {
    add('track', 'Vocal');
    const input = () => session.inputs[inputIdOf(id('Vocal'))];
    run('setInput', { trackId: id('Vocal'), armed: true });
    expect(input()).toMatchObject({ channels: [1], armed: true, monitor: 'auto', direct: false });
    run('setInput', { trackId: id('Vocal'), channels: [3, 4], monitor: 'cue' });
    expect(input()).toMatchObject({ channels: [3, 4], armed: true, monitor: 'cue' });
    run('setInput', { trackId: id('Vocal'), channels: [] });
    expect(input()).toBeUndefined();
  });

  test('goes with its track, and a bus has none', () => {
    add('track', 'Vocal');
    add('bus', 'Reverb');
    run('setInput', { trackId: id('Vocal') });
    run('removeStrip', { stripId: id('Vocal') });
    expect(session.inputs).toEqual({});
    expect(() => run('setInput', { trackId: id('Reverb') })).toThrow('not a track');
    add('track', 'Bass');
    expect(() => run('setInput', { trackId: id('Bass'), channels: [2, 2] })).toThrow('two channels');
  });
});
