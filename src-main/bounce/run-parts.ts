/** Starts the threads of a bounce, watches them, and ends them together. */
import { performance } from 'node:perf_hooks';
import { AudioFileError } from '../../src-shared/audio-file/audio-file-error.ts';
import { portsAt } from '../../src-shared/render/plan-ports.ts';
import type { PlanStrip, RenderPlan } from '../../src-shared/render/render-plan.ts';
import { BounceControl } from './bounce-control.ts';
import { type BounceTask, threadsOf } from './bounce-task.ts';
import { takeThread } from './bounce-threads.ts';
import { OutputTrim } from './output-trim.ts';
import type { OutputResult, PartJob, PartMessage, PartOutput, PreMasterFile } from './part-job.ts';
import { type Part, partition } from './partition.ts';
import { CHUNK_FRAMES, createPortRing, type PortRingShape } from './port-ring.ts';

/** How many chunks a thread may be ahead of the next: some seconds, so that neither waits when the other is held up. */
const RING_SLOTS = 64;

export type PartsRun = {
  readonly plan: RenderPlan;
  /** The strips to render. */
  readonly range: Part;
  readonly task: BounceTask;
  readonly startFrame: number;
  readonly outputs: readonly PartOutput[];
  readonly preMasterIn?: string;
  readonly preMasterOut?: PreMasterFile & { readonly totalFrames: number };
};

/** Rejects with what failed first, after every thread has ended and thrown away its files. */
export async function runParts(run: PartsRun): Promise<OutputResult[]> {
  const { signal } = run.task;
  signal?.throwIfAborted();
  const control = new BounceControl();
  const cancel = () => control.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const progress = new Progress(run);
    const jobs = jobsOf(run, control);
    const ends = await Promise.allSettled(jobs.map((job) => runThread(job, control, progress)));
    const failed = ends.filter((end) => end.status === 'rejected');
    if (failed.length > 0) throw failed[0]?.reason;
    const results = ends.map((end) => (end.status === 'fulfilled' ? end.value : null));
    // Aborted too late, it is done.
    if (results.includes(null)) signal?.throwIfAborted();
    return results.flatMap((outputs) => outputs ?? []);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

function jobsOf(
  { plan, range, task, startFrame, outputs, preMasterIn, preMasterOut }: PartsRun,
  control: BounceControl,
): PartJob[] {
  const totalFrames = Math.max(
    preMasterOut?.totalFrames ?? 0,
    ...outputs.map(({ trim }) => new OutputTrim(trim).mostInputFrames),
  );
  const parts = partition(plan, range, threadsOf(task, plan, totalFrames));
  const rings: PortRingShape[] = parts.slice(1).map(({ from }) => {
    const ports = portsAt(plan, from).map((port) => ({ bytesPerFrame: port.kind === 'sum' ? 16 : 8 }));
    return createPortRing(ports, CHUNK_FRAMES, RING_SLOTS);
  });
  return parts.map((part, index) => {
    const isLast = index === parts.length - 1;
    return {
      plan,
      part,
      sessionFolder: task.sessionFolder,
      control: control.shared,
      startFrame,
      totalFrames,
      incoming: rings[index - 1] ?? null,
      outgoing: rings[index] ?? null,
      preMasterIn: index === 0 ? (preMasterIn ?? null) : null,
      preMasterOut: isLast ? (preMasterOut ?? null) : null,
      outputs: outputs.filter(({ source }) => isRenderedBy(plan, part, source)),
      parts: parts.length,
      isLast,
    };
  });
}

function isRenderedBy({ strips }: RenderPlan, { from, to }: Part, source: PartOutput['source']): boolean {
  if (source === 'master') return to === strips.length;
  const place = strips.findIndex(({ feeds }: PlanStrip) =>
    feeds.some(({ target }) => target.kind === 'stem' && target.stem === source),
  );
  return place >= from && place < to;
}

/** Resolves (to null when it was cancelled) or rejects when the thread has ended. */
function runThread(job: PartJob, control: BounceControl, progress: Progress): Promise<readonly OutputResult[] | null> {
  return new Promise((resolve, reject) => {
    const worker = takeThread(job);
    let outputs: readonly OutputResult[] | null = null;
    let failure: Error | undefined;
    worker.on('message', (message: PartMessage) => {
      if (message.kind === 'progress') progress.show(message.frames);
      if (message.kind === 'finished') outputs = message.outputs;
      if (message.kind === 'failed') failure = errorOf(message);
    });
    worker.on('error', (error) => {
      failure = error;
      control.cancel();
    });
    worker.on('exit', (code) => {
      if (failure ?? code !== 0) reject(failure ?? new Error(`a thread of the bounce ended with ${code}`));
      else resolve(outputs);
    });
  });
}

function errorOf({ code, message, stack }: Extract<PartMessage, { kind: 'failed' }>): Error {
  const error = code === null ? new Error(message) : new AudioFileError(code, message);
  error.stack = stack;
  return error;
}

/** Turns what the last part has rendered into what is left. */
class Progress {
  readonly #run: PartsRun;
  readonly #startMs = performance.now();
  readonly #framesTotal: number;

  constructor(run: PartsRun) {
    this.#run = run;
    const frames = run.outputs.map(({ trim }) => trim.discardFrames + trim.lengthFrames);
    this.#framesTotal = Math.max(1, run.preMasterOut?.leastFrames ?? 0, ...frames);
  }

  show(frames: number): void {
    const framesDone = Math.min(frames, this.#framesTotal);
    const elapsedSeconds = (performance.now() - this.#startMs) / 1_000;
    const secondsLeft = framesDone > 0 ? (elapsedSeconds * (this.#framesTotal - framesDone)) / framesDone : null;
    this.#run.task.onProgress?.({ framesDone, framesTotal: this.#framesTotal, secondsLeft });
  }
}
