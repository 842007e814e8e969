/** Where bytes come from and go to. The readers and writers know nothing of files. */

/** Random access to bytes; every call is synchronous. */
export interface ByteSource {
  readonly sizeBytes: number;
  /**
   * Fills `into` from `offset`. Returns how many bytes were read: fewer than asked only at the
   * end. Throws AudioFileError (`input-output`) when the medium fails.
   */
  readSync(offset: number, into: Uint8Array): number;
  close(): void;
}

/** A file being written: appended to, patched at its head, then committed or discarded. */
export interface ByteSink {
  /** Appends. `bytes` may be reused by the caller after the call. Throws AudioFileError. */
  append(bytes: Uint8Array): void;
  /** Overwrites bytes that were appended before. */
  writeAt(offset: number, bytes: Uint8Array): void;
  /** Makes the file appear under its name, whole. */
  commit(): void | Promise<void>;
  /** Leaves nothing behind. May be called after a failure and more than once. */
  discard(): void;
}

/** Bytes in memory as a source. */
export class MemoryByteSource implements ByteSource {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get sizeBytes(): number {
    return this.#bytes.length;
  }

  readSync(offset: number, into: Uint8Array): number {
    const count = Math.max(0, Math.min(into.length, this.#bytes.length - offset));
    if (count > 0) into.set(this.#bytes.subarray(offset, offset + count));
    return count;
  }

  close(): void {}
}

/** A growing buffer as a sink; `bytes` is what was written so far. */
export class MemoryByteSink implements ByteSink {
  #buffer = new Uint8Array(4096);
  #length = 0;
  committed = false;
  discarded = false;

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      grown.set(this.bytes);
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
  }

  writeAt(offset: number, bytes: Uint8Array): void {
    if (offset + bytes.length > this.#length) throw new RangeError('writeAt past the end');
    this.#buffer.set(bytes, offset);
  }

  commit(): void {
    this.committed = true;
  }

  discard(): void {
    this.discarded = true;
  }
}
