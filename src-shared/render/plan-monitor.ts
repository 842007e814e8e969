/**
 * Session → what a musician hears of themselves: the monitored tracks without their clips, and all that they pass on their
 * way to the master, with nothing in it that is late. What is late steps aside (it is told), so nothing waits for anything:
 * a look-ahead on the master never delays a singer. Pure.
 */
import { withDefaults } from '../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import { processors } from '../dsp/processors.ts';
import { type Input, trackIdOf } from '../session/records/input.ts';
import type { Session } from '../session/session.ts';
import { planSession } from './plan-session.ts';
import type { PlanFeed, RenderPlan } from './render-plan.ts';
import { type Route, routesOf } from './routing.ts';

export type MonitoredTrack = Pick<Input, 'channels' | 'monitor' | 'direct'> & { readonly trackId: string };

export type DeviceAside = {
  readonly deviceId: string;
  readonly stripId: string;
  /** The monitored tracks whose sound it would have passed. */
  readonly trackIds: readonly string[];
  /** It looks ahead or is oversampled; or its key is not among what is monitored. */
  readonly why: 'late' | 'keyed';
  /** How late it is in the mix. */
  readonly latencyFrames: number;
};

export type MonitorPlan = {
  /** Every track that may be heard, in the order of the console. */
  readonly tracks: readonly MonitoredTrack[];
  /** For those that are heard through their strips; null when there are none. It is 0 frames late. */
  readonly plan: RenderPlan | null;
  readonly aside: readonly DeviceAside[];
  /** By track: how much earlier it is heard for what stepped aside on its longest way to the master. */
  readonly savedFrames: Readonly<Record<string, number>>;
};

/** Throws RenderPlanError. */
export function planMonitor(
  session: Session,
  definitions: Readonly<Record<string, ProcessorDefinition>> = processors,
): MonitorPlan {
  const tracks = monitoredTracks(session);
  const through = tracks.filter(({ direct }) => !direct).map(({ trackId }) => trackId);
  if (through.length === 0) return { tracks, plan: null, aside: [], savedFrames: {} };
  const routes = routesOf(session, (type) => definitions[type]?.hasSidechain ?? false);
  const ways = new Map(through.map((trackId) => [trackId, passedBy(trackId, routes)]));
  const passed = new Set([...ways.values()].flatMap((way) => [...way]));
  const aside = devicesAside({ session, routes, passed, ways, definitions });
  const derived = withoutClips(session, passed, new Set(aside.map(({ deviceId }) => deviceId)));
  const plan = keepStrips(planSession(derived, { definitions }), passed);
  const heard = aside.filter(({ deviceId }) => session.devices[deviceId]?.enabled);
  const saved = through.map((trackId) => [trackId, savedFrom(trackId, routes, heard)] as const);
  return { tracks, plan, aside: heard, savedFrames: Object.fromEntries(saved.filter(([, frames]) => frames > 0)) };
}

/** As a tape machine, a track on `auto` is heard once it is armed. */
function monitoredTracks(session: Session): MonitoredTrack[] {
  const inputs = new Map(Object.values(session.inputs).map((input) => [trackIdOf(input.id), input]));
  return session.settings.session.stripIds.flatMap((trackId) => {
    const input = inputs.get(trackId);
    if (!input || input.monitor === 'off' || (input.monitor === 'auto' && !input.armed)) return [];
    const { channels, monitor, direct } = input;
    return [{ trackId, channels, monitor, direct }];
  });
}

/** The strips that a track's sound comes to, itself included. */
function passedBy(trackId: string, routes: readonly Route[]): Set<string> {
  const found = new Set([trackId]);
  // A set that grows is iterated to its new end.
  for (const id of found)
    for (const { kind, fromId, toId } of routes) if (kind !== 'key' && fromId === id) found.add(toId);
  return found;
}

/** What a sound would wait for from a strip on, along its longest way. The ways have no circle: the plan refuses one. */
function savedFrom(stripId: string, routes: readonly Route[], aside: readonly DeviceAside[]): number {
  const own = aside.filter((device) => device.stripId === stripId);
  const next = routes.filter(({ kind, fromId }) => kind !== 'key' && fromId === stripId);
  const behind = next.map(({ toId }) => savedFrom(toId, routes, aside));
  return own.reduce((sum, { latencyFrames }) => sum + latencyFrames, 0) + Math.max(0, ...behind);
}

function devicesAside(of: {
  readonly session: Session;
  readonly routes: readonly Route[];
  readonly passed: ReadonlySet<string>;
  readonly ways: ReadonlyMap<string, ReadonlySet<string>>;
  readonly definitions: Readonly<Record<string, ProcessorDefinition>>;
}): DeviceAside[] {
  const { session, routes, passed, ways, definitions } = of;
  const { sampleRateHz } = session.settings.session;
  const keyless = new Set(
    routes.flatMap((route) => (route.kind === 'key' && !passed.has(route.fromId) ? [route.deviceId] : [])),
  );
  return [...passed].flatMap((stripId) =>
    (session.strips[stripId]?.deviceIds ?? []).flatMap((deviceId): DeviceAside[] => {
      const device = session.devices[deviceId];
      const definition = device && definitions[device.type];
      if (!definition) return [];
      const latencyFrames = definition.latencyFrames(withDefaults(definition.parameters, device.values), sampleRateHz);
      const isLate = latencyFrames > 0;
      if (!isLate && !keyless.has(deviceId)) return [];
      const trackIds = [...ways].filter(([, way]) => way.has(stripId)).map(([trackId]) => trackId);
      return [{ deviceId, stripId, trackIds, why: isLate ? 'late' : 'keyed', latencyFrames }];
    }),
  );
}

/** The session without clips, and with those devices alone that work where the musician hears themselves. */
function withoutClips(session: Session, passed: ReadonlySet<string>, aside: ReadonlySet<string>): Session {
  const strips = Object.entries(session.strips).map(([id, strip]) => [
    id,
    { ...strip, deviceIds: passed.has(id) ? strip.deviceIds.filter((deviceId) => !aside.has(deviceId)) : [] },
  ]);
  return { ...session, clips: {}, strips: Object.fromEntries(strips) };
}

function keepStrips(plan: RenderPlan, kept: ReadonlySet<string>): RenderPlan {
  const strips = plan.strips.filter(({ stripId, kind }) => kept.has(stripId) || kind === 'master');
  const places = new Map(strips.map(({ stripId }, place) => [stripId, place]));
  const moved = (feed: PlanFeed): PlanFeed[] => {
    const { target } = feed;
    if (target.kind === 'stem') return [];
    const strip = places.get(plan.strips[target.strip]?.stripId ?? '');
    return strip === undefined ? [] : [{ ...feed, target: { ...target, strip } }];
  };
  return { ...plan, strips: strips.map((strip) => ({ ...strip, feeds: strip.feeds.flatMap(moved) })) };
}
