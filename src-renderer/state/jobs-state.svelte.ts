/** The long work that goes on: what the studio does, and what this page does itself, such as to send a file. */
import type { Job } from '../../src-shared/protocol/events.ts';
import type { StudioClient } from '../client/studio-client.ts';

export type RunningJob = { readonly job: Job; readonly share: number; readonly secondsLeft: number | null };
/** What work of the page is given: it stops when the signal says so, and tells how far it is, 0…1. */
export type PageJobControl = { readonly signal: AbortSignal; readonly progress: (share: number) => void };
/** Says a sentence on the screen. */
type Notify = (sentence: string, kind?: 'info' | 'warning') => void;

/** Jobs that somebody waits for: the answer, or the dialog that measures, says how they ended. */
const ANSWERED: ReadonlySet<Job['kind']> = new Set(['import', 'save', 'compare', 'calibrate']);

export class JobsState {
  running: readonly RunningJob[] = $state.raw([]);
  readonly #client: StudioClient;
  /** Work of this page, by its id. */
  readonly #ofPage = new Map<string, AbortController>();
  #count = 0;

  constructor(client: StudioClient, notify: Notify) {
    this.#client = client;
    client.on('job/progress', (running) => this.#set(running.job.id, running));
    client.on('job/done', ({ job }) => {
      this.#set(job.id, undefined);
      if (job.kind === 'archive') notify(`${job.text}: done.`);
    });
    client.on('job/failed', ({ job, sentence, cancelled }) => {
      this.#set(job.id, undefined);
      // Who waits for an answer is told by it.
      if (!cancelled && !ANSWERED.has(job.kind)) notify(sentence, 'warning');
    });
  }

  /** Runs work of this page, which is shown and cancelled as the studio's jobs are. Rejects as the work does. */
  async during<Result>(text: string, work: (control: PageJobControl) => Promise<Result>): Promise<Result> {
    // The studio's are called job-1 and so on.
    const job: Job = { id: `page-job-${++this.#count}`, kind: 'import', text };
    const abort = new AbortController();
    this.#ofPage.set(job.id, abort);
    const progress = (share: number) => this.#set(job.id, { job, share, secondsLeft: null });
    progress(0);
    try {
      return await work({ signal: abort.signal, progress });
    } catch (error) {
      throw abort.signal.aborted ? new Error(`${text}: cancelled.`) : error;
    } finally {
      this.#ofPage.delete(job.id);
      this.#set(job.id, undefined);
    }
  }

  async cancel(jobId: string): Promise<void> {
    const ofPage = this.#ofPage.get(jobId);
    if (ofPage) ofPage.abort();
    else await this.#client.request('job/cancel', { jobId });
  }

  /** In its place, so that nothing moves under the hand that cancels. */
  #set(id: string, now: RunningJob | undefined): void {
    if (now && this.running.some(({ job }) => job.id === id))
      this.running = this.running.map((running) => (running.job.id === id ? now : running));
    else this.running = [...this.running.filter(({ job }) => job.id !== id), ...(now ? [now] : [])];
  }
}
