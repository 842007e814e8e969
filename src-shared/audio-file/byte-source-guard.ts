import { MemoryByteSource } from './byte-source.ts';

/**
 * For tests: a source that fails the test when a reader asks for too much at once, or reads so
 * often that it must be going round in circles.
 */
export class GuardedByteSource extends MemoryByteSource {
  static readonly MAX_READ_BYTES = 1 << 20;
  #readBytes = 0;
  #reads = 0;

  override readSync(offset: number, into: Uint8Array): number {
    if (into.length > GuardedByteSource.MAX_READ_BYTES) throw new Error(`one read of ${into.length} bytes`);
    this.#readBytes += super.readSync(offset, into);
    this.#reads++;
    if (this.#reads > 200_000 || this.#readBytes > 400 * (this.sizeBytes + 65_536))
      throw new Error('reads without end');
    return Math.max(0, Math.min(into.length, this.sizeBytes - offset));
  }
}
