import fs from 'node:fs';

/** Left free by a recording: room for the session that takes it in. */
const RESERVE_BYTES = 8 * 2 ** 20;

type Statfs = (path: string) => Promise<{ readonly bavail: number; readonly bsize: number }>;

/** What is left on the disk of the session's folder. */
export class DiskRoom {
  /** For takes; null where the system does not say (Node before 18.15), or nobody has looked. */
  freeBytes: number | null = null;

  get isFull(): boolean {
    return this.freeBytes !== null && this.freeBytes <= 0;
  }

  /** So much was written since it was looked at. */
  spend(bytes: number): void {
    if (this.freeBytes !== null) this.freeBytes -= bytes;
  }

  async look(folder: string): Promise<void> {
    const { statfs } = fs.promises as { readonly statfs?: Statfs };
    try {
      const found = await statfs?.(folder);
      this.freeBytes = found ? found.bavail * found.bsize - RESERVE_BYTES : null;
    } catch {
      // The folder is gone, or its disk: whoever writes there will say so.
      this.freeBytes = null;
    }
  }

  /** How long it lasts for so much a second; null when nobody knows. */
  secondsLeft(bytesPerSecond: number): number | null {
    if (this.freeBytes === null || bytesPerSecond === 0) return null;
    return Math.max(0, this.freeBytes / bytesPerSecond);
  }
}
