import type { RunningJob } from '../state/app.svelte.ts';
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

/** A bounce as it is filled in, while it runs and after it. */
export class BounceState {
  readonly #master: MasterState;
  /** What was chosen instead of what the session suggests. */
  #chosen: Partial<BounceForm> = $state.raw({});
  #jobId: string | null = $state(null);
  /** Why the last one did not come about; empty when it did. */
  failure = $state('');

  constructor(master: MasterState) {
    this.#master = master;
    const { client } = master.app;
    client.on('job/failed', ({ job, sentence }) => {
      if (job.id === this.#jobId) this.#end(sentence);
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
    if (this.#jobId === null) return null;
    const { jobs } = this.#master.app;
    const none = { job: { id: this.#jobId, kind: 'bounce', text: 'Bouncing' }, share: 0, secondsLeft: null } as const;
    return jobs.find(({ job }) => job.id === this.#jobId) ?? none;
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
    this.failure = '';
    try {
      const options = bounceOptionsOf(this.form, this.stretchOf(this.form.range));
      const { jobId } = await app.client.request('bounce/start', options);
      this.#jobId = jobId;
      const stop = app.client.on('job/done', ({ job, report }) => {
        if (job.id !== jobId) return;
        stop();
        this.#end('');
        if (!report) return;
        this.#master.bounced = { jobId, report, session };
        void app.attempt(() => app.heard.compareShortly(this.stretchOf(this.form.range) ?? {}));
      });
    } catch (error) {
      this.failure = (error as Error).message;
    }
  }

  async cancel(): Promise<void> {
    if (this.#jobId !== null) await this.#master.app.client.request('job/cancel', { jobId: this.#jobId });
  }

  #end(failure: string): void {
    this.#jobId = null;
    this.failure = failure;
  }
}
