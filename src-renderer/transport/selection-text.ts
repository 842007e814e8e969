import type { Session } from '../../src-shared/session/session.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { barText, secondsText } from '../timeline/place-text.ts';

type Selected = { readonly clipIds: ReadonlySet<string>; readonly stripId: string | null };

/** What is selected, in a line: clips with where they lie and how long that is, else the strip; empty for nothing. */
export function selectionText(session: Session, { clipIds, stripId }: Selected): string {
  const clips = [...clipIds].flatMap((id) => session.clips[id] ?? []);
  if (clips.length === 0) return session.strips[stripId ?? '']?.name ?? '';
  const from = Math.min(...clips.map(({ startFrames }) => startFrames));
  const to = Math.max(...clips.map(({ startFrames, lengthFrames }) => startFrames + lengthFrames));
  const map = new TempoMap(session);
  const what = clips.length === 1 ? '1 clip' : `${clips.length} clips`;
  const length = secondsText(to - from, session.settings.session.sampleRateHz);
  return `${what} · ${barText(map, from)} – ${barText(map, to)} · ${length}`;
}
