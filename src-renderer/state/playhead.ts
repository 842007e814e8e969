import { HEAD, STRIP, stripOffset } from '../../src-shared/protocol/telemetry.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { App } from './app.svelte.ts';

/** Where the playhead is now, in frames: what the engine says while it plays, else where the transport stands. */
export function playheadFrames({ client: { telemetry }, transport, session: { session } }: App): number {
  if (!transport.playing || telemetry.length === 0 || telemetry[HEAD.playing] !== 1) return transport.atFrames;
  const { sampleRateHz } = session.settings.session;
  return Math.round(telemetry[HEAD.playheadSeconds]! * sampleRateHz + telemetry[HEAD.playheadFrames]!);
}

/** Counted once for as long as no clip changes: it is asked at every change of a session. */
const songEnds = new WeakMap<Session['clips'], number>();

/** Where the last clip ends, in frames. */
export function songEndFrames({ clips }: Pick<Session, 'clips'>): number {
  const known = songEnds.get(clips);
  if (known !== undefined) return known;
  let end = 0;
  for (const { startFrames, lengthFrames } of Object.values(clips)) end = Math.max(end, startFrames + lengthFrames);
  songEnds.set(clips, end);
  return end;
}

type Levels = { peakLeftDb: number; peakRightDb: number; rmsLeftDb: number; rmsRightDb: number };

/** Writes a strip's newest levels; silence before the engine has measured it. For `<Meter read={…} />`. */
export function readStripLevels(
  { client: { telemetry }, session: { session } }: App,
  stripId: string,
  levels: Levels,
): void {
  const at = stripFields(telemetry, session.settings.session.stripIds, stripId);
  levels.peakLeftDb = at === undefined ? Number.NEGATIVE_INFINITY : telemetry[at + STRIP.peakLeftDb]!;
  levels.peakRightDb = at === undefined ? Number.NEGATIVE_INFINITY : telemetry[at + STRIP.peakRightDb]!;
  levels.rmsLeftDb = at === undefined ? Number.NEGATIVE_INFINITY : telemetry[at + STRIP.rmsLeftDb]!;
  levels.rmsRightDb = at === undefined ? Number.NEGATIVE_INFINITY : telemetry[at + STRIP.rmsRightDb]!;
}

/** One field of a strip in the newest record; undefined before there is one. */
export function stripField(
  { client: { telemetry }, session: { session } }: App,
  stripId: string,
  field: keyof typeof STRIP,
): number | undefined {
  const at = stripFields(telemetry, session.settings.session.stripIds, stripId);
  return at === undefined ? undefined : telemetry[at + STRIP[field]];
}

/** One field of the head; undefined before there is a record. */
export function headField({ client: { telemetry } }: App, field: keyof typeof HEAD): number | undefined {
  return telemetry.length === 0 ? undefined : telemetry[HEAD[field]];
}

/** Where a strip's fields begin; undefined when the record is of another order of strips. */
function stripFields(telemetry: Float32Array, stripIds: readonly string[], stripId: string): number | undefined {
  if (telemetry.length === 0 || telemetry[HEAD.strips] !== stripIds.length) return undefined;
  const index = stripIds.indexOf(stripId);
  return index < 0 ? undefined : stripOffset(index);
}
