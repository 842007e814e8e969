import { FIRST_RECORDING, LITTLE_DISK_SECONDS, type RecordingState } from '../../src-shared/protocol/recording.ts';
import { commands } from '../../src-shared/session/commands/index.ts';
import type { Diff } from '../../src-shared/session/session.ts';
import type { App } from '../state/app.svelte.ts';
import { GrowingWave } from './growing-wave.ts';
import { keptWords, recordingWords } from './recording-words.ts';

/** The undo step that takes in what was recorded. */
const RECORD_STEP = commands.addTakes.label;

/** How long it is said what came in. */
const KEPT_MS = 10_000;

/** What rolls: the takes that grow, their waves, and what a screen reader hears of them. */
export class RecordingView {
  now: RecordingState = $state.raw(FIRST_RECORDING);
  /** What came in last, for a moment: at the foot of the screen, where it lies over no track that one goes on with. */
  kept: { readonly words: string; readonly trackId: string } | null = $state.raw(null);
  readonly #app: App;
  /** What comes in now goes again at once: nothing is said to be kept. */
  #isDiscarding = false;
  #aloneTakeId: string | null = null;
  #keptTimer: ReturnType<typeof setTimeout> | undefined;
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
    client.on('session/changed', ({ entry }) => {
      if (entry.kind === 'commit' && entry.name === RECORD_STEP) this.#kept(entry.diff);
      else if (entry.kind !== 'commit') this.kept = null;
    });
    client.on('engine/changed', ({ auditionedTakeId }) => this.#hears(auditionedTakeId));
    client.on('session/replaced', () => void this.#ask());
    void this.#ask();
  }

  /** Takes the last recording back, the one that rolls first of all. Rejects with StudioError. */
  async discard(): Promise<void> {
    await this.#goes(() => this.#app.client.request('record/discard', {}));
  }

  /** Discards, and records again from the same place. Rejects with StudioError. */
  async retake(): Promise<void> {
    await this.#goes(() => this.#app.client.request('record/retake', {}));
  }

  async #goes(ask: () => Promise<unknown>): Promise<void> {
    this.#isDiscarding = true;
    try {
      await ask();
    } finally {
      this.#isDiscarding = false;
    }
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
    return position > 0 && names[position - 1] === RECORD_STEP;
  }

  #hears(takeId: string | null): void {
    if (takeId === this.#aloneTakeId) return;
    this.#aloneTakeId = takeId;
    const take = this.#app.session.session.takes[takeId ?? ''];
    this.#app.say(take ? `${take.name} is heard alone` : 'The comp is heard again');
  }

  /** Says what came in, and that nothing else went. */
  #kept(diff: Diff): void {
    const { takes } = this.#app.session.session;
    const added = diff.flatMap(({ table, id, before }) => (table === 'takes' && !before ? (takes[id] ?? []) : []));
    const [first] = added;
    if (!first || this.#isDiscarding) return;
    const trackIds = new Set(added.map(({ trackId }) => trackId));
    const older = Object.values(takes).filter((take) => trackIds.has(take.trackId)).length - added.length;
    const words = keptWords(
      added.map(({ name }) => name),
      older,
    );
    this.kept = { words, trackId: first.trackId };
    clearTimeout(this.#keptTimer);
    this.#keptTimer = setTimeout(() => {
      this.kept = null;
    }, KEPT_MS);
    this.#app.say(words);
  }

  /** The takes of a track are on screen. */
  show(trackId: string): void {
    this.#app.view = 'arrange';
    this.#app.selection.selectStrip(trackId);
    const { timeline } = this.#app;
    if (timeline && !timeline.takesOpened.has(trackId)) timeline.toggleTakes(trackId);
  }

  #take(next: RecordingState): void {
    const before = this.now;
    this.now = next;
    if (next.isRecording) this.kept = null;
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
