import type { HeardComparison } from '../../src-shared/protocol/answers.ts';
import type { RequestArgs } from '../../src-shared/protocol/requests.ts';
import type { App } from './app.svelte.ts';
import type { RunningJob } from './jobs-state.svelte.ts';
import { songEndFrames } from './playhead.ts';

/** How long the look is that every bounce is followed by, in seconds. */
const SHORT_SECONDS = 10;

/** Whether what is heard is what is bounced, as far as it was compared. */
export class HeardState {
  /** The last one of the session that is open; null before the first. */
  comparison: HeardComparison | null = $state.raw(null);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    const { client } = app;
    client.on('heard/compared', (comparison) => {
      this.comparison = comparison;
    });
    client.on('session/replaced', () => void this.#ask());
    void this.#ask();
  }

  /** How it goes; undefined while none runs. */
  get running(): RunningJob | undefined {
    return this.#app.jobs.find(({ job }) => job.kind === 'compare');
  }

  get whyNot(): string | undefined {
    if (this.running) return 'It is being compared.';
    return songEndFrames(this.#app.session.session) > 0
      ? undefined
      : 'There is nothing to compare: the session has no clip.';
  }

  /** The session as it is was compared. */
  get isOfNow(): boolean {
    return this.comparison?.checksum === this.#app.session.checksum;
  }

  /** Compares the loop while it is on, else the whole song. Rejects with StudioError. */
  async compare(): Promise<void> {
    const { transport, client } = this.#app;
    await client.request('heard/compare', transport.loopOn && transport.loop ? transport.loop : {});
  }

  /** A short look into the middle of what was bounced, while nothing plays and where the session was not compared yet. */
  async compareShortly({ fromFrames = 0, toFrames }: RequestArgs<'heard/compare'>): Promise<void> {
    const { transport, client, session } = this.#app;
    if (transport.playing || this.isOfNow || this.whyNot !== undefined) return;
    const end = toFrames ?? songEndFrames(session.session);
    const frames = Math.min(end - fromFrames, SHORT_SECONDS * session.session.settings.session.sampleRateHz);
    if (frames <= 0) return;
    const from = Math.round((fromFrames + end - frames) / 2);
    await client.request('heard/compare', { fromFrames: from, toFrames: from + frames });
  }

  async #ask(): Promise<void> {
    // A studio that does not answer says so elsewhere: then nothing is claimed.
    const answer = await this.#app.client.request('heard/last', {}).catch(() => null);
    this.comparison = answer?.comparison ?? null;
  }
}
