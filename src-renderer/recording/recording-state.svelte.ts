import {
  FIRST_RECORDING,
  LITTLE_DISK_SECONDS,
  type RecordingState,
  type RollingTake,
} from '../../src-shared/protocol/recording.ts';
import { commands } from '../../src-shared/session/commands/index.ts';
import type { Diff } from '../../src-shared/session/session.ts';
import type { App } from '../state/app.svelte.ts';
import { GrowingWaves } from './growing-waves.ts';
import { diskWarning, dropoutWarning, keptWords, recordingWords } from './recording-words.ts';
import { nextName, type RolledFile } from './rolled-track.ts';
import { RollingFiles } from './rolling-files.ts';

/** The undo step that takes in what was recorded. */
const RECORD_STEP = commands.addTakes.label;

/** How long it is said what came in. */
const KEPT_MS = 10_000;

/** What rolls: the takes that grow, their waves, and what a screen reader hears of them. */
export class RecordingView {
  now: RecordingState = $state.raw(FIRST_RECORDING);
  /** The files that roll, and those that are on their way into the session: nothing leaves the screen before it is there. */
  rolling: readonly RollingTake[] = $state.raw([]);
  /** Their passes that are over; another list only when there is another to draw. */
  rolled: readonly RolledFile[] = $state.raw([]);
  readonly waves: GrowingWaves;
  /** The key of a retake, as the registry of actions has it now. */
  retakeKey: () => string = () => '';
  /** What came in last, for a moment: at the foot of the screen, where it lies over no track that one goes on with. */
  kept: { readonly words: string; readonly trackId: string } | null = $state.raw(null);
  readonly #app: App;
  /** What comes in now goes again at once: nothing is said to be kept. */
  #isDiscarding = false;
  #aloneTakeId: string | null = null;
  #keptTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #files: RollingFiles;
  /** Tracks that had lanes to show before the arrange view was ever open. */
  readonly unseenTrackIds = new Set<string>();
  readonly #opened = new Set<string>();

  constructor(app: App) {
    this.#app = app;
    const { client } = app;
    this.waves = new GrowingWaves((wanted) => client.request('record/peaks', wanted));
    this.waves.onArrival = () => this.#show(true);
    this.#files = new RollingFiles({
      known: (path) => this.waves.lengthFrames(path),
      askPasses: () => client.request('record/passes', {}),
      onChange: (isOther) => this.#show(isOther),
    });
    client.on('record/changed', (next) => this.#take(next));
    client.on('record/passes', (passes) => this.#files.hear(passes));
    client.on('record/columns', (columns) => {
      this.waves.grow(columns);
      this.#files.grown();
    });
    client.on('session/changed', ({ entry }) => {
      this.#files.takenIn(this.#app.session.session.media);
      if (entry.kind === 'commit' && entry.name === RECORD_STEP) this.#kept(entry.diff);
      else if (entry.kind !== 'commit') this.kept = null;
    });
    client.on('engine/changed', ({ auditionedTakeId }) => this.#hears(auditionedTakeId));
    client.on('session/replaced', () => {
      this.#files.forget();
      this.waves.keep(new Set());
      void this.#ask();
    });
    void this.#ask();
  }

  /** Takes the last recording back, the one that rolls first of all. Rejects with StudioError. */
  async discard(): Promise<void> {
    this.#isDiscarding = true;
    try {
      await this.#app.client.request('record/discard', {});
    } finally {
      this.#isDiscarding = false;
    }
  }

  /** Records again from the same place; the take stays in its lane. Rejects with StudioError. */
  async retake(): Promise<void> {
    await this.#app.client.request('record/retake', {});
  }

  /** What the pass of a file that goes on will be called. */
  nameOf({ path, trackId }: RollingTake): string {
    const files = this.rolled.filter((file) => file.trackId === trackId);
    return nextName(this.#app.session.session, files, path);
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
    this.#warn(before, next);
    this.#files.follow(next);
    // Those of the recording before stood in for their waves until these were read from the disk.
    if (next.isRecording && !before.isRecording) this.waves.keep(new Set(this.rolling.map(({ path }) => path)));
  }

  /** What a musician must see at once, whatever screen is open. */
  #warn(before: RecordingState, next: RecordingState): void {
    const low = diskWarning(before, next);
    if (low !== undefined) this.#app.notify(low, 'warning');
    const lost = dropoutWarning(before, next, this.retakeKey());
    const retake = { text: 'Retake', run: () => void this.#app.attempt(() => this.retake()) };
    if (lost !== undefined) this.#app.notify(lost, 'warning', retake);
  }

  /** @param isOther there is something else to draw than what grows by itself. */
  #show(isOther: boolean): void {
    this.rolling = this.#files.rolling;
    if (!isOther) return;
    this.rolled = this.#files.rolled(this.now.roundTripFrames);
    const passed = this.rolled.filter(({ runs }) => runs.length > 0);
    for (const { path, trackId } of passed) this.#openLanes(path, trackId);
    const { selection, timeline } = this.#app;
    const looked = passed.find(({ trackId }) => trackId === selection.stripId) ?? passed[0];
    if (looked) timeline?.followPasses(looked.trackId);
  }

  /** Once for each file: who hides its lanes then means it. */
  #openLanes(path: string, trackId: string): void {
    if (this.#opened.has(path)) return;
    this.#opened.add(path);
    const { timeline } = this.#app;
    if (timeline) timeline.openTakes(trackId);
    else this.unseenTrackIds.add(trackId);
  }

  async #ask(): Promise<void> {
    // A studio that does not answer says so elsewhere.
    const now = await this.#app.client.request('record/state', {}).catch(() => null);
    this.#take(now ?? FIRST_RECORDING);
  }
}
