/** What a thread of a bounce is told, and what it answers: plain data that crosses between threads. */
import type { AudioFileErrorCode } from '../../src-shared/audio-file/audio-file-error.ts';
import type { ProgramFigures } from '../../src-shared/dsp/metering/program-meter.ts';
import type { RenderPlan } from '../../src-shared/render/render-plan.ts';
import type { BounceFile, WrittenFile } from './bounce-file.ts';
import type { TrimOptions } from './output-trim.ts';
import type { Part } from './partition.ts';
import type { PortRingShape } from './port-ring.ts';

/** Sound for files: the master's output, or a stem by its number in the plan. */
export type PartOutput = {
  readonly source: 'master' | number;
  readonly trim: TrimOptions;
  /** True for a stem, whose tail is as long as the mix's, so that all files have one length. */
  readonly endsWithMix: boolean;
  readonly files: readonly BounceFile[];
  /** Measures the sound itself, at the session's rate. */
  readonly measure: boolean;
};

export type PartJob = {
  readonly plan: RenderPlan;
  readonly part: Part;
  /** Media paths are relative to it. */
  readonly sessionFolder: string;
  readonly control: SharedArrayBuffer;
  /** A multiple of the control step. */
  readonly startFrame: number;
  readonly totalFrames: number;
  readonly incoming: PortRingShape | null;
  readonly outgoing: PortRingShape | null;
  /** Instead of `incoming`: the file of a pre-master. */
  readonly preMasterIn: string | null;
  /** Instead of `outgoing`: the file of a pre-master to write. */
  readonly preMasterOut: PreMasterFile | null;
  readonly outputs: readonly PartOutput[];
  /** How many parts the bounce has. */
  readonly parts: number;
  /** True for the last part: its progress is the bounce's, and those before it may end when it has all it needs. */
  readonly isLast: boolean;
};

export type PreMasterFile = {
  readonly path: string;
  /** May end once this many frames were rendered and what follows is silent. */
  readonly leastFrames: number;
};

/** What came of one output. */
export type OutputResult = {
  readonly source: 'master' | number;
  /** At the session's rate. */
  readonly frames: number;
  readonly files: readonly WrittenFile[];
  readonly figures: ProgramFigures | null;
};

export type PartMessage =
  | { readonly kind: 'progress'; readonly frames: number }
  | { readonly kind: 'finished'; readonly outputs: readonly OutputResult[] }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'failed';
      readonly code: AudioFileErrorCode | null;
      readonly message: string;
      readonly stack: string;
    };
