/**
 * A ring of chunks in shared memory between the threads of two neighbouring parts: one writes, one reads. A slot holds,
 * port after port, the frames of one chunk.
 */
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import type { RendererPort } from '../../src-shared/render/renderer.ts';
import { type BounceControl, NAP_MS } from './bounce-control.ts';

/** Frames between two meetings of threads, and between two writes to a file. */
export const CHUNK_FRAMES = 4_096;

const WRITTEN = 0;
const READ = 1;
const HEADER_BYTES = 64;

export type PortRingShape = {
  readonly shared: SharedArrayBuffer;
  readonly chunkFrames: number;
  readonly slots: number;
};

export function createPortRing(
  ports: readonly { readonly bytesPerFrame: number }[],
  chunkFrames: number,
  slots: number,
): PortRingShape {
  const slotBytes = chunkFrames * ports.reduce((sum, port) => sum + port.bytesPerFrame, 0);
  return { shared: new SharedArrayBuffer(HEADER_BYTES + slotBytes * slots), chunkFrames, slots };
}

/** One end of a ring, moving blocks between a slot and the ports of a renderer. */
export class PortRingEnd {
  readonly #header: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #kernels: Kernels;
  readonly #ports: readonly { readonly pointer: number; readonly bytesPerFrame: number; readonly offset: number }[];
  readonly #slotBytes: number;
  readonly #slots: number;
  readonly #control: BounceControl;

  constructor(
    { shared, chunkFrames, slots }: PortRingShape,
    kernels: Kernels,
    ports: readonly RendererPort[],
    control: BounceControl,
  ) {
    this.#header = new Int32Array(shared, 0, 2);
    this.#bytes = new Uint8Array(shared, HEADER_BYTES);
    this.#kernels = kernels;
    let offset = 0;
    this.#ports = ports.map((port) => {
      const placed = { ...port, offset };
      offset += port.bytesPerFrame * chunkFrames;
      return placed;
    });
    this.#slotBytes = offset;
    this.#slots = slots;
    this.#control = control;
  }

  /** Waits for a slot to write to. False when nobody wants it any more. */
  waitToWrite(): boolean {
    return this.#waitWhile(READ, (read) => Atomics.load(this.#header, WRITTEN) - read >= this.#slots);
  }

  /** Waits for a slot to read from. False when the bounce was cancelled. */
  waitToRead(): boolean {
    return this.#waitWhile(WRITTEN, (written) => written - Atomics.load(this.#header, READ) <= 0);
  }

  /** Copies a block out of the renderer's ports to frame `at` of the slot. */
  put(at: number, frames: number): void {
    const base = this.#slotOf(WRITTEN);
    for (const { pointer, bytesPerFrame, offset } of this.#ports) {
      const block = this.#kernels.u8.subarray(pointer, pointer + frames * bytesPerFrame);
      this.#bytes.set(block, base + offset + at * bytesPerFrame);
    }
  }

  /** Copies a block from frame `at` of the slot into the renderer's ports. */
  take(at: number, frames: number): void {
    const base = this.#slotOf(READ);
    for (const { pointer, bytesPerFrame, offset } of this.#ports) {
      const from = base + offset + at * bytesPerFrame;
      this.#kernels.u8.set(this.#bytes.subarray(from, from + frames * bytesPerFrame), pointer);
    }
  }

  written(): void {
    this.#advance(WRITTEN);
  }

  read(): void {
    this.#advance(READ);
  }

  #slotOf(counter: number): number {
    return (Atomics.load(this.#header, counter) % this.#slots) * this.#slotBytes;
  }

  #advance(counter: number): void {
    Atomics.add(this.#header, counter, 1);
    Atomics.notify(this.#header, counter);
  }

  #waitWhile(counter: number, mustWait: (value: number) => boolean): boolean {
    for (;;) {
      if (this.#control.isCancelled || this.#control.isDone) return false;
      const value = Atomics.load(this.#header, counter);
      if (!mustWait(value)) return true;
      Atomics.wait(this.#header, counter, value, NAP_MS);
    }
  }
}
