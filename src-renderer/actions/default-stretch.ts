/** What a loop or a punch takes in where none was drawn yet: what is marked, else the part of the song at the playhead. */
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import type { App } from '../state/app.svelte.ts';
import { playheadFrames, songEndFrames } from '../state/playhead.ts';
import type { Stretch } from '../timeline/stretch-hand.ts';

/** Without markers: so many bars from that of the playhead on. */
const BARS = 2;

/** The marked stretch, else what the chosen clips span. */
export function markedStretch({ selection, session: { session } }: App): Stretch | undefined {
  if (selection.range) return selection.range;
  const clips = [...selection.clipIds].flatMap((id) => session.clips[id] ?? []);
  if (clips.length === 0) return undefined;
  return {
    fromFrames: Math.min(...clips.map((clip) => clip.startFrames)),
    toFrames: Math.max(...clips.map((clip) => clip.startFrames + clip.lengthFrames)),
  };
}

/** The section between the markers around the playhead, else two bars from its own on; with its name for a sentence. */
export function stretchAtPlayhead(app: App): Stretch & { readonly name: string } {
  const { session } = app.session;
  const atFrames = playheadFrames(app);
  const markers = Object.values(session.markers).sort((a, b) => a.atFrames - b.atFrames);
  const next = markers.find((marker) => marker.atFrames > atFrames);
  const own = markers[(next ? markers.indexOf(next) : markers.length) - 1];
  const toFrames = next?.atFrames ?? songEndFrames(session);
  if (markers.length > 0 && toFrames > atFrames) {
    const name = own ? `“${own.name}”` : `what lies before “${next?.name}”`;
    return { fromFrames: own?.atFrames ?? 0, toFrames, name };
  }
  const map = new TempoMap(session);
  const { bar } = map.barAt(atFrames);
  const line = (number: number) => Math.round(map.framesAtBar({ bar: number, beat: 1 }));
  return { fromFrames: line(bar), toFrames: line(bar + BARS), name: `bars ${bar} and ${bar + 1}` };
}
