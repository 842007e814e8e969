/**
 * What sounds while strips are soloed (solo in place). A soloed strip sounds as it does in the mix:
 * - so do the members of a soloed group, and what feeds a soloed strip through its output;
 * - all that a sounding strip feeds passes its signal on: its buses, its effects, and theirs;
 * - what sends to a soloed strip is heard through that send alone;
 * - a solo-safe strip always passes on what still reaches it;
 * - side-chains are never cut: a bass ducked by the kick keeps ducking when it is soloed.
 */
import type { Strip } from '../session/records/strip.ts';
import type { Route } from './routing.ts';

/** Which routes pass sound, by their ids. */
export function openRoutes(strips: readonly Strip[], routes: readonly Route[]): Set<string> {
  const enabled = routes.filter((route) => route.kind !== 'send' || route.send.enabled);
  const soloed = strips.filter((strip) => strip.solo && strip.kind !== 'master').map((strip) => strip.id);
  if (soloed.length === 0) return new Set(enabled.map((route) => route.id));

  const audible = enabled.filter((route) => route.kind !== 'key');
  const inGroup = strips
    .filter((strip) => strip.groupId !== null)
    .map((strip) => [strip.groupId as string, strip.id] as const);
  const intoOutput = audible
    .filter((route) => route.kind === 'output')
    .map((route) => [route.toId, route.fromId] as const);
  const sources = reach(soloed, [...inGroup, ...intoOutput]);
  const passing = reach(
    [...sources, ...strips.filter((strip) => strip.soloSafe).map((strip) => strip.id)],
    audible.map((route) => [route.fromId, route.toId] as const),
  );
  const wanted = reach(
    sources,
    audible.map((route) => [route.toId, route.fromId] as const),
  );
  return new Set(
    enabled
      .filter((route) => route.kind === 'key' || passing.has(route.fromId) || wanted.has(route.toId))
      .map((route) => route.id),
  );
}

/** Everything that can be come to from `starts` along `steps`. */
function reach(starts: Iterable<string>, steps: readonly (readonly [from: string, to: string])[]): Set<string> {
  const found = new Set(starts);
  // A set that grows is iterated to its new end.
  for (const id of found) for (const [from, to] of steps) if (from === id) found.add(to);
  return found;
}
