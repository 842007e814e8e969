import type { RecordingState, RolledPasses, RollingTake } from '../../src-shared/protocol/recording.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { RolledFile } from './rolled-track.ts';

/** What does not come into the session within this does not come: it was called off, or could not be. */
const PATIENCE_MS = 15_000;

export type RollingFilesParts = {
  /** Frames of a file whose wave is known. */
  readonly known: (path: string) => number;
  readonly askPasses: () => Promise<readonly RolledPasses[]>;
  /** @param isOther other passes are over, or their waves are whole; else what goes on went on. */
  readonly onChange: (isOther: boolean) => void;
};

/** The files that roll, with all that is known of their passes, until what they hold is in the session. */
export class RollingFiles {
  readonly #parts: RollingFilesParts;
  #state: readonly RollingTake[] = [];
  /** Closed, and not taken in yet. */
  #closed: readonly RollingTake[] = [];
  readonly #rolls = new Map<string, RolledPasses>();
  /** What was shown last, in a word. */
  #shape = '';
  /** The waves of these reach to such frames of their files before their passes are whole. */
  #unsettled: readonly { readonly path: string; readonly toFrames: number }[] = [];
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: RollingFilesParts) {
    this.#parts = parts;
  }

  /** Those that were closed first. */
  get rolling(): readonly RollingTake[] {
    return [...this.#closed, ...this.#state];
  }

  rolled(roundTripFrames: number): readonly RolledFile[] {
    return this.rolling.map(({ stretch, passes, ...file }) => {
      const { passes: runs = [], losses = [] } = this.#rolls.get(file.roll) ?? {};
      return { ...file, runs: runs.slice(0, passes), goesOn: stretch !== null, losses, roundTripFrames };
    });
  }

  /** More is over. */
  hear({ roll, fromPass, passes, fromLoss, losses }: RolledPasses): void {
    const known = this.#rolls.get(roll) ?? { passes: [], losses: [] };
    // This client came later than what goes before.
    if (fromPass > known.passes.length || fromLoss > known.losses.length) return void this.#ask();
    this.#rolls.set(roll, {
      roll,
      fromPass: 0,
      passes: [...known.passes.slice(0, fromPass), ...passes],
      fromLoss: 0,
      losses: [...known.losses.slice(0, fromLoss), ...losses],
    });
    this.#look();
  }

  /** How it stands now. */
  follow({ takes }: RecordingState): void {
    const gone = this.#state.filter(({ path }) => !takes.some((take) => take.path === path));
    const begun = gone.filter(({ passes, stretch }) => passes > 0 || stretch !== null);
    this.#state = takes;
    if (begun.length > 0) {
      this.#closed = [...this.#closed, ...begun];
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.forget(), PATIENCE_MS);
    }
    if (takes.some(({ roll, passes }) => passes > (this.#rolls.get(roll)?.passes.length ?? 0))) void this.#ask();
    for (const roll of this.#rolls.keys())
      if (!this.rolling.some((take) => take.roll === roll)) this.#rolls.delete(roll);
    this.#look();
  }

  /** The session has other sound files than before. */
  takenIn(media: Session['media']): void {
    if (this.#closed.length === 0) return;
    const paths = new Set(Object.values(media).map(({ path }) => path));
    this.#closed = this.#closed.filter(({ path }) => !paths.has(path));
    this.#look();
  }

  /** Nothing more is waited for. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#closed = [];
    this.#look();
  }

  /** Waves have grown. */
  grown(): void {
    const isBehind = ({ path, toFrames }: { path: string; toFrames: number }) => this.#parts.known(path) < toFrames;
    const unsettled = this.#unsettled.filter(isBehind);
    if (unsettled.length === this.#unsettled.length) return;
    this.#unsettled = unsettled;
    this.#parts.onChange(true);
  }

  #look(): void {
    const words = this.rolling.map(({ path, roll, passes, stretch }) => {
      const { passes: runs = [], losses = [] } = this.#rolls.get(roll) ?? {};
      return `${path} ${Math.min(passes, runs.length)} ${losses.length} ${stretch !== null}`;
    });
    const shape = words.join();
    const isOther = shape !== this.#shape;
    this.#shape = shape;
    if (isOther) this.#unsettled = this.rolling.flatMap((take) => this.#newestEnd(take));
    this.#parts.onChange(isOther);
  }

  /** Where in its file the pass ends that was over last, when the wave has not come there. */
  #newestEnd({ path, roll, passes, fromAt }: RollingTake): { path: string; toFrames: number }[] {
    const run = this.#rolls.get(roll)?.passes[passes - 1];
    const toFrames = run ? run.toAt - fromAt : 0;
    return this.#parts.known(path) < toFrames ? [{ path, toFrames }] : [];
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    // A studio that does not answer says so elsewhere.
    const all = await this.#parts.askPasses().catch(() => []);
    this.#isAsking = false;
    for (const roll of all) this.#rolls.set(roll.roll, roll);
    this.#look();
  }
}
