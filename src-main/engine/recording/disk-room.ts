import { LITTLE_DISK_SECONDS } from '../../../src-shared/protocol/recording.ts';
import { FreeSpace } from './free-space.ts';

/** Left free by a recording: room for the session that takes it in. */
const RESERVE_BYTES = 8 * 2 ** 20;
/** How often a system is asked that has to start a process to answer. */
const COSTLY_LOOK_MS = 5_000;

/** What is left on the disk of the session's folder. */
export class DiskRoom {
  /** For takes; null where the system does not say, or nobody has looked. */
  freeBytes: number | null = null;
  readonly #space = new FreeSpace();
  #folder = '';
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  /** Little was told of, once for each recording. */
  #isWarned = false;

  get isFull(): boolean {
    return this.freeBytes !== null && this.freeBytes <= 0;
  }

  /** So much was written since it was looked at. */
  spend(bytes: number): void {
    if (this.freeBytes !== null) this.freeBytes -= bytes;
  }

  async look(folder: string): Promise<void> {
    const isFresh = folder === this.#folder && performance.now() - this.#lookedAtMs < COSTLY_LOOK_MS;
    if (isFresh && this.#space.isCostly) return;
    this.#folder = folder;
    this.#lookedAtMs = performance.now();
    // The folder is gone, or its disk: whoever writes there will say so.
    const found = await this.#space.of(folder).catch(() => null);
    this.freeBytes = found === null ? null : found - RESERVE_BYTES;
  }

  /** How long it lasts for so much a second; null when nobody knows. */
  secondsLeft(bytesPerSecond: number): number | null {
    if (this.freeBytes === null || bytesPerSecond === 0) return null;
    return Math.max(0, this.freeBytes / bytesPerSecond);
  }

  /** Another recording begins: what is left is told of once in it. */
  beginWarning(): void {
    this.#isWarned = false;
  }

  /** What a musician is to know once when it does not last long for so much a second. */
  warning(bytesPerSecond: number): string | undefined {
    const secondsLeft = this.secondsLeft(bytesPerSecond);
    if (this.#isWarned || secondsLeft === null || secondsLeft >= LITTLE_DISK_SECONDS) return undefined;
    this.#isWarned = true;
    const minutes = Math.floor(secondsLeft / 60);
    return `The disk lasts for ${minutes === 1 ? 'one minute' : `${minutes} minutes`} of what is armed.`;
  }

  close(): void {
    this.#space.close();
  }
}
