import { FIRST_RECORDING, LITTLE_DISK_SECONDS, type RecordingState } from '../../src-shared/protocol/recording.ts';
import type { App } from '../state/app.svelte.ts';
import { GrowingWave } from './growing-wave.ts';
import { recordingWords } from './recording-words.ts';

/** What rolls: the takes that grow, their waves, and what a screen reader hears of them. */
export class RecordingView {
  now: RecordingState = $state.raw(FIRST_RECORDING);
  readonly #app: App;
  /** By the path of the file; not for rendering: they are drawn before a frame. */
  readonly #waves = new Map<string, GrowingWave>();

  constructor(app: App) {
    this.#app = app;
    const { client } = app;
    client.on('record/changed', (next) => this.#take(next));
    client.on('record/columns', (columns) => {
      const wave = this.#waves.get(columns.path) ?? new GrowingWave();
      this.#waves.set(columns.path, wave);
      wave.grow(columns);
    });
    client.on('session/replaced', () => void this.#ask());
    void this.#ask();
  }

  /** The wave of a file that grows, as far as it is known here. */
  wave(path: string): GrowingWave | undefined {
    return this.#waves.get(path);
  }

  /** The disk is full in less than ten minutes. */
  get isDiskLow(): boolean {
    const { diskSecondsLeft } = this.now;
    return diskSecondsLeft !== null && diskSecondsLeft < LITTLE_DISK_SECONDS;
  }

  /** Discard and retake have something to take back: the last step is a recording. */
  get canDiscard(): boolean {
    const { names, position } = this.#app.session.history;
    return position > 0 && /^Record/.test(names[position - 1] ?? '');
  }

  #take(next: RecordingState): void {
    const before = this.now;
    this.now = next;
    const { strips } = this.#app.session.session;
    const words = recordingWords(before, next, (trackId) => strips[trackId]?.name ?? '');
    if (words !== undefined) this.#app.say(words);
    if (!next.isRecording) this.#waves.clear();
  }

  async #ask(): Promise<void> {
    // A studio that does not answer says so elsewhere.
    const now = await this.#app.client.request('record/state', {}).catch(() => null);
    this.now = now ?? FIRST_RECORDING;
  }
}
