/**
 * The master apart from the tracks: render what arrives at its input once, then the master as often as wanted, as when
 * its limiter is set to reach a loudness.
 */
import { rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { planSession } from '../../src-shared/render/plan-session.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { temporaryFile } from '../media/temporary-file.ts';
import { type BounceReport, reportOf } from './bounce.ts';
import type { BounceFile } from './bounce-file.ts';
import { type BounceTask, spanOf, trimOf } from './bounce-task.ts';
import { runParts } from './run-parts.ts';

/** What the tracks and buses bring to the master, in a file of its own. */
export type PreMaster = {
  /** The task that it was rendered for; only the master may change until `renderMaster`. */
  readonly task: BounceTask;
  readonly path: string;
  /** Removes the file. */
  discard(): void;
};

export type MasterOptions = {
  /** The session of the pre-master, with any change to the values and the switches of the master and its devices. */
  readonly session: Session;
  /** May be empty, to measure alone. */
  readonly files: readonly BounceFile[];
  /** Measures the mix, at the session's rate. Default false. */
  readonly measure?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: BounceTask['onProgress'];
};

/** Rejects as `bounce` does. @param folder where the file goes: 8 bytes for each frame. */
export async function renderPreMaster(task: BounceTask, folder: string): Promise<PreMaster> {
  const path = temporaryFile(folder, 'premaster');
  const plan = planSession(task.session, { prune: true });
  const { startFrame } = spanOf(plan, task);
  const trim = trimOf(plan, spanOf(plan, task), plan.latencyFrames, plan.tailSeconds);
  const leastFrames = trim.discardFrames + trim.lengthFrames;
  await runParts({
    plan,
    range: { from: 0, to: plan.strips.length - 1 },
    task,
    startFrame,
    outputs: [],
    preMasterOut: { path, leastFrames, totalFrames: leastFrames + trim.maxTailFrames },
  });
  return { task, path, discard: () => rmSync(path, { force: true }) };
}

/** Renders the master of a pre-master; equal, bit for bit, to a bounce of the session. Rejects as `bounce` does. */
export async function renderMaster({ task, path }: PreMaster, options: MasterOptions): Promise<BounceReport> {
  const startMs = performance.now();
  const { session, files, measure = false, signal, onProgress } = options;
  const plan = planSession(session, { prune: true });
  const span = spanOf(plan, task);
  const last = plan.strips.length - 1;
  const { signal: _signal, onProgress: _onProgress, ...rest } = task;
  const results = await runParts({
    plan,
    range: { from: last, to: last + 1 },
    task: { ...rest, session, threads: 1, ...(signal && { signal }), ...(onProgress && { onProgress }) },
    startFrame: span.startFrame,
    outputs: [
      {
        source: 'master',
        trim: trimOf(plan, span, plan.latencyFrames, plan.tailSeconds),
        endsWithMix: false,
        files,
        measure,
      },
    ],
    preMasterIn: path,
  });
  return reportOf(results, startMs);
}
