import { CommandError } from './command-error.ts';
import type { Draft } from './draft.ts';

/** Who feeds whom: strip ids by the id of the strip that feeds them, by output, send or side-chain. */
export function feeds(draft: Draft): ReadonlyMap<string, ReadonlySet<string>> {
  const fed = new Map<string, Set<string>>();
  const connect = (from: string | null, to: string | null | undefined) => {
    if (from === null || to == null) return;
    fed.set(from, (fed.get(from) ?? new Set<string>()).add(to));
  };
  for (const strip of draft.all('strips')) {
    connect(strip.id, strip.outputId);
    for (const sendId of strip.sendIds) connect(strip.id, draft.find('sends', sendId)?.busId);
    for (const deviceId of strip.deviceIds) connect(draft.find('devices', deviceId)?.sidechainId ?? null, strip.id);
  }
  return fed;
}

/** The strips along the shortest way from one strip to another, both included; undefined when there is none. */
export function signalPath(draft: Draft, fromId: string, toId: string): string[] | undefined {
  const fed = feeds(draft);
  const paths = [[fromId]];
  const seen = new Set([fromId]);
  for (const path of paths) {
    const last = path[path.length - 1] as string;
    if (last === toId) return path;
    for (const next of fed.get(last) ?? []) {
      if (!seen.has(next)) paths.push([...path, next]);
      seen.add(next);
    }
  }
  return undefined;
}

/** Throws CommandError `feedback`, naming the strips, when a new feed from one strip to another would close a circle. */
export function refuseFeedback(draft: Draft, fromId: string, toId: string): void {
  const path = signalPath(draft, toId, fromId);
  if (!path) return;
  const names = path.map((id) => `“${draft.get('strips', id).name}”`);
  const from = names[names.length - 1];
  if (path.length === 1) throw new CommandError('feedback', `${from} cannot feed itself.`);
  throw new CommandError(
    'feedback',
    `${from} cannot feed ${names[0]}: that would be feedback, because ${names.join(' feeds ')}.`,
  );
}
