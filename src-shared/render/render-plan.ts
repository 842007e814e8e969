/**
 * A session made ready for rendering: plain data, so that it can be sent to another thread. Times are in frames. The
 * renderer counts *stream* frames: a strip whose input is `inputLatencyFrames` late plays, at stream frame n, what the
 * session has at frame n − `inputLatencyFrames`.
 */
import type { NumberParameter, ParameterSpec, ParameterValues } from '../dsp/core/parameter-spec.ts';
import type { Segment } from '../session/clip-envelope.ts';
import type { AutomationPoint } from '../session/records/lane.ts';
import type { StripKind } from '../session/records/strip.ts';

/** Automation of one parameter; `points` are not empty. */
export type PlanLane = {
  readonly key: string;
  readonly spec: ParameterSpec;
  readonly points: readonly AutomationPoint[];
};

export type PlanDevice = {
  readonly deviceId: string;
  readonly type: string;
  readonly enabled: boolean;
  /** Every parameter of the definition. */
  readonly values: ParameterValues;
  readonly lanes: readonly PlanLane[];
  readonly latencyFrames: number;
  /** How late its input is, after `alignFrames`. */
  readonly inputLatencyFrames: number;
  /** Delay put before it, so that the strip meets a side-chain that is later than it. */
  readonly alignFrames: number;
  /** True when another strip keys it. */
  readonly keyed: boolean;
};

/** Where a feed arrives: the sum at a strip's input, the key of one of its devices, or a stem. */
export type PlanTarget =
  | { readonly kind: 'sum'; readonly strip: number }
  | { readonly kind: 'key'; readonly strip: number; readonly device: number }
  | { readonly kind: 'stem'; readonly stem: number };

/** A way from a strip onward; `strip` and `device` are places in the plan. */
export type PlanFeed = {
  /** The same in every plan of a session that has the feed. */
  readonly id: string;
  readonly tap: 'pre' | 'post';
  readonly target: PlanTarget;
  /** What lines it up with everything else that arrives there. */
  readonly delayFrames: number;
  /** Linear. */
  readonly gain: number;
  readonly gainLane: (PlanLane & { readonly spec: NumberParameter }) | null;
  /** False while a solo elsewhere, or its own switch, silences it. */
  readonly open: boolean;
};

export type PlanStrip = {
  readonly stripId: string;
  readonly kind: StripKind;
  readonly segments: readonly Segment[];
  readonly inputLatencyFrames: number;
  /** How many outputs and sends of the session arrive, heard or not. */
  readonly inputs: number;
  readonly devices: readonly PlanDevice[];
  readonly channel: { readonly values: ParameterValues; readonly lanes: readonly PlanLane[] };
  /** How late its output is. */
  readonly outputLatencyFrames: number;
  readonly feeds: readonly PlanFeed[];
};

export type PlanMedia = {
  readonly mediaId: string;
  readonly path: string;
  readonly channels: number;
  readonly lengthFrames: number;
};

export type RenderPlan = {
  readonly sampleRateHz: number;
  readonly tempoBpm: number;
  /** In the order of rendering: who feeds comes before who is fed. The master is last. */
  readonly strips: readonly PlanStrip[];
  /** Strip ids of the stems, by their number. */
  readonly stemIds: readonly string[];
  /** Every media file that the strips play. */
  readonly media: readonly PlanMedia[];
  /** How late the master's output is. */
  readonly latencyFrames: number;
  /** How late the stems are: as late as the master's input. */
  readonly stemLatencyFrames: number;
  /** Where the last clip ends. */
  readonly endFrames: number;
  /** How long, by what the devices declare, something can sound after its input ended: the longest way to the master's output. */
  readonly tailSeconds: number;
  /** The same up to the master's input. */
  readonly stemTailSeconds: number;
};
