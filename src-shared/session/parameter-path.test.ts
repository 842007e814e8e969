import { beforeAll, describe, expect, test } from 'vitest';
import { applyDiff } from './apply-diff.ts';
import { type CommandArgs, type CommandName, runCommand } from './commands/index.ts';
import { setPath } from './commands/set-path.ts';
import { createSession } from './create-session.ts';
import { pathAddresses, resolveDevice, resolvePath, resolveStrip } from './parameter-path.ts';
import type { Session } from './session.ts';

let session: Session;
function run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): void {
  session = applyDiff(session, runCommand(session, name, args));
}
const set = (path: string, text: string): Session => applyDiff(session, setPath(session, { path, text }));
const idOf = (name: string): string => resolveStrip(session, name).id;

beforeAll(() => {
  session = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
  for (const name of ['Vocal', 'Vocal.eq', 'Bass D.I.', 'Kick']) run('addStrip', { kind: 'track', name });
  run('addStrip', { kind: 'bus', name: 'Long Reverb 2.5s' });
  run('addSend', { stripId: idOf('Vocal'), busId: idOf('Long Reverb 2.5s'), gainDb: -12 });
  run('addDevice', { stripId: idOf('Vocal'), type: 'eq' });
  run('addDevice', { stripId: idOf('Vocal'), type: 'compressor' });
  run('addDevice', { stripId: idOf('Vocal'), type: 'eq' });
  run('addDevice', { stripId: 'master', type: 'limiter' });
});

describe('setPath', () => {
  test('a strip, by name, by id and as master', () => {
    expect(set('Vocal.gainDb', '-3').strips[idOf('Vocal')]?.channel).toEqual({ gainDb: -3 });
    expect(set(`${idOf('Vocal')}.pan`, '-0.3').strips[idOf('Vocal')]?.channel).toEqual({ pan: -0.3 });
    expect(set('master.gainDb', '-inf').strips['master']?.channel).toEqual({ gainDb: Number.NEGATIVE_INFINITY });
    expect(set('Kick.solo', 'on').strips[idOf('Kick')]?.solo).toBe(true);
    expect(set('Kick.mute', 'true').strips[idOf('Kick')]?.channel).toEqual({ mute: true });
  });

  test('a device, the second of its type, and the master’s', () => {
    const [first = '', compressor = '', second = ''] = session.strips[idOf('Vocal')]?.deviceIds ?? [];
    expect(set('Vocal.eq.band2.gainDb', '-4').devices[first]?.values).toEqual({ 'band2.gainDb': -4 });
    expect(set('Vocal.eq#1.band2.gainDb', '-4').devices[first]?.values).toEqual({ 'band2.gainDb': -4 });
    expect(set('Vocal.eq#2.band1.type', 'highShelf').devices[second]?.values).toEqual({ 'band1.type': 'highShelf' });
    expect(set('Vocal.compressor.enabled', 'off').devices[compressor]?.enabled).toBe(false);
    expect(set('Vocal.compressor.sidechain', 'Kick').devices[compressor]?.sidechainId).toBe(idOf('Kick'));
    const [limiter = ''] = session.strips['master']?.deviceIds ?? [];
    expect(set('master.limiter.ceilingDbtp', '-1').devices[limiter]?.values).toEqual({ ceilingDbtp: -1 });
  });

  test('a send by the name of its bus, dots and spaces included', () => {
    const [sendId = ''] = session.strips[idOf('Vocal')]?.sendIds ?? [];
    expect(set('Vocal.send:Long Reverb 2.5s.gainDb', '-6 dB').sends[sendId]?.gainDb).toBe(-6);
    expect(set('Vocal.send:Long Reverb 2.5s.pre', 'on').sends[sendId]?.pre).toBe(true);
  });

  test('names with dots: the longest that leads to something wins', () => {
    expect(resolvePath(session, 'Vocal.eq.gainDb').stripId).toBe(idOf('Vocal.eq'));
    expect(resolvePath(session, 'Vocal.eq.band1.gainDb').stripId).toBe(idOf('Vocal'));
    expect(resolvePath(session, 'Bass D.I..pan').stripId).toBe(idOf('Bass D.I.'));
  });

  test('upper and lower case do not matter where nothing else differs', () => {
    expect(resolvePath(session, 'vocal.GAINDB')).toEqual(resolvePath(session, 'Vocal.gainDb'));
    expect(resolvePath(session, 'MASTER.Limiter.ceilingDbtp').stripId).toBe('master');
  });

  test('output and group', () => {
    expect(set('Kick.output', 'Long Reverb 2.5s').strips[idOf('Kick')]?.outputId).toBe(idOf('Long Reverb 2.5s'));
    expect(() => set('Long Reverb 2.5s.output', 'long reverb 2.5s')).toThrow('“Long Reverb 2.5s” cannot feed itself.');
  });

  test('every path that is listed resolves to itself', () => {
    const addresses = pathAddresses(session);
    expect(addresses.length).toBeGreaterThan(100);
    for (const address of addresses) expect(resolvePath(session, address.path)).toEqual(address);
  });
});

describe('errors', () => {
  test('name the nearest paths', () => {
    expect(() => set('Vocal.gianDb', '0')).toThrow(
      '“Vocal.gianDb” names nothing on “Vocal”; the nearest: Vocal.gainDb',
    );
    expect(() => set('Vocal.eq.band2.gain', '0')).toThrow('Vocal.eq.band2.gainDb');
    expect(() => set('Vokal.gainDb', '0')).toThrow(
      '“Vokal.gainDb” names no strip of this session; the nearest: Vocal.gainDb',
    );
    expect(() => resolveStrip(session, 'Kik')).toThrow('There is no strip “Kik”; there is “Kick”');
    expect(() => resolveDevice(session, resolveStrip(session, 'Vocal'), 'eq#3')).toThrow(
      '“Vocal” has no device “eq#3”; it has eq, compressor, eq#2.',
    );
  });

  test('say that a name is ambiguous and what to write', () => {
    const kick = session.strips[idOf('Kick')];
    const twice = {
      ...session,
      strips: { ...session.strips, [idOf('Vocal.eq')]: { ...kick, id: idOf('Vocal.eq') } },
    } as Session;
    expect(() => resolvePath(twice, 'Kick.pan')).toThrow(/“Kick.pan” is ambiguous.*strip-\d+ and strip-\d+/);
    expect(() => resolveStrip(twice, 'kick')).toThrow(/strip-\d+ or strip-\d+/);
  });

  test('name what a value must be', () => {
    expect(() => set('Vocal.pan', '2')).toThrow('Pan (pan) of “Vocal” must be from -1 to 1; 2 is not.');
    expect(() => set('Vocal.pan', 'left')).toThrow('Pan must be a number; “left” is not.');
    expect(() => set('Vocal.pan', '')).toThrow('must be a number');
    expect(() => set('Vocal.mute', '2')).toThrow('Mute must be on or off');
    expect(() => set('Vocal.panLaw', 'wide')).toThrow('must be one of balance');
    expect(() => set('Vocal.pan', '-inf')).toThrow('from -1 to 1');
    expect(() => set('Vocal.send:Long Reverb 2.5s.gainDb', '40')).toThrow('at most 6 dB');
  });
});
