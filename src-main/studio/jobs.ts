import type { BounceReport } from '../../src-shared/protocol/answers.ts';
import type { Job, StudioEventName, StudioEvents } from '../../src-shared/protocol/events.ts';
import { protocolErrorOf, StudioRefusal } from './studio-error.ts';

export type Emit = <Name extends StudioEventName>(name: Name, data: StudioEvents[Name]) => void;

/** What a job is given: it stops when the signal says so, and tells how far it is. */
export type JobControl = {
  readonly signal: AbortSignal;
  readonly progress: (share: number, secondsLeft?: number | null) => void;
  /** What it does now, such as `Setting the loudness`. */
  readonly say: (text: string) => void;
};

/** Progress is told so often at most. */
const PROGRESS_MS = 100;
/** Reports that are kept for `bounce/report`. */
const REPORTS = 50;

/** Long work that shows progress and can be cancelled. */
export class Jobs {
  readonly #emit: Emit;
  readonly #running = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  readonly #reports = new Map<string, BounceReport>();
  #count = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Starts work and returns its id at once; how it goes is told as events. */
  start(
    { kind, text }: Pick<Job, 'kind' | 'text'>,
    work: (control: JobControl) => Promise<BounceReport | null>,
  ): string {
    const id = `job-${++this.#count}`;
    const abort = new AbortController();
    // After the answer with the id has gone out.
    const done = new Promise((next) => setImmediate(next)).then(() => this.#run({ id, kind, text }, abort, work));
    this.#running.set(id, { abort, done });
    return id;
  }

  /** Runs work that a request waits for: it is told and cancelled like any other. Rejects as the work does. */
  async during<Result>(
    { kind, text }: Pick<Job, 'kind' | 'text'>,
    work: (control: JobControl) => Promise<Result>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.start({ kind, text }, async (control) => {
        try {
          resolve(await work(control));
          return null;
        } catch (error) {
          reject(control.signal.aborted ? new StudioRefusal(`${text}: cancelled.`) : error);
          throw error;
        }
      });
    });
  }

  /** False when there is no such job any more. */
  cancel(id: string): boolean {
    const job = this.#running.get(id);
    job?.abort.abort(new Error('cancelled'));
    return job !== undefined;
  }

  report(id: string): BounceReport | undefined {
    return this.#reports.get(id);
  }

  /** Cancels everything; resolves when nothing runs. */
  async close(): Promise<void> {
    for (const id of this.#running.keys()) this.cancel(id);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #run(
    job: Job,
    abort: AbortController,
    work: (control: JobControl) => Promise<BounceReport | null>,
  ): Promise<void> {
    let told = Number.NEGATIVE_INFINITY;
    let now = job;
    let last = 0;
    const tell = (share: number, secondsLeft: number | null = null) => {
      last = Math.max(0, Math.min(1, share));
      if (performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      this.#emit('job/progress', { job: now, share: last, secondsLeft });
    };
    const say = (text: string) => {
      now = { ...job, text };
      told = Number.NEGATIVE_INFINITY;
      tell(last);
    };
    try {
      tell(0);
      const report = await work({ signal: abort.signal, progress: tell, say });
      if (report) this.#remember(job.id, report);
      this.#emit('job/done', { job, report });
    } catch (error) {
      const cancelled = abort.signal.aborted;
      const sentence = cancelled ? `${job.text}: cancelled.` : protocolErrorOf(error).sentence;
      this.#emit('job/failed', { job, sentence, cancelled });
    } finally {
      this.#running.delete(job.id);
    }
  }

  #remember(id: string, report: BounceReport): void {
    this.#reports.set(id, report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > REPORTS && oldest !== undefined) this.#reports.delete(oldest);
  }
}
