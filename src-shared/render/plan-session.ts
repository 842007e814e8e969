/** Session → render plan: order, delay compensation, solo and mute, values and automation. Pure. */
import { channelParameters } from '../dsp/channel/channel.ts';
import { type ParameterSpecs, withDefaults } from '../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import { processors } from '../dsp/processors.ts';
import { type Segment, segmentsByTrack } from '../session/clip-envelope.ts';
import { sendParameters } from '../session/lane-spec.ts';
import type { Lane } from '../session/records/lane.ts';
import type { Strip } from '../session/records/strip.ts';
import type { Session } from '../session/session.ts';
import { dbToGain } from '../units/decibel.ts';
import { type LatencyMap, latenciesOf } from './latency.ts';
import { prunePlan } from './prune-plan.ts';
import type { PlanDevice, PlanFeed, PlanLane, PlanMedia, PlanStrip, PlanTarget, RenderPlan } from './render-plan.ts';
import { RenderPlanError } from './render-plan-error.ts';
import { type Route, renderOrder, routesOf } from './routing.ts';
import { openRoutes } from './solo.ts';
import { tailsOf } from './tails.ts';

export type PlanOptions = {
  /** The master only sums: no devices, no fader. Default false. */
  readonly bypassMaster?: boolean;
  /** Leaves out what cannot be heard: for a bounce. A live plan keeps it, so that a mute can be lifted. Default false. */
  readonly prune?: boolean;
  /** Strips whose signal is wanted as a stem: what they bring to the master, in time with each other. Default none. */
  readonly stemIds?: readonly string[];
  /** Default: every processor that a device can be. */
  readonly definitions?: Readonly<Record<string, ProcessorDefinition>>;
};

/** Throws RenderPlanError. */
export function planSession(session: Session, options: PlanOptions = {}): RenderPlan {
  const { definitions = processors, stemIds = [], bypassMaster = false } = options;
  const full = bypassMaster ? withBareMaster(session) : session;
  const routes = routesOf(full, (type) => definitions[type]?.hasSidechain ?? false);
  const order = renderOrder(full, routes);
  checkDevices(full, order, definitions);
  const latencies = latenciesOf(full, order, routes, definitions);
  const context: Context = {
    session: full,
    routes,
    latencies,
    definitions,
    stemIds,
    places: new Map(order.map((strip, index) => [strip.id, index])),
    open: openRoutes(order, routes),
    lanes: lanesByTarget(full),
    segments: segmentsByTrack(full),
  };
  const strips = order.map((strip) => planStrip(context, strip));
  const master = strips.at(-1) as PlanStrip;
  const tails = tailsOf(full, order, routes, definitions);
  const plan: RenderPlan = {
    sampleRateHz: full.settings.session.sampleRateHz,
    tempoBpm: tempoAtStart(full),
    strips,
    stemIds,
    media: mediaOf(full, strips),
    latencyFrames: master.outputLatencyFrames,
    stemLatencyFrames: master.inputLatencyFrames,
    endFrames: strips.reduce(
      (end, strip) => strip.segments.reduce((last, segment) => Math.max(last, segment.endFrames), end),
      0,
    ),
    ...tails,
  };
  return options.prune ? prunePlan(plan) : plan;
}

type Context = {
  readonly session: Session;
  readonly routes: readonly Route[];
  readonly latencies: LatencyMap;
  readonly definitions: Readonly<Record<string, ProcessorDefinition>>;
  readonly stemIds: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  readonly open: ReadonlySet<string>;
  readonly lanes: ReadonlyMap<string, readonly Lane[]>;
  readonly segments: ReadonlyMap<string, readonly Segment[]>;
};

function withBareMaster(session: Session): Session {
  const strips = Object.entries(session.strips).map(([id, strip]) => [
    id,
    strip.kind === 'master' ? { ...strip, devices: [], deviceIds: [], sendIds: [], channel: {} } : strip,
  ]);
  const lanes = Object.entries(session.lanes).filter(([, lane]) => session.strips[lane.stripId]?.kind !== 'master');
  return { ...session, strips: Object.fromEntries(strips), lanes: Object.fromEntries(lanes) };
}

function checkDevices(session: Session, order: readonly Strip[], definitions: Context['definitions']): void {
  for (const strip of order) {
    for (const deviceId of strip.deviceIds) {
      const type = session.devices[deviceId]?.type;
      if (type !== undefined && definitions[type]) continue;
      throw new RenderPlanError(
        'unknownDevice',
        `“${strip.name}” has a device of the type “${type}”, which this Mixdown does not know.`,
        [strip.id],
      );
    }
  }
}

function planStrip(context: Context, strip: Strip): PlanStrip {
  const { latencies, session } = context;
  const { inputFrames, outputFrames } = latencies.strip(strip.id);
  return {
    stripId: strip.id,
    kind: strip.kind,
    segments: context.segments.get(strip.id) ?? [],
    inputLatencyFrames: inputFrames,
    inputs: context.routes.filter((route) => route.toId === strip.id && route.kind !== 'key').length,
    devices: strip.deviceIds.map((deviceId) => planDevice(context, deviceId)),
    channel: {
      values: withDefaults(channelParameters, strip.channel),
      lanes: planLanes(context, strip.id, channelParameters),
    },
    outputLatencyFrames: outputFrames,
    feeds: [
      ...context.routes.filter((route) => route.fromId === strip.id).map((route) => planFeed(context, route)),
      ...context.stemIds.flatMap((stemId, stem) => (stemId === strip.id ? [stemFeed(context, strip, stem)] : [])),
    ],
  };
  function stemFeed({ latencies }: Context, { id, kind }: Strip, stem: number): PlanFeed {
    const masterId = Object.values(session.strips).find((candidate) => candidate.kind === 'master')?.id ?? '';
    const delayFrames = latencies.strip(masterId).inputFrames - outputFrames;
    const open =
      kind === 'master' ||
      context.routes.some((route) => route.fromId === id && route.kind !== 'key' && context.open.has(route.id));
    return {
      id: `stem:${id}`,
      tap: 'post',
      target: { kind: 'stem', stem },
      delayFrames,
      gain: 1,
      gainLane: null,
      open,
    };
  }
}

function planDevice(context: Context, deviceId: string): PlanDevice {
  const { session, definitions, latencies } = context;
  const { type, enabled, values } = session.devices[deviceId] as Session['devices'][string];
  const definition = definitions[type] as ProcessorDefinition;
  return {
    deviceId,
    type,
    enabled,
    values: withDefaults(definition.parameters, values),
    lanes: planLanes(context, deviceId, definition.parameters),
    keyed: context.routes.some((route) => route.kind === 'key' && route.deviceId === deviceId),
    ...latencies.device(deviceId),
  };
}

function planFeed({ session, latencies, places, lanes, open }: Context, route: Route): PlanFeed {
  const strip = places.get(route.toId) as number;
  const sourceFrames = latencies.strip(route.fromId).outputFrames;
  const base = { id: route.id, open: open.has(route.id) };
  if (route.kind === 'key') {
    const device = session.strips[route.toId]?.deviceIds.indexOf(route.deviceId) as number;
    const target: PlanTarget = { kind: 'key', strip, device };
    const delayFrames = latencies.device(route.deviceId).inputLatencyFrames - sourceFrames;
    return { ...base, tap: 'post', target, delayFrames, gain: 1, gainLane: null };
  }
  const target: PlanTarget = { kind: 'sum', strip };
  const delayFrames = latencies.strip(route.toId).inputFrames - sourceFrames;
  if (route.kind === 'output') return { ...base, tap: 'post', target, delayFrames, gain: 1, gainLane: null };
  const lane = lanes.get(route.send.id)?.find(({ key }) => key === 'gainDb');
  const gainLane = lane ? { key: lane.key, spec: sendParameters.gainDb, points: lane.points } : null;
  return {
    ...base,
    tap: route.send.pre ? 'pre' : 'post',
    target,
    delayFrames,
    gain: dbToGain(route.send.gainDb),
    gainLane,
  };
}

/** Lanes that move something, by the id of the strip, device or send whose parameter it is. */
function lanesByTarget(session: Session): Map<string, Lane[]> {
  const lanes = new Map<string, Lane[]>();
  for (const lane of Object.values(session.lanes)) {
    if (!lane.enabled || lane.points.length === 0) continue;
    const { target } = lane;
    const id = target.kind === 'channel' ? lane.stripId : target.kind === 'device' ? target.deviceId : target.sendId;
    lanes.set(id, [...(lanes.get(id) ?? []), lane]);
  }
  return lanes;
}

function planLanes(context: Context, targetId: string, specs: ParameterSpecs): PlanLane[] {
  return (context.lanes.get(targetId) ?? []).flatMap(({ key, points }) => {
    const spec = specs[key];
    return spec?.automatable ? [{ key, spec, points }] : [];
  });
}

function tempoAtStart(session: Session): number {
  return Object.values(session.tempos).find((tempo) => tempo.atFrames === 0)?.bpm ?? 120;
}

function mediaOf(session: Session, strips: readonly PlanStrip[]): PlanMedia[] {
  const ids = new Set(strips.flatMap((strip) => strip.segments.map((segment) => segment.mediaId)));
  return [...ids].map((mediaId) => {
    const media = session.media[mediaId];
    if (!media)
      throw new RenderPlanError(
        'missingMedia',
        `A clip plays the sound file “${mediaId}”, which the session does not have.`,
        [],
      );
    return { mediaId, path: media.path, channels: media.channels, lengthFrames: media.lengthFrames };
  });
}
