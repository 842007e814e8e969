/**
 * Paths that people and scripts write, and what they name:
 *
 *   Vocal.gainDb                  the strip's channel: gainDb pan width mute polarity panLaw
 *   Vocal.solo, .soloSafe         switches of the strip
 *   Vocal.output, .group          the strip that it feeds, the group that it is in (a strip's name; `none`)
 *   Vocal.eq.band2.gainDb         a parameter of its first device of type eq; eq#2 is the second
 *   Vocal.compressor.enabled      false bypasses the device
 *   Vocal.compressor.sidechain    the strip that keys it (a strip's name; `none`)
 *   Vocal.send:Reverb.gainDb      its send to the strip Reverb; also .pre and .enabled
 *
 * A strip is named by its name or its id, the master also by `master`. Names may hold dots and spaces: of the strips
 * that a path can begin with, the longest name that leads to something wins. Upper and lower case matter only where
 * two paths differ by nothing else.
 */

import { channelParameters } from '../dsp/channel/channel.ts';
import {
  booleanParameter,
  type ParameterSpec,
  type ParameterSpecs,
  type ParameterValue,
} from '../dsp/core/parameter-spec.ts';
import { processors } from '../dsp/processors.ts';
import { CommandError } from './command-error.ts';
import { sendParameters } from './lane-spec.ts';
import { nearestNames } from './nearest-names.ts';
import type { Lane } from './records/lane.ts';
import type { Strip } from './records/strip.ts';
import type { Session } from './session.ts';

type Place = {
  /** The path as it is shown: the strip's name, and `#2` only where there is a second. */
  readonly path: string;
  readonly stripId: string;
  readonly target: Lane['target'];
  readonly key: string;
};
/** A parameter of a processor: it can be automated where its spec says so. */
export type ParameterAddress = Place & {
  readonly kind: 'parameter';
  readonly spec: ParameterSpec;
  readonly value: ParameterValue;
};
/** A switch of the session itself. */
export type SwitchAddress = Place & { readonly kind: 'switch'; readonly spec: ParameterSpec; readonly value: boolean };
/** A strip that another is connected to: its id, or null. */
export type StripAddress = Place & { readonly kind: 'strip'; readonly value: string | null };
export type PathAddress = ParameterAddress | SwitchAddress | StripAddress;

const SWITCHES: { readonly [key: string]: ParameterSpec } = {
  solo: booleanParameter('Solo', false, 'Silences every strip that is neither soloed nor solo-safe.'),
  soloSafe: booleanParameter('Solo safe', false, 'Other strips’ solos leave this one sounding.'),
  enabled: booleanParameter('Enabled', true, 'Off bypasses it.'),
  pre: booleanParameter('Pre-fader', false, 'Taps the strip before its fader, pan and mute.'),
};

/** Everything that a path can name, in the order of the console. */
export function pathAddresses(session: Session): PathAddress[] {
  return session.settings.session.stripIds.flatMap((id) => addressesOf(session, session.strips[id] as Strip));
}

/** What a path names. Throws CommandError `missing`, with the nearest paths, or `ambiguous`. */
export function resolvePath(session: Session, path: string): PathAddress {
  const strips = stripsAtStart(session, path);
  for (const { strip, rest } of strips) {
    const found = find(addressesOf(session, strip), strip, rest);
    if (!found) continue;
    const rivals = strips.filter(
      (other) =>
        other.strip !== strip && other.rest === rest && find(addressesOf(session, other.strip), other.strip, rest),
    );
    if (rivals.length === 0) return found;
    const ids = [strip, ...rivals.map((rival) => rival.strip)].map((rival) => rival.id).join(' and ');
    throw new CommandError(
      'ambiguous',
      `“${path}” is ambiguous: more than one strip is named “${strip.name}”; write ${ids} in place of the name.`,
    );
  }
  throw new CommandError('missing', notFound(session, path, strips));
}

/** The strip with a name or id. Throws CommandError `missing`, with the nearest names, or `ambiguous`. */
export function resolveStrip(session: Session, name: string): Strip {
  const strips = Object.values(session.strips);
  for (const same of [exactly, caseless]) {
    const found = strips.filter((strip) => namesOf(strip).some((candidate) => same(candidate, name)));
    if (found.length > 1)
      throw new CommandError(
        'ambiguous',
        `More than one strip is named “${name}”: write ${found.map(({ id }) => id).join(' or ')}.`,
      );
    if (found[0]) return found[0];
  }
  const near = nearestNames(
    name,
    strips.map((strip) => strip.name),
  );
  throw new CommandError(
    'missing',
    `There is no strip “${name}”; there is ${near.map((other) => `“${other}”`).join(', ')}.`,
  );
}

/** The device of a strip by type, such as `eq` or `eq#2`, or by id. Throws CommandError `missing`. */
export function resolveDevice(session: Session, strip: Strip, name: string): string {
  const named = deviceNames(session, strip);
  const found = named.find(({ id, names }) => id === name || names.includes(name));
  if (found) return found.id;
  const there = named.length > 0 ? `it has ${named.map(({ names }) => names[0]).join(', ')}` : 'it has none';
  throw new CommandError('missing', `“${strip.name}” has no device “${name}”; ${there}.`);
}

function exactly(a: string, b: string): boolean {
  return a === b;
}

function caseless(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function namesOf(strip: Strip): string[] {
  return [strip.name, strip.id];
}

type StripAtStart = { readonly strip: Strip; readonly rest: string };

/** Strips whose name or id a path begins with, the longest first, and what follows. */
function stripsAtStart(session: Session, path: string): StripAtStart[] {
  const found: StripAtStart[] = [];
  for (const strip of Object.values(session.strips)) {
    const name = namesOf(strip).filter((candidate) => caseless(`${candidate}.`, path.slice(0, candidate.length + 1)));
    const longest = name.sort((a, b) => b.length - a.length)[0];
    if (longest !== undefined) found.push({ strip, rest: path.slice(longest.length + 1) });
  }
  const isExact = ({ strip }: StripAtStart) => Number(namesOf(strip).some((name) => path.startsWith(`${name}.`)));
  return found.sort((a, b) => a.rest.length - b.rest.length || isExact(b) - isExact(a));
}

function find(addresses: readonly PathAddress[], strip: Strip, rest: string): PathAddress | undefined {
  const wanted = rest.replace(/^([A-Za-z]+)#1\./, '$1.');
  const tail = (address: PathAddress) => address.path.slice(strip.name.length + 1);
  return (
    addresses.find((address) => tail(address) === wanted) ??
    addresses.find((address) => caseless(tail(address), wanted))
  );
}

function notFound(session: Session, path: string, strips: readonly StripAtStart[]): string {
  if (strips.length === 0) {
    const near = nearestNames(
      path,
      pathAddresses(session).map((address) => address.path),
    );
    return `“${path}” names no strip of this session; the nearest: ${near.join(', ')}.`;
  }
  const near = nearestNames(
    path,
    strips.flatMap(({ strip }) => addressesOf(session, strip).map((address) => address.path)),
  );
  const names = strips.map(({ strip }) => `“${strip.name}”`).join(' or ');
  return `“${path}” names nothing on ${names}; the nearest: ${near.join(', ')}.`;
}

/** The devices of a strip with their names in a path, the shown one first. */
function deviceNames(
  session: Session,
  strip: Strip,
): { readonly id: string; readonly type: string; readonly names: readonly [string, ...string[]] }[] {
  const counts = new Map<string, number>();
  return strip.deviceIds.map((id) => {
    const { type } = session.devices[id] as { type: string };
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return { id, type, names: count === 1 ? [type, `${type}#1`] : [`${type}#${count}`] };
  });
}

function addressesOf(session: Session, strip: Strip): PathAddress[] {
  const place = { stripId: strip.id, target: { kind: 'channel' } as const };
  const at = (key: string) => ({ ...place, path: `${strip.name}.${key}`, key });
  const addresses: PathAddress[] = parameters(strip.name, place, channelParameters, strip.channel);
  if (strip.kind !== 'master') {
    addresses.push(switchAt(at('solo'), strip.solo), switchAt(at('soloSafe'), strip.soloSafe));
    addresses.push(
      { ...at('output'), kind: 'strip', value: strip.outputId },
      { ...at('group'), kind: 'strip', value: strip.groupId },
    );
  }
  for (const { id, type, names } of deviceNames(session, strip))
    addresses.push(...deviceAddresses(session, strip, { id, type, name: names[0] }));
  for (const id of strip.sendIds) addresses.push(...sendAddresses(session, strip, id));
  return addresses;
}

function deviceAddresses(
  session: Session,
  strip: Strip,
  { id, type, name }: { readonly id: string; readonly type: string; readonly name: string },
): PathAddress[] {
  const definition = processors[type];
  const device = session.devices[id];
  if (!definition || !device) return [];
  const place = { stripId: strip.id, target: { kind: 'device', deviceId: id } as const };
  const prefix = `${strip.name}.${name}`;
  const addresses: PathAddress[] = parameters(prefix, place, definition.parameters, device.values);
  addresses.push(switchAt({ ...place, path: `${prefix}.enabled`, key: 'enabled' }, device.enabled));
  if (definition.hasSidechain) {
    addresses.push({
      ...place,
      kind: 'strip',
      path: `${prefix}.sidechain`,
      key: 'sidechain',
      value: device.sidechainId,
    });
  }
  return addresses;
}

function sendAddresses(session: Session, strip: Strip, id: string): PathAddress[] {
  const send = session.sends[id];
  const bus = send && session.strips[send.busId];
  if (!send || !bus) return [];
  const place = { stripId: strip.id, target: { kind: 'send', sendId: id } as const };
  const prefix = `${strip.name}.send:${bus.name}`;
  const at = (key: string) => ({ ...place, path: `${prefix}.${key}`, key });
  return [
    ...parameters(prefix, place, sendParameters, { gainDb: send.gainDb }),
    switchAt(at('pre'), send.pre),
    switchAt(at('enabled'), send.enabled),
  ];
}

function parameters(
  prefix: string,
  place: Pick<Place, 'stripId' | 'target'>,
  specs: ParameterSpecs,
  values: { readonly [key: string]: ParameterValue },
): ParameterAddress[] {
  return Object.entries(specs).map(([key, spec]) => ({
    ...place,
    kind: 'parameter',
    path: `${prefix}.${key}`,
    key,
    spec,
    value: values[key] ?? spec.default,
  }));
}

function switchAt(place: Place, value: boolean): SwitchAddress {
  return { ...place, kind: 'switch', spec: SWITCHES[place.key] as ParameterSpec, value };
}
