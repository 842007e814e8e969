import type { Emit } from './jobs.ts';

/** How soon after a change the journal is forced to the disk and said to be. */
const SYNC_MS = 400;
/** How soon it is tried again when the disk refused. */
const RETRY_MS = 3000;

export type JournalUpkeepParts = {
  /** Forces the journal to the disk. */
  readonly sync: () => Promise<void>;
  /** Writes a snapshot, and a journal that the disk did not keep anew. */
  readonly save: () => Promise<void>;
  readonly isOpen: () => boolean;
  readonly emit: Emit;
};

/** Sees to it that every change is on the disk soon, and tells why one is not. */
export class JournalUpkeep {
  readonly #parts: JournalUpkeepParts;
  #timer: NodeJS.Timeout | undefined;
  /** Why the disk does not keep the journal, as it was told; empty while it does. */
  #told = '';

  constructor(parts: JournalUpkeepParts) {
    this.#parts = parts;
  }

  /** A change was made. */
  changed(): void {
    this.#timer ??= setTimeout(() => void this.#work(), SYNC_MS);
  }

  /** A change was refused: a journal that takes no line is made anew as soon as the disk lets it. */
  refused(): void {
    if (this.#parts.isOpen()) this.#timer ??= setTimeout(() => void this.#work(), RETRY_MS);
  }

  /** All that was done is on the disk. */
  kept(): void {
    this.#told = '';
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #work(): Promise<void> {
    const { sync, save, isOpen } = this.#parts;
    try {
      await sync();
    } catch (error) {
      // A snapshot does as well. Until one is written changes are refused with this sentence.
      await save().catch(() => isOpen() && this.#again((error as Error).message));
    }
  }

  /** What the musician does about it, such as to free space, is noticed. */
  #again(sentence: string): void {
    if (this.#told !== sentence) this.#parts.emit('notice', { kind: 'warning', sentence });
    this.#told = sentence;
    this.#timer = setTimeout(() => void this.#work(), RETRY_MS);
  }
}
