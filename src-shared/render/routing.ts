/** Who feeds whom in a session: through outputs, sends and side-chains. */
import type { Send } from '../session/records/send.ts';
import type { Strip } from '../session/records/strip.ts';
import type { Session } from '../session/session.ts';
import { RenderPlanError } from './render-plan-error.ts';

export type Route = {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
} & (
  | { readonly kind: 'output' }
  | { readonly kind: 'send'; readonly send: Send }
  | { readonly kind: 'key'; readonly deviceId: string }
);

/** Every strip, the master last, in the order of the console. */
export function stripsOf(session: Session): Strip[] {
  const strips = session.settings.session.stripIds
    .map((id) => session.strips[id])
    .filter((strip) => strip !== undefined);
  return strips.sort((a, b) => Number(a.kind === 'master') - Number(b.kind === 'master'));
}

/** Every route, strip by strip: its output, then its sends, then the keys that it takes. */
export function routesOf(session: Session, hasSidechain: (deviceType: string) => boolean): Route[] {
  const routes = stripsOf(session).flatMap((strip) => [
    ...feedsOf(session, strip),
    ...keysOf(session, strip, hasSidechain),
  ]);
  for (const id of routes.flatMap(({ fromId, toId }) => [fromId, toId])) {
    if (session.strips[id]) continue;
    const message = `The strip “${id}” does not exist, but another one is routed to or from it.`;
    throw new RenderPlanError('missingStrip', message, [id]);
  }
  return routes;
}

function feedsOf(session: Session, { id: fromId, kind, outputId, sendIds }: Strip): Route[] {
  const routes: Route[] = [];
  if (outputId !== null && kind !== 'master') {
    routes.push({ id: `output:${fromId}`, kind: 'output', fromId, toId: outputId });
  }
  for (const sendId of sendIds) {
    const send = session.sends[sendId];
    if (send) routes.push({ id: `send:${sendId}`, kind: 'send', fromId, toId: send.busId, send });
  }
  return routes;
}

function keysOf(
  session: Session,
  { id: toId, deviceIds }: Strip,
  hasSidechain: (deviceType: string) => boolean,
): Route[] {
  return deviceIds.flatMap((deviceId): Route[] => {
    const device = session.devices[deviceId];
    if (!device || device.sidechainId === null || !hasSidechain(device.type)) return [];
    return [{ id: `key:${deviceId}`, kind: 'key', fromId: device.sidechainId, toId, deviceId }];
  });
}

/**
 * The strips so that each comes after all that feed it; otherwise in the order of the console, and a strip stands close
 * behind those that feed it. Throws RenderPlanError `feedback`, naming the circle.
 */
export function renderOrder(session: Session, routes: readonly Route[]): Strip[] {
  const strips = stripsOf(session);
  const place = new Map(strips.map((strip, index) => [strip.id, index]));
  const feeders = new Map<string, string[]>(strips.map((strip) => [strip.id, []]));
  for (const { fromId, toId } of routes) feeders.get(toId)?.push(fromId);
  for (const list of feeders.values()) list.sort((a, b) => (place.get(a) as number) - (place.get(b) as number));

  const order: Strip[] = [];
  const path: string[] = [];
  const done = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id)) return;
    if (path.includes(id)) refuseFeedback(session, path.slice(path.indexOf(id)));
    path.push(id);
    for (const feeder of feeders.get(id) as string[]) visit(feeder);
    path.pop();
    done.add(id);
    order.push(session.strips[id] as Strip);
  };
  for (const strip of strips) visit(strip.id);
  return order;
}

/** @param circle each strip is fed by the next, and the last by the first. */
function refuseFeedback(session: Session, circle: readonly string[]): never {
  const ids = [...circle].reverse();
  const names = [...ids, ids[0] as string].map((id) => `“${session.strips[id]?.name}”`);
  const message = `Feedback: ${names.join(' feeds ')}. Take one of these outputs, sends or side-chains away.`;
  throw new RenderPlanError('feedback', message, ids);
}
