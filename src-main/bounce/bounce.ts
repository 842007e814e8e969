/**
 * Offline rendering to files on all cores. Nothing appears under its name before all of it is written; a failure or a
 * cancel leaves what was there.
 */
import { performance } from 'node:perf_hooks';
import type { ProgramFigures } from '../../src-shared/dsp/metering/program-meter.ts';
import { planSession } from '../../src-shared/render/plan-session.ts';
import { secondsToFrames } from '../../src-shared/units/time.ts';
import type { BounceFile, WrittenFile } from './bounce-file.ts';
import { type BounceTask, spanOf, trimOf } from './bounce-task.ts';
import type { OutputResult, PartOutput } from './part-job.ts';
import { refuseOwnSounds } from './refuse-own-sounds.ts';
import { runParts } from './run-parts.ts';

export type BounceOptions = BounceTask & {
  /** The mix in as many files as wanted; may be empty, to measure alone. */
  readonly files: readonly BounceFile[];
  /** The master only sums. Default false. */
  readonly bypassMaster?: boolean;
  /** Measures the mix itself, at the session's rate. Default false. */
  readonly measure?: boolean;
  /** A file for each of these strips: what it brings to the master, as long as the mix. Those of all strips that feed the master add up to it. */
  readonly stems?: readonly { readonly stripId: string; readonly file: BounceFile }[];
};

export type BounceReport = {
  /** Frames of the mix at the session's rate, the tail included. */
  readonly frames: number;
  readonly files: readonly WrittenFile[];
  readonly stems: readonly WrittenFile[];
  readonly figures: ProgramFigures | null;
  readonly seconds: number;
};

/**
 * Renders a session to files. Rejects with RenderPlanError (feedback and the like), AudioFileError (a file), or the
 * signal's reason when it is aborted.
 */
export async function bounce(options: BounceOptions): Promise<BounceReport> {
  const startMs = performance.now();
  const { session, files, stems = [], bypassMaster = false, measure = false } = options;
  refuseOwnSounds([...files, ...stems.map(({ file }) => file)], options.sessionFolder);
  const plan = planSession(session, { bypassMaster, prune: true, stemIds: stems.map((stem) => stem.stripId) });
  const span = spanOf(plan, options);
  const mix: PartOutput = {
    source: 'master',
    trim: trimOf(plan, span, plan.latencyFrames, plan.tailSeconds),
    endsWithMix: false,
    files,
    measure,
  };
  const stemOutputs = stems.map(({ file }, source): PartOutput => {
    const trim = trimOf(plan, span, plan.stemLatencyFrames, plan.stemTailSeconds);
    // Past the tail that its devices declare a stem is silent.
    const tailFrames = Math.min(trim.maxTailFrames, secondsToFrames(plan.stemTailSeconds, plan.sampleRateHz));
    const whole = { ...trim, maxTailFrames: tailFrames, silenceFrames: 0 };
    return { source, trim: whole, endsWithMix: true, files: [file], measure: false };
  });
  const results = await runParts({
    plan,
    range: { from: 0, to: plan.strips.length },
    task: options,
    startFrame: span.startFrame,
    outputs: [mix, ...stemOutputs],
  });
  return reportOf(results, startMs);
}

export function reportOf(results: readonly OutputResult[], startMs: number): BounceReport {
  const mix = results.find((result) => result.source === 'master') as OutputResult;
  const stems = results
    .filter((result) => result.source !== 'master')
    .sort((a, b) => Number(a.source) - Number(b.source));
  return {
    frames: mix.frames,
    files: mix.files,
    stems: stems.flatMap((stem) => stem.files),
    figures: mix.figures,
    seconds: (performance.now() - startMs) / 1_000,
  };
}
