import type { BounceReport } from '../../src-shared/protocol/answers.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { RunningJob } from '../state/jobs-state.svelte.ts';
import { songEndFrames } from '../state/playhead.ts';
import {
  type BounceForm,
  type BounceRange,
  bounceOptionsOf,
  bouncePath,
  fitted,
  type Stretch,
  whyNotBounce,
  within,
} from './bounce-form.ts';
import type { MasterState } from './master-state.svelte.ts';

/** What no file system takes in a name. */
const FORBIDDEN = /[<>:"/\\|?*]/g;

/** A bounce on its way: of which session, and of how much of it. */
type Started = { readonly jobId: string; readonly session: Session; readonly stretch: Stretch | null };

/** A bounce as it is filled in, while it runs and after it. */
export class BounceState {
  readonly #master: MasterState;
  /** What was chosen instead of what the session suggests. */
  #chosen: Partial<BounceForm> = $state.raw({});
  /** The one that runs. */
  #started: Started | null = $state.raw(null);
  /** Why the last one did not come about; empty when it did. */
  failure = $state('');

  constructor(master: MasterState) {
    this.#master = master;
    const { client } = master.app;
    client.on('job/failed', ({ job, sentence }) => {
      if (job.id === this.#started?.jobId) this.#end(sentence);
    });
    client.on('job/done', ({ job, report }) => {
      if (job.id === this.#started?.jobId) this.#finish(this.#started, report);
    });
  }

  readonly form: BounceForm = $derived.by(() => {
    const { session, file } = this.#master.app.session;
    const { name, sampleRateHz } = session.settings.session;
    const suggestion: BounceForm = {
      folder: within(file.folder, 'bounces'),
      name: name.replace(FORBIDDEN, '_'),
      format: 'wav',
      bitDepth: '24',
      dither: 'tpdf',
      sampleRateHz,
      target: '',
      range: 'song',
      stems: false,
      withoutMaster: false,
      overwrite: false,
    };
    return fitted({ ...suggestion, ...this.#chosen }, sampleRateHz);
  });
  readonly path: string = $derived.by(() => bouncePath(this.form));
  readonly whyNot: string | undefined = $derived.by(() =>
    this.seconds > 0 ? whyNotBounce(this.form) : 'There is nothing to bounce: the session has no clip.',
  );
  /** How it goes; null while none runs. */
  readonly running: RunningJob | null = $derived.by(() => {
    if (this.#started === null) return null;
    const { jobId: id } = this.#started;
    const { jobs } = this.#master.app;
    const none = { job: { id, kind: 'bounce', text: 'Bouncing' }, share: 0, secondsLeft: null } as const;
    return jobs.find(({ job }) => job.id === id) ?? none;
  });

  choose(changes: Partial<BounceForm>): void {
    this.failure = '';
    // Another place is asked about anew.
    const again = 'folder' in changes || 'name' in changes || 'format' in changes ? { overwrite: false } : {};
    this.#chosen = { ...this.#chosen, ...again, ...changes };
  }

  /** A path from the system's dialog. */
  choosePath(path: string): void {
    const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    this.choose({
      folder: path.slice(0, cut) || '/',
      name: path.slice(cut + 1).replace(/\.(wav|flac|mp3|opus)$/i, ''),
    });
  }

  stretchOf(range: BounceRange): Stretch | null {
    const { transport, selection } = this.#master.app;
    return range === 'loop' ? transport.loop : range === 'selection' ? selection.range : null;
  }

  /** The length that it comes to, without a tail. */
  get seconds(): number {
    const { session } = this.#master.app.session;
    const stretch = this.stretchOf(this.form.range) ?? { fromFrames: 0, toFrames: songEndFrames(session) };
    return (stretch.toFrames - stretch.fromFrames) / session.settings.session.sampleRateHz;
  }

  async start(): Promise<void> {
    const { app } = this.#master;
    const { session } = app.session;
    const stretch = this.stretchOf(this.form.range);
    this.failure = '';
    try {
      const { jobId } = await app.client.request('bounce/start', bounceOptionsOf(this.form, stretch));
      this.#started = { jobId, session, stretch };
    } catch (error) {
      this.failure = (error as Error).message;
    }
  }

  async cancel(): Promise<void> {
    const { app } = this.#master;
    const jobId = this.#started?.jobId;
    if (jobId !== undefined) await app.attempt(() => app.client.request('job/cancel', { jobId }));
  }

  #finish({ jobId, session, stretch }: Started, report: BounceReport | null): void {
    this.#end('');
    if (!report) return;
    const { app } = this.#master;
    this.#master.bounced = { jobId, report, session };
    void app.attempt(() => app.heard.compareShortly(stretch ?? {}));
  }

  #end(failure: string): void {
    this.#started = null;
    this.failure = failure;
  }
}
